"""Goals of the tiny company in October: owner > leader > ann, bob, cat."""

import pytest

from merit.targets.goal_life import GoalState
from merit_desk.goals.models import Goal
from tests.desk.conftest import client_for, role_account

SALES = {"kpi": "paid_sales", "period": "2026-10"}


def goal(title, level, node, **told):
    """A goal in force, put straight into the database."""
    told = {"state": str(GoalState.ACTIVE), "made_by": role_account("hr"), **SALES, **told}
    return Goal.objects.create(title=title, level=level, node=node, **told)


@pytest.fixture
def tree(own_folder):
    """Company 10,000 of paid sales ← trade 7,800 ← north 1,800 and south 5,000 ← ann 2,400; cat's is loose."""
    company = goal("公司销售额", "company", "company", target="10000", person="owner")
    trade = goal("交易部销售额", "department", "trade", target="7800", person="leader", parent=company)
    north = goal("北组销售额", "team", "north", target="1800", person="leader", parent=trade)
    south = goal("南组销售额", "team", "south", target="5000", person="leader", parent=trade)
    ann = goal("安安销售额", "person", "ann", target="2400", person="ann", parent=south)
    cat = goal("三分钟回复率", "person", "cat", target="0.9", person="cat", kpi="reply_3min")
    return {"company": company, "trade": trade, "north": north, "south": south, "ann": ann, "cat": cat}


@pytest.fixture
def people(own_folder):
    """A client for each role, all on the test's own folder."""
    return {
        role: client_for(role_account(role))
        for role in ("owner", "hr", "manager", "employee", "steward", "finance", "auditor", "stranger")
    }

"""Tasks, wholesale leads, expenses and budgets: the work that no shop system records."""

from pathlib import Path

import numpy as np
import pyarrow as pa

from merit.demo.arrow_columns import Column, blank, days, instants, money, numbered, pick
from merit.demo.files import write_fact_csv
from merit.demo.people import Member, Staff, parents
from merit.demo.sales_tables import Sales
from merit.demo.setting import DAY, NEVER, Setting, moment

_TASK_POSTS = {
    "designer": 9, "content_creator": 6, "developer": 8, "accountant": 7, "hr_officer": 6, "operator": 5,
    "operator_trainee": 5, "advertiser": 4, "buyer": 4, "streamer": 3, "tech_lead": 3, "finance_lead": 3,
    "content_lead": 3,
}  # fmt: skip
_KINDS = {"designer": "design", "developer": "development", "accountant": "closing", "content_creator": "copy"}
_SPENDING = {
    "management": (("办公", 18_000), ("团建", 6_000)),
    "cs": (("培训", 4_000), ("客服", 9_000)),
    "ops": (("促销", 38_000), ("差旅", 7_000)),
    "ads": (("软件", 6_000), ("素材", 9_000)),
    "content": (("拍摄", 22_000), ("达人合作", 30_000)),
    "warehouse": (("耗材", 24_000), ("租金", 60_000)),
    "supply": (("差旅", 9_000), ("打样", 8_000)),
    "finance": (("软件", 5_000), ("审计", 4_000)),
    "tech": (("云服务", 26_000), ("软件", 8_000)),
}
_FLEXED = frozenset({"促销", "耗材", "达人合作"})
"""Categories whose budget grows with sales."""


def write_work(folder: Path, setting: Setting, staff: Staff, sales: Sales) -> None:
    """All tables of this part."""
    write_fact_csv(folder, "tasks", _tasks(setting, staff))
    write_fact_csv(folder, "leads", _leads(setting, staff))
    expenses, budgets = _money_plans(setting, sales)
    write_fact_csv(folder, "expenses", expenses)
    write_fact_csv(folder, "budgets", budgets)


def _tasks(setting: Setting, staff: Staff) -> dict[str, Column]:
    """As many a month as the post usually has; everybody has a pace and a care of their own."""
    chance = setting.chance("tasks")
    listed = [
        (member, month)
        for month in setting.all_months()
        for member in staff.members
        if member.joined < month.end and (member.left is None or member.left >= month.end)
        for _ in range(_TASK_POSTS.get(member.post, 0))
    ]
    count = len(listed)
    people = list(dict.fromkeys(member.person for member, _ in listed))
    who = np.array([people.index(member.person) for member, _ in listed])
    punctual = chance.uniform(0.84, 0.98, len(people))[who]
    careful = chance.uniform(3.9, 4.7, len(people))[who]
    begins = np.array([max(moment(month.start), moment(member.joined)) for member, month in listed])
    due = begins + chance.integers(1, 27, count) * DAY + 64_800
    late = chance.random(count) >= punctual
    done = due + np.where(late, chance.integers(3600, 5 * DAY, count), -chance.integers(600, 3 * DAY, count))
    cancelled = chance.random(count) < 0.02
    created = np.maximum(np.minimum(due, done) - chance.integers(1, 9, count) * DAY, setting.start)
    finished = np.where(cancelled, NEVER, setting.known(done))
    return {
        "task_id": numbered("RW", np.arange(count) + 1, 6),
        "owner": pick(people, who),
        "kind": pa.array([_kind(member) for member, _ in listed]),
        "created_at": instants(created),
        "due_at": instants(due),
        "done_at": instants(finished),
        "cancelled_at": instants(np.where(cancelled, due - 3600, NEVER)),
        "returned": pa.array((chance.random(count) < 0.09).astype(np.int64)),
        "quality": blank(
            pa.array(np.clip(np.rint(careful + chance.normal(0, 0.5, count)), 1, 5).astype(np.int64)), finished < 0
        ),
    }


def _kind(member: Member) -> str:
    return _KINDS.get(member.post, "project")


def _leads(setting: Setting, staff: Staff) -> dict[str, Column]:
    """Wholesale enquiries that the operations leads follow up."""
    chance = setting.chance("leads")
    count = setting.share_of(900)
    owners = [member.person for member in staff.holding("operations_lead")]
    created = np.sort(
        setting.start + chance.integers(0, setting.days, count) * DAY + chance.integers(32_000, 64_000, count)
    )
    outcome = chance.random(count)
    later = created + chance.integers(2, 30, count) * DAY
    return {
        "lead": numbered("LD", np.arange(count) + 1, 5),
        "owner": pick(owners, chance.integers(0, len(owners), count)),
        "source": pick(("1688", "展会", "老客介绍", "企业采购平台"), chance.integers(0, 4, count)),
        "created_at": instants(created),
        "qualified_at": instants(np.where(outcome < 0.5, created + DAY, NEVER)),
        "won_at": instants(np.where(outcome < 0.25, setting.known(later), NEVER)),
        "lost_at": instants(np.where(outcome > 0.6, setting.known(later), NEVER)),
        "value": blank(money(chance.integers(30, 600, count) * 10_000), outcome >= 0.25),
    }


def _money_plans(setting: Setting, sales: Sales) -> tuple[dict[str, Column], dict[str, Column]]:
    """Four vouchers a month in each category, about as budgeted; flexed ones follow the sales of the month."""
    chance = setting.chance("expenses")
    months = setting.all_months()
    starts = np.array([moment(month.start) for month in months])
    place = np.searchsorted(starts, sales.orders.paid, side="right") - 1
    sold = np.bincount(place[sales.orders.paid >= 0], sales.payable[sales.orders.paid >= 0], len(months))
    volume = sold / max(float(sold.mean()), 1.0)
    listed = [(team, category, usual) for team, plans in _SPENDING.items() for category, usual in plans]
    which, month = (each.ravel() for each in np.indices((len(listed), len(months))))
    flexed = np.array([category in _FLEXED for _, category, _ in listed])[which]
    budget = np.array([usual for _, _, usual in listed])[which] * np.where(flexed, volume[month], 1.0)
    budget = np.rint(budget / 100).astype(np.int64) * 10_000
    spent = np.repeat(budget * chance.uniform(0.88, 1.07, len(budget)) / 4, 4)
    spent *= chance.uniform(0.8, 1.2, len(spent))
    vouchers = np.repeat(np.arange(len(budget)), 4)
    day = starts[month[vouchers]] + chance.integers(0, 28, len(vouchers)) * DAY
    teams = list(parents())
    team = np.array([teams.index(each) for each, _, _ in listed])
    categories = [category for _, category, _ in listed]
    expenses = {
        "expense_id": numbered("FY", np.arange(len(vouchers)) + 1, 6),
        "day": days(day),
        "team": pick(teams, team[which[vouchers]]),
        "category": pick(categories, which[vouchers]),
        "amount": money(np.rint(spent).astype(np.int64)),
    }
    budgets = {
        "month": days(starts[month]),
        "team": pick(teams, team[which]),
        "category": pick(categories, which),
        "amount": money(budget),
        "variable_with": pick(("paid_sales",), np.where(flexed, 0, -1)),
    }
    return expenses, budgets

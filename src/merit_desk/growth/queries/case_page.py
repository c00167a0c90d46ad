"""One case: terms, pay for who may see it, and the votes for who may read them."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from merit_desk.accounts.viewer import Viewer
from merit_desk.growth.models import Case
from merit_desk.growth.queries.reach import may_see_pay
from merit_desk.results.queries.names import node_name, post_name, team_name
from merit_desk.results.queries.open_company import declared_company
from merit_desk.shell.formats import pay
from merit_desk.shell.parts import Fact
from merit_desk.shell.sentences import say


@dataclass(frozen=True, slots=True)
class Vote:
    """One seat: the words only for who may read them."""

    name: str
    favours: bool | None
    reason: str


def case_facts(one: Case) -> list[Fact]:
    """What it is about."""
    company = declared_company()
    managers = "、".join(node_name(company, "person", each) for each in one.manager.split(";") if each)
    author = node_name(company, "person", one.author) if one.author else str(one.by)
    return [
        Fact(say("growth.fact.kind"), say(f"growth.case.{one.kind}")),
        Fact(say("growth.fact.from"), post_name(company, one.from_post)),
        Fact(say("growth.fact.to"), post_name(company, one.to_post)),
        Fact(say("growth.field.to_team"), team_name(company, one.to_team)),
        Fact(say("growth.field.manager"), managers or say("growth.team_leader")),
        Fact(say("growth.field.start"), str(one.start)),
        Fact(say("growth.fact.author"), author),
        *_agreed(one),
    ]


def pay_facts(viewer: Viewer, one: Case) -> list[Fact]:
    """Pay that is to change, for who may see it; empty where nothing changes."""
    if not may_see_pay(viewer, one):
        return []
    currency = declared_company().profile.currency
    named = ((name, getattr(one, name)) for name in ("bonus_base", "wage"))
    return [Fact(say(f"growth.field.{name}"), pay(Decimal(value), currency)) for name, value in named if value]


def votes_of(viewer: Viewer, one: Case) -> list[Vote]:
    """Who decides and how they voted; the person it is about reads neither names nor words."""
    if viewer.person and viewer.person == one.person:
        return []
    return [Vote(str(each.account), each.favours, each.reason) for each in one.panel.select_related("account")]


def _agreed(one: Case) -> list[Fact]:
    if one.ground is not None:
        return [Fact(say("growth.fact.ground"), one.ground.title)]
    found: dict[str, Any] = one.agreed
    if not found:
        return []
    how = say(f"growth.agreed.{found['how']}")
    return [
        Fact(say("growth.fact.agreed"), f"{how} {str(found['at'])[:10]}", str(found.get("note", ""))),
        Fact(say("growth.fact.digest"), str(found["digest"])[:12]),
    ]

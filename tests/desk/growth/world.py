"""Plans and cases of the tiny company in any state. Today is 14 October 2026; leader is above ann, bob and cat."""

from datetime import date

from merit.follow.growth_plan import PlanGround, PlanKind
from merit.follow.promotion import CaseKind
from merit_desk.growth.given import AimGiven, CaseGiven, Ground, PlanGiven, SupportGiven
from merit_desk.growth.models import CareerStep, Case, GrowthPlan, PanelSeat
from tests.desk.follow.world import TODAY, account_of

FIRST, LAST, MIDDLE = date(2026, 10, 1), date(2026, 12, 31), date(2026, 11, 16)


def given(kind=PlanKind.IMPROVEMENT, person="cat", **more):
    """A plan as somebody writes it."""
    fields = {
        "first": FIRST,
        "last": LAST,
        "reviews": (MIDDLE,),
        "grounds": (Ground(PlanGround.REVIEW, text="10 月两次漏回买家"),),
        "aims": (AimGiven("3 分钟回复率到 90%", "reply_3min", "0.9"),),
        "supports": (SupportGiven("coaching", "每周陪聊一次", "leader"),),
    }
    return PlanGiven(kind, person, "接待提升", **(fields | more))


def plan_in(state, kind="improvement", person="cat", **more):
    """A plan straight in the database."""
    fields = {"title": "接待提升", "first": FIRST, "last": LAST, "reviews": [str(MIDDLE)], "author": "leader", **more}
    return GrowthPlan.objects.create(person=person, kind=kind, state=state, by=account_of("leader"), **fields)


def case_given(kind=CaseKind.POST_CHANGE, person="cat", **more):
    """A case as somebody writes it."""
    fields = {"to_post": "lead", "to_team": "north", "start": date(2026, 11, 1), "reason": "带过两名新人", **more}
    return CaseGiven(kind, person, **fields)


def case_in(state, kind="promotion", person="cat", author="leader", panel=("owner",), **more):
    """A case straight in the database, with a panel that has not voted."""
    fields = {"from_post": "cs_agent", "to_post": "lead", "to_team": "north", "start": date(2026, 11, 1), **more}
    shown = state not in ("draft", "proposed", "with_panel", "declined")
    made = Case.objects.create(
        person=person,
        kind=kind,
        state=state,
        author=author,
        by=account_of(author),
        reason="带过两名新人",
        shown_at=account_of(author).date_joined if shown else None,
        **fields,
    )
    for who in panel:
        PanelSeat.objects.create(case=made, account=account_of(who))
    return made


def step(**more):
    """From customer service to lead: a grade, months, a recommendation."""
    criteria = [
        {"kind": "grades", "what": "B", "need": "1", "times": 1, "of": 1},
        {"kind": "months", "what": "", "need": "6", "times": 1, "of": 1},
        {"kind": "recommended", "what": "", "need": "1", "times": 1, "of": 1},
    ]
    fields = {"from_post": "cs_agent", "to_post": "lead", "criteria": criteria, "by": account_of("hr"), **more}
    return CareerStep.objects.create(**fields)


__all__ = ["TODAY"]

"""A monthly cycle of the tiny company, put straight into the database in the state that a test begins with.

`leader` judges ann, bob and cat, `owner` is their skip-level manager; `owner` judges leader, whose skip-level manager
is nobody, so that HR stands in. `owner` has no manager and takes no part.
"""

from datetime import date

from merit.reviews.life import ReviewState
from merit.reviews.stages import CycleKind, Stage
from merit_desk.cycles.models import Cycle, Participant, StageDate
from tests.desk.conftest import role_account

PERIOD = "2026-10"
DUE = {
    Stage.PLAN: date(2026, 9, 23),
    Stage.NOTICE: date(2026, 9, 30),
    Stage.FOLLOW: date(2026, 10, 31),
    Stage.SELF: date(2026, 11, 4),
    Stage.RATERS: date(2026, 11, 6),
    Stage.MANAGER: date(2026, 11, 11),
    Stage.SKIP: date(2026, 11, 13),
    Stage.CALIBRATE: date(2026, 11, 17),
    Stage.RELEASE: date(2026, 11, 18),
    Stage.CONFIRM: date(2026, 11, 25),
    Stage.INTERVIEW: date(2026, 12, 2),
    Stage.SEAL: date(2026, 12, 4),
}
PEOPLE = {
    "ann": ("sales", "south", "sales", "leader", "owner"),
    "bob": ("sales", "south", "sales", "leader", "owner"),
    "cat": ("cs_agent", "north", "service", "leader", "owner"),
    "leader": ("lead", "trade", "lead", "owner", ""),
}


def october_cycle(state: ReviewState = ReviewState.PLANNING, people=tuple(PEOPLE)) -> Cycle:
    """The cycle with everybody in `state`."""
    cycle = Cycle.objects.create(
        code="2026-10", title="十月考核", kind=CycleKind.MONTH, period=PERIOD, made_by=role_account("hr")
    )
    for stage, due in DUE.items():
        StageDate.objects.create(cycle=cycle, stage=stage, due=due)
    for person in people:
        take_part(cycle, person, state)
    return cycle


def take_part(cycle: Cycle, person: str, state: ReviewState) -> Participant:
    """The person's review in the cycle."""
    post, team, plan, manager, skip = PEOPLE[person]
    return Participant.objects.create(
        cycle=cycle,
        person=person,
        state=state,
        start=date(2026, 10, 1),
        end=date(2026, 10, 14) if person == "bob" else date(2026, 10, 31),
        plan=plan,
        plan_version=1,
        post=post,
        team=team,
        managers=[{"person": manager, "days": 18}],
        skip_managers=[{"person": skip, "days": 18}] if skip else [],
    )


def review_of(cycle: Cycle, person: str) -> Participant:
    """The person's review, fresh from the database."""
    return Participant.objects.get(cycle=cycle, person=person)

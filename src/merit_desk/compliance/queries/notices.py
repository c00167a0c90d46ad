"""Which versions of plans and rewards were made known, who has confirmed, and who of those concerned still has not."""

from dataclasses import dataclass
from datetime import date

from django.urls import reverse

from merit.company import Company
from merit.guards.records import notices_of
from merit.rewards.plan.reward_plan import RewardPlan
from merit_desk.accounts.queries.sight import people_in_sight
from merit_desk.accounts.viewer import Viewer
from merit_desk.compliance.queries.shown import named_plan
from merit_desk.results.queries.names import node_name
from merit_desk.results.queries.open_company import declared_company
from merit_desk.reward_plans.queries.known import Known, current_versions, known
from merit_desk.reward_plans.queries.seen import people_on

_NAMED = 6


@dataclass(frozen=True, slots=True)
class Made:
    """One version: when it was made known (None: not yet), and of its people now who is still to confirm.

    `people` is None for what is in force no more and for clauses: nobody is asked to confirm those. `missing` names
    those whom the viewer may see.
    """

    plan: str
    title: str
    version: int
    given_on: date | None
    confirmed: int
    people: int | None
    missing: tuple[str, ...]
    how: str
    address: str

    @property
    def named(self) -> tuple[str, ...]:
        """Those named at once."""
        return self.missing[:_NAMED]

    @property
    def folded(self) -> tuple[str, ...]:
        """The rest of them."""
        return self.missing[_NAMED:]

    @property
    def silent(self) -> int:
        """How many have not confirmed what was made known to them."""
        return 0 if self.people is None or self.given_on is None else self.people - self.confirmed

    @property
    def share(self) -> int:
        """How many have, in percent."""
        return self.confirmed * 100 // self.people if self.people else 0


def notices_made(viewer: Viewer) -> list[Made]:
    """What needs a notice or confirmations first, then the others, latest first."""
    company = declared_company()
    now = [_current(viewer, company, plan) for plan in current_versions(company, viewer.today)]
    shown = {(each.plan, each.version) for each in now}
    found = [*now, *(each for each in _recorded(company) if (each.plan, each.version) not in shown)]
    return sorted(found, key=lambda each: (_settled(each), -_day(each), each.plan, -each.version))


def _settled(made: Made) -> int:
    if made.people is not None and made.given_on is None:
        return 0
    return 2 if not made.silent else 1


def _day(made: Made) -> int:
    return made.given_on.toordinal() if made.given_on else 0


def _current(viewer: Viewer, company: Company, plan: RewardPlan) -> Made:
    one, people = known(company, plan.reward, plan.version), people_on(company, plan, viewer.today)
    sight = people_in_sight(viewer, viewer.today.strftime("%Y-%m"))
    missing = [person for person in people if person not in one.confirmed and person in sight] if one.given_on else []
    return Made(
        plan=plan.reward,
        title=named_plan(plan.reward),
        version=plan.version,
        given_on=one.given_on,
        confirmed=sum(person in one.confirmed for person in people),
        people=len(people),
        missing=tuple(node_name(company, "person", person) for person in missing),
        how=one.way,
        address=reverse("reward_plans:confirmations", args=(plan.reward, plan.version)),
    )


def _recorded(company: Company) -> list[Made]:
    """Everything that notices.csv has, whatever became of it."""
    records = company.guard_records.notices
    ways = {(each.plan, each.version, each.given_on): each.how for each in records if not each.person}
    return [
        Made(
            plan=each.name,
            title=named_plan(each.name),
            version=each.version,
            given_on=each.given_on,
            confirmed=len(each.acknowledged),
            people=None,
            missing=(),
            how=Known(how=ways.get((each.name, each.version, each.given_on), "")).way,
            address="",
        )
        for each in notices_of(records)
    ]

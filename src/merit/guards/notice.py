"""告知: a plan takes effect for a person with a notice and its acknowledgement, and no later version reaches back."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from merit.guards.laws import NOTICE_OF_RULES, cited
from merit.kernel.explain import Explained, rule
from merit.kernel.problems import Place, Problem, Severity

NOWHERE = Place()


@dataclass(frozen=True, slots=True)
class Notice:
    """A record that a version of a plan, or a clause, was made known; `acknowledged` says who confirmed it when."""

    name: str
    version: int
    given_on: date
    acknowledged: Mapping[str, date] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class PlanVersion:
    """A version of a score plan or reward, with the people for whom it counts."""

    name: str
    version: int
    valid_from: date | None
    people: tuple[str, ...] = ()
    place: Place = NOWHERE


@rule("guards.takes_effect")
def takes_effect(*, valid_from: date | None, noticed: date | None, acknowledged: date | None) -> date | None:
    """The day from which a plan counts for a person: begun, made known and acknowledged; None: a record is missing."""
    if noticed is None or acknowledged is None:
        return None
    return max(noticed, acknowledged, valid_from or noticed)


def notice_of(notices: Iterable[Notice], name: str, version: int) -> Notice | None:
    """The first notice of that version."""
    found = [each for each in notices if (each.name, each.version) == (name, version)]
    return min(found, key=lambda each: each.given_on, default=None)


def acknowledged_on(notices: Iterable[Notice], name: str, version: int, person: str) -> date | None:
    """The first day on which the person confirmed a notice of that version."""
    records = [each for each in notices if (each.name, each.version) == (name, version)]
    return min((each.acknowledged[person] for each in records if person in each.acknowledged), default=None)


def effect_of(plan: PlanVersion, person: str, notices: Sequence[Notice]) -> Explained[date | None]:
    """From which day the plan counts for the person, with its working."""
    notice = notice_of(notices, plan.name, plan.version)
    confirmed = acknowledged_on(notices, plan.name, plan.version, person)
    noticed = notice.given_on if notice is not None else None
    effect = takes_effect(valid_from=plan.valid_from, noticed=noticed, acknowledged=confirmed)
    return effect.citing(NOTICE_OF_RULES.ref)


def notice_findings(plans: Iterable[PlanVersion], notices: Sequence[Notice], by: date) -> list[Problem]:
    """Plans without notice, without acknowledgement up to the day `by`, or reaching back before their notice.

    A first version only gives, so a missing record is a warning: what it takes off anybody is a negative line, which
    has a guard of its own. A later version replaces what people were told, so it is an error.
    """
    return [problem for plan in plans for problem in _of_plan(plan, notices, by)]


def _of_plan(plan: PlanVersion, notices: Sequence[Notice], by: date) -> list[Problem]:
    notice = notice_of(notices, plan.name, plan.version)
    severity = Severity.ERROR if plan.version > 1 else Severity.WARNING
    if notice is None:
        params = cited("guards.plan_without_notice", plan=plan.name, version=plan.version)
        return [Problem("guards.plan_without_notice", plan.place, params, severity)]
    if notice.given_on > by:
        days = {"noticed": str(notice.given_on), "until": str(by)}
        params = cited("guards.notice_after_period", plan=plan.name, version=plan.version, **days)
        return [Problem("guards.notice_after_period", plan.place, params, severity)]
    problems = _reaching_back(plan, notice)
    open_people = [person for person in sorted(plan.people) if not _in_effect(plan, person, notices, by)]
    if open_people:
        params = cited(
            "guards.plan_not_acknowledged",
            plan=plan.name,
            version=plan.version,
            count=len(open_people),
            people=", ".join(open_people[:5]),
        )
        problems.append(Problem("guards.plan_not_acknowledged", plan.place, params, severity))
    return problems


def _in_effect(plan: PlanVersion, person: str, notices: Sequence[Notice], by: date) -> bool:
    day = acknowledged_on(notices, plan.name, plan.version, person)
    return day is not None and day <= by


def _reaching_back(plan: PlanVersion, notice: Notice) -> list[Problem]:
    if plan.valid_from is None or plan.valid_from >= notice.given_on:
        return []
    params = cited(
        "guards.retroactive_change",
        plan=plan.name,
        version=plan.version,
        valid_from=str(plan.valid_from),
        noticed=str(notice.given_on),
    )
    if plan.version > 1:
        return [Problem("guards.retroactive_change", plan.place, params)]
    return [Problem("guards.notice_late", plan.place, params, Severity.WARNING)]

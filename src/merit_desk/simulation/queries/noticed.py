"""公示与确认: whether the version that carries what a simulation changes was made known and confirmed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeAlias

from merit.company import Company
from merit.guards.notice import Notice, acknowledged_on, notice_of
from merit.guards.records import notices_of
from merit.kernel.period import Period
from merit.rewards.plan.reward_plan import RewardPlan
from merit.scores.plan.score_plan import ScorePlan
from merit_desk.results.queries.names import plan_title, reward_title
from merit_desk.reward_plans.queries.seen import on_duty
from merit_desk.simulation.models import Simulation
from merit_desk.simulation.queries.definitions import Key
from merit_desk.simulation.queries.drafted import changed_documents

Version: TypeAlias = ScorePlan | RewardPlan


@dataclass(frozen=True, slots=True)
class Carried:
    """One plan or reward that is changed: `version` is the published one that carries it, 0 while there is none.

    `given_on` is the day of its first notice; `waiting` are those of `people` who have not confirmed it.
    """

    title: str
    version: int
    begins: date
    given_on: date | None
    people: frozenset[str]
    waiting: frozenset[str]

    @property
    def reaches_back(self) -> bool:
        """Whether it was made known only after it began."""
        return self.given_on is not None and self.given_on > self.begins


def noticed(company: Company, simulation: Simulation, sliders: Mapping[str, str], today: date) -> list[Carried]:
    """Everything that the simulation writes otherwise than what held at the end of its months."""
    notices = notices_of(company.guard_records.notices)
    found = []
    for key in changed_documents(company, simulation, sliders):
        versions = _versions(company, key)
        meant = _meant(versions, simulation)
        begins = (meant.valid_from if meant else simulation.starts) or today
        people = _people(company, versions, max(today, begins))
        found.append(_carried(_title(company, key), meant, (key[1], begins, people), notices))
    return found


def _carried(
    title: str, meant: Version | None, of: tuple[str, date, frozenset[str]], notices: Sequence[Notice]
) -> Carried:
    name, begins, people = of
    if meant is None:
        return Carried(title, 0, begins, None, people, people)
    notice = notice_of(notices, name, meant.version)
    waiting = frozenset(one for one in people if acknowledged_on(notices, name, meant.version, one) is None)
    return Carried(title, meant.version, begins, notice.given_on if notice else None, people, waiting)


def _meant(versions: Sequence[Version], simulation: Simulation) -> Version | None:
    """The version that begins after the months of the simulation: on its first day where one does, else the latest."""
    until = Period.parse(simulation.last).last
    later = [each for each in versions if (each.valid_from or date.min) > until]
    on_the_day = [each for each in later if each.valid_from == simulation.starts]
    return max(on_the_day or later, key=lambda each: each.version, default=None)


def _people(company: Company, versions: Sequence[Version], day: date) -> frozenset[str]:
    """Everybody who is on it, as its latest version says, on that day."""
    latest = max(versions, key=lambda each: each.version, default=None)
    if latest is None:
        return frozenset()
    present = on_duty(company, day)
    return frozenset(one for one, part in present.items() if latest.audience.holds(part, company.organisation))


def _versions(company: Company, key: Key) -> list[Version]:
    kind, name = key
    if kind == "plan":
        return [each for each in company.plans if each.plan == name]
    return [each for each in company.rewards if each.reward == name]


def _title(company: Company, key: Key) -> str:
    kind, name = key
    return plan_title(company, name) if kind == "plan" else reward_title(company, name)

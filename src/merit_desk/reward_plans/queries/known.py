"""What notices.csv says of each version: when it was made known, who has confirmed, and who still has not."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from itertools import groupby

from merit.company import Company
from merit.rewards.plan.reward_plan import RewardPlan
from merit_desk.accounts.queries.sight import people_in_sight
from merit_desk.accounts.viewer import Viewer
from merit_desk.results.queries.names import node_name
from merit_desk.reward_plans.models import Objection
from merit_desk.reward_plans.queries.seen import is_for, is_over, people_on, version_on
from merit_desk.shell.sentences import knows


@dataclass(slots=True)
class Known:
    """Of one version: the first notice, and who confirmed when."""

    given_on: date | None = None
    how: str = ""
    confirmed: dict[str, date] = field(default_factory=dict)

    @property
    def way(self) -> str:
        """The code of how it was made known; what the file says in words of its own stays as it is."""
        code = f"notice_way.{self.how}"
        return code if knows(code) else self.how


@dataclass(frozen=True, slots=True)
class Answered:
    """One person of a version: confirmed on a day, objected, or silent. `words` only for who may read them."""

    person: str
    name: str
    confirmed_on: date | None
    objection: Objection | None

    @property
    def objected(self) -> bool:
        """Whether they have said something against it."""
        return self.objection is not None

    @property
    def answered(self) -> bool:
        """Whether HR has answered that."""
        return self.objection is not None and self.objection.answered_at is not None


_kept: tuple[Company | None, dict[tuple[str, int], Known]] = (None, {})


def known(company: Company, reward: str, version: int) -> Known:
    """What was made known of the version."""
    global _kept  # noqa: PLW0603 (made once of a company; an edited one is another)
    if _kept[0] is not company:
        _kept = (company, _all(company))
    return _kept[1].get((reward, version)) or Known()


def _all(company: Company) -> dict[tuple[str, int], Known]:
    found: dict[tuple[str, int], Known] = {}
    for row in company.guard_records.notices:
        one = found.setdefault((row.plan, row.version), Known())
        if row.person and row.acknowledged_on:
            one.confirmed.setdefault(row.person, row.acknowledged_on)
        elif not row.person and (one.given_on is None or row.given_on < one.given_on):
            one.given_on, one.how = row.given_on, row.how
    return found


def current_versions(company: Company, day: date) -> Iterator[RewardPlan]:
    """Of every reward the version in force and those to come; none that is over."""
    ordered = sorted(company.rewards, key=lambda each: each.reward)
    for _, group in groupby(ordered, key=lambda each: each.reward):
        versions = list(group)
        now = version_on(versions, day)
        coming = [each for each in versions if (each.valid_from or date.min) > day]
        yield from (each for each in (now, *coming) if each is not None and not is_over(each, day))


def to_confirm(viewer: Viewer, company: Company) -> list[RewardPlan]:
    """Versions made known to the viewer, for the viewer, and not confirmed by them yet."""
    if not viewer.person:
        return []
    found = []
    for plan in current_versions(company, viewer.today):
        one = known(company, plan.reward, plan.version)
        if one.given_on and viewer.person not in one.confirmed and is_for(company, plan, viewer.person, viewer.today):
            found.append(plan)
    return found


def not_made_known(company: Company, day: date) -> list[RewardPlan]:
    """Versions in force or to come of which no notice was given."""
    return [
        each for each in current_versions(company, day) if known(company, each.reward, each.version).given_on is None
    ]


def answers(viewer: Viewer, company: Company, plan: RewardPlan) -> list[Answered]:
    """Everybody on the version whom the viewer may see: who has not confirmed comes first."""
    sight = people_in_sight(viewer, viewer.today.strftime("%Y-%m"))
    one = known(company, plan.reward, plan.version)
    latest = {
        each.person: each for each in Objection.objects.filter(reward=plan.reward, version=plan.version).order_by("at")
    }
    found = [
        Answered(person, node_name(company, "person", person), one.confirmed.get(person), latest.get(person))
        for person in people_on(company, plan, viewer.today)
        if person in sight
    ]
    return sorted(found, key=lambda each: (each.confirmed_on is not None, each.person))

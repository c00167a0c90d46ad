"""The list of rewards: a card each, by kind, and one version with everything to be read about it."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from merit.company import Company
from merit.people.spells import SpellPart
from merit.rewards.plan.reward_plan import RewardKind, RewardPlan
from merit_desk.accounts.access import Can
from merit_desk.accounts.queries.sight import people_in_sight
from merit_desk.accounts.viewer import Viewer
from merit_desk.plans.queries.versions import DefinitionVersion, reward_versions
from merit_desk.results.queries.names import node_name, titled
from merit_desk.results.queries.open_company import declared_company
from merit_desk.reward_plans.queries.known import known, to_confirm
from merit_desk.reward_plans.queries.seen import is_over, on_duty, require_version, version_on, versions_seen
from merit_desk.reward_plans.queries.words import audience_words


@dataclass(frozen=True, slots=True)
class RewardCard:
    """One reward in the version that counts now, or the next to come. `coming` is a later version, None without one."""

    reward: str
    title: str
    kind: str
    whom: str
    version: int
    valid_from: date | None
    state: str
    """in_force, coming or over."""
    coming: RewardPlan | None
    people: int
    """Whom the viewer may see, of those it is for."""
    confirmed: int
    given_on: date | None
    mine: bool
    """It waits for the viewer to read and confirm."""

    @property
    def share(self) -> int:
        """Percent of its people who have confirmed."""
        return 100 * self.confirmed // self.people if self.people else 0


@dataclass(frozen=True, slots=True)
class OnReward:
    """Somebody for whom the version is."""

    person: str
    name: str


def reward_cards(viewer: Viewer, company: Company, words: str = "") -> list[tuple[str, list[RewardCard]]]:
    """The cards by kind, in the order of the kinds; a kind without any is left out. `words` must all be found."""
    versions: dict[str, list[RewardPlan]] = defaultdict(list)
    for each in versions_seen(viewer, company):
        versions[each.reward].append(each)
    waiting = {(each.reward, each.version) for each in to_confirm(viewer, company)}
    sight = people_in_sight(viewer, viewer.today.strftime("%Y-%m"))
    present = {person: part for person, part in on_duty(company, viewer.today).items() if person in sight}
    found: dict[str, list[RewardCard]] = defaultdict(list)
    for several in versions.values():
        card = _card(company, several, viewer.today, present, waiting)
        if all(word in f"{card.reward} {card.title} {card.whom}".lower() for word in words.lower().split()):
            found[card.kind].append(card)
    return [(kind, found[kind]) for kind in map(str, RewardKind) if kind in found]


def _card(
    company: Company,
    versions: list[RewardPlan],
    today: date,
    present: dict[str, SpellPart],
    waiting: set[tuple[str, int]],
) -> RewardCard:
    now = version_on(versions, today)
    later = sorted((each for each in versions if _begins(each) > today), key=_begins)
    plan = now or later[0]
    coming = next((each for each in later if each is not plan), None)
    people = [person for person, part in present.items() if plan.audience.holds(part, company.organisation)]
    one = known(company, plan.reward, plan.version)
    return RewardCard(
        reward=plan.reward,
        title=titled(plan.title, plan.reward),
        kind=plan.kind.value,
        whom=audience_words(company, plan, present),
        version=plan.version,
        valid_from=plan.valid_from,
        state="over" if is_over(plan, today) else "in_force" if now else "coming",
        coming=coming,
        people=len(people),
        confirmed=sum(person in one.confirmed for person in people),
        given_on=one.given_on,
        mine=any(each.reward == plan.reward and (each.reward, each.version) in waiting for each in versions),
    )


def _begins(plan: RewardPlan) -> date:
    return plan.valid_from or date.min


def on_reward(viewer: Viewer, company: Company, plan: RewardPlan) -> list[OnReward]:
    """Those for whom the version is today (or on its first day) whom the viewer may see, by id."""
    sight = people_in_sight(viewer, viewer.today.strftime("%Y-%m"))
    day = max(viewer.today, plan.valid_from or viewer.today)
    present = on_duty(company, day)
    names = [
        person
        for person, part in present.items()
        if person in sight and plan.audience.holds(part, company.organisation)
    ]
    return [OnReward(person, node_name(company, "person", person)) for person in sorted(names)]


def may_edit(viewer: Viewer) -> bool:
    """Whether the viewer writes versions and makes them known."""
    return viewer.can(Can.EDIT_DEFINITIONS)


def versions_of(viewer: Viewer, reward: str) -> list[DefinitionVersion]:
    """Those that the viewer may read, latest first. Raises NotFoundRefusal for none."""
    seen = {each.version for each in require_version(viewer, declared_company(), reward)}
    return [each for each in reward_versions(reward, viewer.today) if each.number in seen]

"""What things are called: people with their post and team, teams, shops, plans, rewards, KPIs and indicators."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar, cast

from merit.catalogue.kpi import Direction, Kpi, Unit
from merit.company import Company
from merit.kernel.node import COMPANY_ID, UNASSIGNED
from merit.kernel.period import Period
from merit.people.spells import spells_in
from merit.people.tree import department_of, teams_on
from merit_desk.shell.language import current_language
from merit_desk.shell.sentences import say

Kept = TypeVar("Kept")
_kept: tuple[Company | None, dict[tuple[object, ...], Any]] = (None, {})


def _once(company: Company, key: tuple[object, ...], made: Callable[[], Kept]) -> Kept:
    """What was made of this very company before, for a list of all people asks for the same again and again."""
    global _kept  # noqa: PLW0603 (one company is shown at a time; another one, or an edited one, begins anew)
    whose, found = _kept
    if whose is not company:
        found = {}
        _kept = (company, found)
    if key not in found:
        found[key] = made()
    return cast("Kept", found[key])


@dataclass(frozen=True, slots=True)
class Standing:
    """Who a person is at the end of a period; several posts or teams in it are told by `moves`."""

    person: str
    name: str
    post: str
    team: str
    department: str
    moves: tuple[str, ...]
    team_id: str = ""


def titled(titles: dict[str, str], otherwise: str) -> str:
    """The title in the reader's language, or in the other one, or the id."""
    return titles.get(current_language()) or titles.get("zh") or titles.get("en") or otherwise


def post_name(company: Company, post: str) -> str:
    """A post is called after the plan made for it alone; a post without one shows its id in words."""
    return _once(company, ("post", post, current_language()), lambda: _post_name(company, post))


def _post_name(company: Company, post: str) -> str:
    plans = (plan for plan in company.plans if plan.audience.posts == (post,) and not plan.audience.people)
    named = next((titled(plan.title, "") for plan in plans), "")
    return named or post.replace("_", " ")


def standing(company: Company, person: str, period: Period) -> Standing:
    """Name, post and team at the end of the period; the id alone for somebody unknown."""
    key = ("standing", person, period, current_language())
    return _once(company, key, lambda: _standing(company, person, period))


def _standing(company: Company, person: str, period: Period) -> Standing:
    parts = spells_in(company.organisation, person, period)
    if not parts:
        spells = company.organisation.spells_of.get(person, ())
        name = spells[-1].name if spells else person
        return Standing(person, say("node.unassigned") if person == UNASSIGNED else name, "", "", "", ())
    last = parts[-1].spell
    department = department_of(company.organisation, last.team, parts[-1].period.last)
    posts = tuple(dict.fromkeys(post_name(company, part.spell.post) for part in parts))
    team = team_name(company, last.team)
    above = department.name if department else team
    return Standing(person, last.name, posts[-1], team, above, posts[:-1], last.team)


def people_in_order(company: Company, period: Period) -> dict[str, int]:
    """Everybody by team in the order of the tree, then by id, each with their place; people of no team come last."""

    def ordered() -> dict[str, int]:
        ranks = {team: rank for rank, team in enumerate(team_order(company, period))}

        def place(person: str) -> tuple[int, str]:
            return ranks.get(standing(company, person, period).team_id, len(ranks)), person

        return {person: at for at, person in enumerate(sorted(company.organisation.spells_of, key=place))}

    return _once(company, ("people", period), ordered)


def team_name(company: Company, team: str) -> str:
    """The team's name; a team of many years is called as its last row says."""
    rows = company.organisation.rows_of.get(team, ())
    return rows[-1].name if rows else team


def team_order(company: Company, period: Period) -> list[str]:
    """Teams in the order of the tree: each department followed by its teams."""
    return list(_once(company, ("order", period), lambda: _team_order(company, period)))


def _team_order(company: Company, period: Period) -> list[str]:
    teams = {team.team: team for team in teams_on(company.organisation, period.last)}
    order: list[str] = []

    def walk(parent: str) -> None:
        for name, team in teams.items():
            if team.parent == parent and name not in order:
                order.append(name)
                walk(name)

    declared = [row.team for row in company.organisation.teams]
    teams = {name: teams[name] for name in dict.fromkeys(declared) if name in teams}
    walk("")
    return order


def node_name(company: Company, kind: str, node: str) -> str:
    """What a node is called."""
    match kind:
        case "company":
            return company.profile.name
        case "person":
            return _person_name(company, node)
        case "shop":
            return next((shop.name for shop in company.shops if shop.shop == node), node)
        case "team" | "department":
            return team_name(company, node)
        case _:
            return company.profile.name if node == COMPANY_ID else node


def _person_name(company: Company, person: str) -> str:
    spells = company.organisation.spells_of.get(person, ())
    if spells:
        return spells[-1].name
    return say("node.unassigned") if person == UNASSIGNED else person


def kpi_title(company: Company, kpi: str) -> str:
    """The KPI's title."""
    return titled(company.catalogue[kpi].title, kpi) if kpi in company.catalogue else kpi


def kpi_unit(company: Company, kpi: str) -> Unit:
    """How the KPI's value is read; a plain number when it is unknown."""
    return company.catalogue[kpi].unit if kpi in company.catalogue else Unit.NUMBER


def kpi_direction(company: Company, kpi: str) -> Direction:
    """Which way is favourable."""
    return company.catalogue[kpi].direction if kpi in company.catalogue else Direction.NONE


def known_kpi(company: Company, kpi: str) -> Kpi | None:
    """The KPI as the catalogue declares it now."""
    return company.catalogue.kpis.get(kpi)


def indicator_subject(company: Company, plan: str, indicator: str) -> str:
    """The KPI, event or rated matter behind an indicator's id; of a segment under another plan, that plan's."""
    key = ("subject", plan, indicator)
    return _once(company, key, lambda: _indicator_subject(company, plan, indicator))


def _indicator_subject(company: Company, plan: str, indicator: str) -> str:
    own_first = sorted(company.plans, key=lambda each: each.plan != plan)
    lines = (line for each in own_first for line in each.indicators)
    return next((line.subject for line in lines if line.id == indicator), indicator)


def indicator_title(company: Company, plan: str, indicator: str) -> str:
    """An indicator is called after its KPI; rated ones by the desk's own words where it has them."""
    subject = indicator_subject(company, plan, indicator)
    if subject in company.catalogue:
        return kpi_title(company, subject)
    for code in (f"rated.{subject}", f"event.{subject}"):
        if (words := say(code)) != code:
            return words
    return subject.replace("_", " ")


def plan_title(company: Company, plan: str) -> str:
    """The plan's title."""
    return next((titled(each.title, plan) for each in company.plans if each.plan == plan), plan)


def reward_title(company: Company, reward: str) -> str:
    """The reward's title."""
    found = next((each for each in company.rewards if each.reward == reward), None)
    return titled(found.title, reward) if found is not None else reward

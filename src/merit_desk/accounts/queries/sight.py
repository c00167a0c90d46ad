"""What a viewer may see of one period: whose scores, whose pay, whose KPIs. What lies outside is not there at all."""

from dataclasses import dataclass, replace
from datetime import date

from merit.company import Company
from merit.kernel.period import Period
from merit.kernel.refusals import NotFoundRefusal
from merit.people.spells import spells_in
from merit.people.tree import team_on, teams_above
from merit_desk.accounts.access import Can, Role
from merit_desk.accounts.queries.seen import Circle, Seen, SeenKpis, Sight
from merit_desk.accounts.queries.subtree import below_in, members_in, teams_of, turning_days
from merit_desk.accounts.viewer import Viewer
from merit_desk.results.models import Release
from merit_desk.results.queries.open_company import declared_company
from merit_desk.results.queries.period_files import PeriodFiles, period_files

_KEPT = 500
_sights: dict[tuple[int, Viewer, str, bool], tuple[Company, Sight]] = {}


def sight_of(viewer: Viewer, period: str) -> Sight:
    """The viewer's sight of the period. Raises NotFoundRefusal for something that is no period."""
    try:
        asked = Period.parse(period)
    except ValueError:
        raise NotFoundRefusal("cli.no_results", period=period) from None
    company = declared_company()
    released = viewer.person != "" and Release.objects.filter(period=period, person__in=("", viewer.person)).exists()
    key = (id(company), viewer, period, released)
    kept = _sights.get(key)
    if kept is None or kept[0] is not company:
        if len(_sights) >= _KEPT:
            _sights.clear()
        kept = _sights[key] = (company, _sight(viewer, company, asked, released))
    return kept[1]


def _sight(viewer: Viewer, company: Company, asked: Period, released: bool) -> Sight:
    under = below_in(company.organisation, viewer.person, asked) if viewer.person else frozenset()
    return Sight(
        scores=_circle(viewer, Can.SEE_RESULTS, company, asked, _Own(under, released)),
        pay=_circle(viewer, Can.SEE_PAY, company, asked, _Own(under, released)),
        figures=_figures(viewer, company, asked, under),
        every_kpi=viewer.everywhere(Can.SEE_KPIS),
        teams=_led(viewer, company, asked, under),
        own_teams=_teams(company, frozenset({viewer.person}), asked),
        own_kpis=_own_kpis(company, viewer.person, asked),
        credited=_credited(company, under | {viewer.person}, asked),
    )


def visible_files(viewer: Viewer, period: str) -> PeriodFiles:
    """The results of the period as far as the viewer may see them. Raises NotFoundRefusal when it was not run."""
    files, sight = period_files(period), sight_of(viewer, period)
    circles = {"pay": sight.pay, "score": sight.scores, "indicator": sight.scores}
    return replace(
        files,
        kpis=files.kpis if sight.every_kpi else SeenKpis(files.kpis, sight),
        scores=Seen(files.scores, sight.scores.__contains__),
        totals=Seen(files.totals, sight.scores.__contains__),
        pay=Seen(files.pay, sight.pay.__contains__),
        findings=files.findings if viewer.can(Can.SEE_SOURCES) else (),
        workings=Seen(files.workings, lambda key: key[1] in circles.get(key[0], sight.scores)),
    )


def may_see_node(viewer: Viewer, kpi: str, kind: str, node: str, period: str) -> bool:
    """Whether the viewer may see this KPI of this node in this period."""
    return sight_of(viewer, period).node(kpi, kind, node)


def require_node(viewer: Viewer, kpi: str, kind: str, node: str, period: str) -> None:
    """Raises NotFoundRefusal for a figure outside the viewer's sight."""
    if not may_see_node(viewer, kpi, kind, node, period):
        raise NotFoundRefusal("refusal.no_such_figure")


def people_in_sight(viewer: Viewer, period: str) -> Circle:
    """People whose page the viewer may open: their own, those below, and everybody in a scope of SEE_PEOPLE."""
    asked = Period.parse(period)
    company = declared_company()
    under = below_in(company.organisation, viewer.person, asked) if viewer.person else frozenset()
    return _circle(viewer, Can.SEE_PEOPLE, company, asked, _Own(under, released=True))


@dataclass(frozen=True, slots=True)
class _Own:
    under: frozenset[str]
    released: bool


def _circle(viewer: Viewer, ability: Can, company: Company, period: Period, own: _Own) -> Circle:
    """Nobody sees their own result before it is released, but for the owner, who releases it."""
    people = own.under | _scoped(viewer, ability, company, period)
    himself = frozenset({viewer.person}) if viewer.person else frozenset()
    if own.released:
        return Circle(viewer.everywhere(ability), people | himself)
    hidden = frozenset() if Role.OWNER in viewer.roles else himself
    return Circle(viewer.everywhere(ability), people, hidden)


def _scoped(viewer: Viewer, ability: Can, company: Company, period: Period) -> frozenset[str]:
    teams = [team for team in viewer.scopes(ability) if team]
    return frozenset().union(*(members_in(company.organisation, team, period) for team in teams))


def _figures(viewer: Viewer, company: Company, period: Period, under: frozenset[str]) -> Circle:
    himself = frozenset({viewer.person}) if viewer.person else frozenset()
    people = under | himself | _scoped(viewer, Can.SEE_KPIS, company, period)
    return Circle(viewer.everywhere(Can.SEE_KPIS), people)


def _led(viewer: Viewer, company: Company, period: Period, under: frozenset[str]) -> frozenset[str]:
    """Teams the viewer leads with all below them, and teams within a scope of SEE_KPIS."""
    tops = {team for team in viewer.scopes(Can.SEE_KPIS) if team}
    if under:
        tops |= {team.team for team in company.organisation.teams if team.leader == viewer.person}
    if not tops:
        return frozenset()
    days = turning_days(company.organisation, period)
    return frozenset(
        team for team in company.organisation.rows_of for day in days if tops.intersection(_line(company, team, day))
    )


def _line(company: Company, team: str, day: date) -> tuple[str, ...]:
    if team_on(company.organisation, team, day) is None:
        return ()
    return (team, *(above.team for above in teams_above(company.organisation, team, day)))


def _teams(company: Company, people: frozenset[str], period: Period) -> frozenset[str]:
    days = turning_days(company.organisation, period)
    return frozenset(team for person in people for day in days for team in teams_of(company.organisation, person, day))


def _own_kpis(company: Company, person: str, period: Period) -> frozenset[str]:
    parts = spells_in(company.organisation, person, period) if person else []
    plans = [plan for plan in company.plans if any(plan.audience.holds(part, company.organisation) for part in parts)]
    return frozenset(line.subject for plan in plans for line in plan.indicators)


def _credited(company: Company, people: frozenset[str], period: Period) -> frozenset[tuple[str, str]]:
    return frozenset(
        (share.kind, share.subject)
        for share in company.credits
        if share.person in people
        and (share.start is None or share.start < period.end)
        and (share.end is None or share.end > period.start)
    )

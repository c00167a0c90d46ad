"""Advertising and hours of service read from the facts as they stand, kept until a file or the facts change."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.conf import settings

from merit.allocation.moves import Judged, Move, moves
from merit.allocation.shifts import ServiceGoal
from merit.allocation.spending import Cut
from merit.allocation.workload import Workload
from merit.engines.ad_days import AdQuestion, ad_span, judged_units
from merit.engines.service_hours import StaffedTeam, staffed_teams, talk_span, workload_in
from merit.kernel.period import Period
from merit.sources.trade_calendar import trade_calendar
from merit_desk.accounts.viewer import Viewer
from merit_desk.allocation.queries.sight import credited, is_theirs, people_in_sight
from merit_desk.results.queries.open_company import at_work, declared_company, state_of

MONEY_DAYS, PEOPLE_DAYS = 182, 28
_MOST = 24
_kept: dict[tuple[object, ...], Any] = {}


@dataclass(frozen=True, slots=True)
class Money:
    """What a viewer may see of advertising; moves are between what they see."""

    span: Period
    units: list[Judged]
    moves: list[Move]


@dataclass(frozen=True, slots=True)
class Hours:
    """What a viewer may see of service: accounts, and teams of which they see every account."""

    span: Period
    workload: Workload
    agents: list[str]
    teams: list[StaffedTeam]


def money_of(viewer: Viewer, cut: Cut) -> Money | None:
    """None where nothing is known of advertising. Raises NotFoundRefusal for whom it is not."""
    company = declared_company()
    people = people_in_sight(viewer, company)
    known = _once(("money", cut), lambda: _money(cut))
    if known is None:
        return None
    span, units = known
    if people is not None:
        by_campaign = cut is Cut.CAMPAIGN
        units = [
            each
            for each in units
            if is_theirs(company, each.days.unit if by_campaign else "", each.days.shops, span, people)
        ]
    return Money(span, units, moves(units))


def cuts_of(viewer: Viewer) -> list[Cut]:
    """A channel runs through all shops: only for who sees all of them."""
    everybody = people_in_sight(viewer, declared_company()) is None
    return [each for each in Cut if everybody or each is not Cut.CHANNEL]


def hours_of(viewer: Viewer, goal: ServiceGoal) -> Hours | None:
    """None where nothing is known of conversations. Raises NotFoundRefusal for whom it is not, ConflictRefusal where
    the facts do not say how long a conversation takes."""
    company = declared_company()
    people = people_in_sight(viewer, company)
    known = _once(("people", goal.within), lambda: _people(goal.within))
    if known is None:
        return None
    span, workload = known
    agents = sorted(workload.groups)
    if people is not None:
        agents = [each for each in agents if credited(company, "agent", each, span) & people]
    seen = set(agents)
    teams = [each for each in staffed_teams(workload, goal) if set(workload.agents_of(each.team)) <= seen]
    return Hours(span, workload, agents, teams)


def _once(key: tuple[object, ...], read: Callable[[], Any]) -> Any:
    whole = (state_of(settings.MERIT_COMPANY), *key)
    if whole not in _kept:
        if len(_kept) >= _MOST:
            _kept.clear()
        _kept[whole] = read()
    return _kept[whole]


def _money(cut: Cut) -> tuple[Period, list[Judged]] | None:
    with at_work("") as workspace:
        span = ad_span(workspace.engine, MONEY_DAYS)
        if span is None:
            return None
        calendar = trade_calendar(workspace.company, range(span.start.year - 1, span.last.year + 2))
        return span, judged_units(workspace.engine, AdQuestion(cut, span, calendar.kinds(span.days())))


def _people(within: int) -> tuple[Period, Workload] | None:
    with at_work("") as workspace:
        span = talk_span(workspace.engine, PEOPLE_DAYS)
        return None if span is None else (span, workload_in(workspace.engine, workspace.company, span, within))

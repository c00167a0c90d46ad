"""All signs of a period, the least likely by chance first, and which could not be looked for."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta

from merit.company import Company, nodes_of
from merit.engines.figures import CompanyFigures, data_span
from merit.engines.query_engine import QueryEngine
from merit.engines.signs import brushing, month_end, self_purchase, stock, talks
from merit.engines.signs.present_columns import Needs, lacking
from merit.insight.signs.pair_falls import LOOKED_BACK, pair_signs, pairs_of
from merit.insight.signs.sandbagged import Expected, sandbagging_signs
from merit.insight.signs.sign import NotLookedFor, Sign, SignKind, SignsFound
from merit.insight.signs.stock_moved import AFTER
from merit.kernel.node import NodeKind
from merit.kernel.period import Period
from merit.metrics.components import measures_of
from merit.metrics.figures import Figures


@dataclass(frozen=True, slots=True)
class _Look:
    """`days` have to be in after the period's end."""

    kind: SignKind
    needs: Needs
    find: Callable[[Company, QueryEngine, Period], list[Sign]]
    days: int = 0


def signs_of(
    company: Company, engine: QueryEngine, figures: Figures, period: Period, expected: Expected | None = None
) -> SignsFound:
    """What is to be looked at. Nothing here changes a figure, a score or pay.

    `expected` says what a KPI was to be expected to reach when its target was set; by default its own history does.
    """
    rules = company.profile.signs
    signs: list[Sign] = []
    blind: list[NotLookedFor] = []
    span = data_span(engine)
    for look in _looks(rules.refund_days):
        if look.kind in rules.off:
            continue
        missing = tuple(_lacking(engine, look, period))
        late = 0 if missing or span is None else _too_early(span, look, period)
        if missing or late:
            blind.append(NotLookedFor(look.kind, missing, late))
        else:
            signs += look.find(company, engine, period)
    signs += _of_figures(company, figures, period, expected)
    return SignsFound(tuple(sorted(signs, key=lambda each: (each.chance, each.name))), tuple(blind))


def _looks(refund_days: int) -> Iterator[_Look]:
    yield _Look(SignKind.BRUSHING, brushing.NEEDS, brushing.find_brushing)
    yield _Look(SignKind.SELF_PURCHASE, self_purchase.NEEDS, self_purchase.find_self_purchase)
    yield _Look(SignKind.SELF_PURCHASE, self_purchase.LED_NEEDS, self_purchase.find_led_purchase)
    yield _Look(SignKind.MONTH_END_SPIKE, month_end.NEEDS, month_end.find_month_end_spikes, refund_days)
    yield _Look(SignKind.CHOSEN_INVITATIONS, talks.INVITATION_NEEDS, talks.find_chosen_invitations)
    yield _Look(SignKind.EMPTY_REPLIES, talks.REPLY_NEEDS, talks.find_empty_replies)
    yield _Look(SignKind.STOCK_MOVED, stock.NEEDS, stock.find_moved_stock, AFTER)


def _lacking(engine: QueryEngine, look: _Look, period: Period) -> Iterator[str]:
    if look.find is self_purchase.find_self_purchase and not engine.may_have_rows(self_purchase.ACCOUNTS):
        yield self_purchase.ACCOUNTS
    yield from lacking(engine, look.needs, Period(period.start, period.end + timedelta(days=look.days)))


def _too_early(span: Period, look: _Look, period: Period) -> int:
    """How many more days have to be in."""
    return max(0, (period.end + timedelta(days=look.days) - span.end).days) if look.days else 0


def _of_figures(company: Company, figures: Figures, period: Period, expected: Expected | None) -> Iterator[Sign]:
    rules = company.profile.signs
    _prepare(company, figures, period)
    if SignKind.SANDBAGGED not in rules.off:
        yield from sandbagging_signs(company, figures, period, expected)
    if SignKind.PAIR_FALLS not in rules.off:
        yield from pair_signs(company, figures, period, nodes_of(company, period))


def _prepare(company: Company, figures: Figures, period: Period) -> None:
    """Ask for the periods at once, rather than one by one."""
    if not isinstance(figures, CompanyFigures):
        return
    periods, each = [period], period
    for _ in range(LOOKED_BACK):
        each = each.previous()
        periods.append(each)
    wanted = {kpi for pair in pairs_of(company) for kpi in pair} | {target.kpi for target in company.targets}
    known = sorted(kpi for kpi in wanted if kpi in company.catalogue)
    for kind in (NodeKind.COMPANY, NodeKind.DEPARTMENT, NodeKind.TEAM, NodeKind.PERSON, NodeKind.SHOP):
        figures.numbers.prepare(measures_of(company.catalogue, known), kind, periods)

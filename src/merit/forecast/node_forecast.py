"""The forecast of one node of a company, with the nodes it may learn from, and how likely a target of it is."""

from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction

from merit.company import Company, nodes_of
from merit.forecast.history import KpiSource, histories_of, last_day_of
from merit.forecast.kpi_forecast import MOST_DAYS, KpiForecast, forecast_kpi
from merit.forecast.trade_calendar import TradeCalendar
from merit.kernel.node import COMPANY, UNASSIGNED, Node, NodeKind
from merit.kernel.period import Period
from merit.kernel.refusals import ConflictRefusal, NotFoundRefusal
from merit.metrics.figures import Figures


@dataclass(frozen=True, slots=True)
class ForecastFacts:
    """What forecasts of a company rest on; `span` holds all days with facts, `calendar` those of the period too."""

    company: Company
    figures: Figures
    span: Period
    calendar: TradeCalendar


def peers_of(company: Company, node: Node, period: Period) -> list[Node]:
    """The node and those that it may learn from: people of its post, teams, departments; shops for shops and company.

    A node without id stands for all of its kind. Raises NotFoundRefusal for a node that is not there in the period.
    """
    known = [each for each in nodes_of(company, period) if each.id != UNASSIGNED]
    kind = NodeKind.SHOP if node.kind is NodeKind.COMPANY else node.kind
    alike = [each for each in known if each.kind is kind]
    if node.id and node not in (COMPANY, *alike):
        listed = ", ".join(each.id for each in alike[:12])
        raise NotFoundRefusal("metrics.no_such_node", dimension=str(node.kind), name=node.id, known=listed)
    if node.kind is NodeKind.PERSON and node.id:
        posts = {spell.post for spell in company.organisation.spells_of[node.id]}
        alike = [each for each in alike if posts & {spell.post for spell in company.organisation.spells_of[each.id]}]
    return [node, *(each for each in alike if each != node)] if node.id else alike


def recent_days(span: Period, today: date | None) -> Period:
    """The days that are looked at, up to `today`. Raises ConflictRefusal for a day before the data."""
    end = min(span.end, today + timedelta(days=1)) if today else span.end
    if end <= span.start:
        raise ConflictRefusal("forecast.before_the_data", today=str(today), first=str(span.start))
    return Period(max(span.start, end - timedelta(days=MOST_DAYS)), end)


def node_forecasts(
    facts: ForecastFacts, kpi: str, node: Node, period: Period, library: bool = True
) -> dict[Node, KpiForecast]:
    """Of the node and of those it learns from, as known on the last day whose facts are in.

    `library`: see `kpi_forecast.forecast_kpi`. Raises NotFoundRefusal, ConflictRefusal where nothing can be forecast.
    """
    source = KpiSource(facts.company.catalogue, facts.figures)
    nodes = peers_of(facts.company, node, period)
    histories = histories_of(source, kpi, nodes, recent_days(facts.span, None))
    last = last_day_of(histories)
    return forecast_kpi(histories.until(last) if last else histories, facts.calendar, period, library)


def chance_of(facts: ForecastFacts, kpi: str, node: Node, period: Period, target: Fraction) -> Fraction | None:
    """How likely the node reaches the target, from 1/1000 to 999/1000; None where nothing can be forecast."""
    if kpi not in facts.company.catalogue:
        return None
    try:
        found = node_forecasts(facts, kpi, node, period, library=False)[node]
    except (ConflictRefusal, NotFoundRefusal):
        return None
    return Fraction(found.probability(target, facts.company.catalogue[kpi].direction), 1000)

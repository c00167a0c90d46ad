"""The forecast of a KPI of a node: as the background prepared it, else worked out now by the quick way."""

from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from hashlib import sha256
from pathlib import Path

from django.conf import settings

from merit.engines.figures import data_span
from merit.forecast.kpi_forecast import KpiForecast
from merit.forecast.node_forecast import ForecastFacts, node_forecasts
from merit.kernel.node import Node, NodeKind
from merit.kernel.period import Period
from merit.kernel.refusals import ConflictRefusal, NotFoundRefusal, Refusal
from merit.sources.trade_calendar import trade_calendar
from merit.workspace import Workspace
from merit_desk.forecasts.models import Prepared
from merit_desk.forecasts.queries.kept import forecast_of
from merit_desk.results.queries.now import at_present, newest_load
from merit_desk.results.queries.open_company import declared_company, state_of

_KEPT = 2_000
FIRST_YEAR, LAST_YEAR = 1990, 2999
"""Of a period; beyond there is no history to look back on and no calendar."""
_WAY = 2
"""Grows when forecasts are worked out another way, so that none of before are shown."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which forecast."""

    kpi: str
    kind: str
    node: str
    period: Period

    @property
    def whose(self) -> Node:
        """The node. Raises NotFoundRefusal for an unknown kind."""
        if self.kind not in set(NodeKind):
            raise NotFoundRefusal("refusal.no_such_figure")
        return Node(NodeKind(self.kind), self.node)


def outlook_of(wanted: Wanted) -> KpiForecast:
    """The forecast; the caller has settled who may see it.

    Raises NotFoundRefusal (no such node then), ConflictRefusal where nothing can be forecast, with what to do.
    """
    if not FIRST_YEAR <= wanted.period.start.year <= LAST_YEAR:
        raise ConflictRefusal("cli.not_a_period", text=str(wanted.period))
    kept = Prepared.objects.filter(
        kpi=wanted.kpi, node_kind=wanted.kind, node=wanted.node, period=str(wanted.period), facts=facts_of(wanted.kpi)
    ).first()
    if kept is not None:
        return forecast_of(wanted.kpi, wanted.whose, wanted.period, kept.told)
    found = _worked_out(settings.MERIT_COMPANY, state_of(settings.MERIT_COMPANY), wanted)
    if isinstance(found, Refusal):
        raise found
    return found


def chance_of(wanted: Wanted, target: Fraction) -> Fraction | None:
    """How likely the target is reached, from 1/1000 to 999/1000; None where nothing can be forecast."""
    company = declared_company()
    if wanted.kpi not in company.catalogue:
        return None
    try:
        found = outlook_of(wanted)
    except (ConflictRefusal, NotFoundRefusal):
        return None
    return Fraction(found.probability(target, company.catalogue[wanted.kpi].direction), 1000)


def facts_of(kpi: str) -> str:
    """What a forecast of the KPI is worked out from: the facts loaded, how the KPI is made, and the way it is done."""
    declared = repr(declared_company().catalogue[kpi])
    return sha256(f"{_WAY} {newest_load()} {declared}".encode()).hexdigest()


def forecast_facts(workspace: Workspace, period: Period) -> ForecastFacts:
    """Raises ConflictRefusal before the first load."""
    span = data_span(workspace.engine)
    if span is None:
        raise ConflictRefusal("forecast.too_little_history", kpi="", days=0)
    years = range(span.start.year - 1, period.last.year + 2)
    return ForecastFacts(workspace.company, workspace.figures, span, trade_calendar(workspace.company, years))


@lru_cache(maxsize=_KEPT)
def _worked_out(folder: Path, state: int, wanted: Wanted) -> KpiForecast | Refusal:
    """Without the library's model, whose import alone takes seconds."""
    del folder, state
    node = wanted.whose
    with at_present() as workspace:
        try:
            facts = forecast_facts(workspace, wanted.period)
            return node_forecasts(facts, wanted.kpi, node, wanted.period, library=False)[node]
        except (ConflictRefusal, NotFoundRefusal) as refusal:
            return refusal

"""The company's KPIs one period and one year before, worked out beside the pages so that none has to wait for them."""

import logging
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from threading import Event, Lock, Thread

from django.conf import settings

from merit.kernel.node import COMPANY, NodeKind
from merit.kernel.period import Period
from merit.kernel.refusals import Refusal
from merit.metrics.figures import ValueStatus
from merit.workspace import open_workspace
from merit_desk.results.queries.open_company import at_work, moment, state_of
from merit_desk.results.queries.period_files import PeriodFiles

_log = logging.getLogger(__name__)
_starting = Lock()
_found: dict[tuple[Path, str, str, int], "Earlier"] = {}


@dataclass(slots=True)
class Earlier:
    """Values by period and KPI; `ready` is set when all are there, or none can be had."""

    previous: str
    a_year_earlier: str
    values: dict[tuple[str, str], Decimal] = field(default_factory=dict)
    ready: Event = field(default_factory=Event)

    def value(self, kpi: str, period: str) -> Decimal | None:
        """The company's value, None while it is not known or when there is none that may be relied on."""
        return self.values.get((period, kpi))


def earlier_values(files: PeriodFiles) -> Earlier:
    """What the company's KPIs were before; the first call starts the work and returns at once."""
    folder = settings.MERIT_COMPANY
    key = (folder, files.period, files.as_of, state_of(folder))
    with _starting:
        if key not in _found:
            period = Period.parse(files.period)
            _found[key] = Earlier(str(period.previous()), str(period.a_year_earlier()))
            Thread(target=_work, args=(_found[key], folder, files.as_of), daemon=True).start()
        return _found[key]


def _work(earlier: Earlier, folder: Path, as_of: str) -> None:
    """With a workspace of its own, so that nobody who asks for an explanation has to wait."""
    try:
        with at_work(as_of):
            pass  # opened now for whoever asks for an explanation first
        workspace = open_workspace(folder, moment(as_of))
        listed = [kpi.id for kpi in workspace.company.catalogue.kpis.values() if _of_company(kpi.nodes, kpi.hidden)]
        for name in (earlier.previous, earlier.a_year_earlier):
            for kpi in listed:
                value = workspace.figures.value(kpi, COMPANY, Period.parse(name))
                if value.value is not None and value.status is not ValueStatus.EMPTY:
                    earlier.values[name, kpi] = to_decimal(value.value)
    except (Refusal, OSError) as refused:
        _log.warning("no comparison with earlier periods: %s", refused)
    finally:
        earlier.ready.set()


def _of_company(nodes: tuple[NodeKind, ...], hidden: bool) -> bool:
    return not hidden and NodeKind.COMPANY in nodes


def to_decimal(value: Fraction) -> Decimal:
    """For showing only: enough digits for every page."""
    return Decimal(value.numerator) / Decimal(value.denominator)

"""The company's KPIs one period and one year before, worked out beside the pages so that none has to wait for them."""

import logging
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from threading import Event, Lock, Thread, main_thread

from django.conf import settings

from merit.kernel.node import COMPANY, COMPANY_ID, NodeKind
from merit.kernel.period import Period
from merit.kernel.refusals import Refusal
from merit.metrics.figures import ValueStatus
from merit_desk.results.queries.open_company import at_work, declared_company, state_of
from merit_desk.results.queries.period_files import PeriodFiles, period_files, periods_run
from merit_desk.shell.formats import to_decimal

_log = logging.getLogger(__name__)
_starting = Lock()
_found: dict[tuple[Path, str, str, int], "Earlier"] = {}
_TURN = 0.002


@dataclass(slots=True)
class Earlier:
    """Values by period and KPI; `ready` is set when all are there, or none can be had."""

    previous: str
    a_year_earlier: str
    values: dict[tuple[str, str], Decimal] = field(default_factory=dict)
    ready: Event = field(default_factory=Event)

    def value(self, kpi: str, period: str) -> Decimal | None:
        """The company's value, None while it is not known or when there is none."""
        return self.values.get((period, kpi))


def earlier_values(files: PeriodFiles, first: tuple[str, ...] = ()) -> Earlier:
    """What the company's KPIs were before, `first` ones first; the first call starts the work and returns at once."""
    folder = settings.MERIT_COMPANY
    key = (folder, files.period, files.as_of, state_of(folder))
    with _starting:
        if key not in _found:
            _found[key] = _begun(files, first)
        return _found[key]


def _begun(files: PeriodFiles, first: tuple[str, ...]) -> Earlier:
    period = Period.parse(files.period)
    earlier = Earlier(str(period.previous()), str(period.a_year_earlier()))
    wanted = [name for name in (earlier.previous, earlier.a_year_earlier) if not _from_results(earlier, name)]
    Thread(target=_work, args=(earlier, wanted, files.as_of, first)).start()
    return earlier


def _from_results(earlier: Earlier, period: str) -> bool:
    """A period that was run itself is compared by its own results."""
    if period not in periods_run():
        return False
    rows = period_files(period).kpis.get((NodeKind.COMPANY, COMPANY_ID), ())
    earlier.values.update({(period, row.kpi): row.value for row in rows if row.value is not None})
    return True


def _work(earlier: Earlier, periods: list[str], as_of: str, first: tuple[str, ...]) -> None:
    """KPI by KPI, so that whoever asks for an explanation in between has their turn."""
    try:
        listed = [kpi for kpi in declared_company().catalogue.kpis.values() if not kpi.hidden]
        wanted = [kpi.id for kpi in listed if NodeKind.COMPANY in kpi.nodes]
        for kpi in sorted(wanted, key=lambda each: each not in first):
            for period in periods:
                if not main_thread().is_alive():
                    return  # the program is ending
                _one(earlier, kpi, period, as_of)
            earlier.ready.wait(_TURN)
    except (Refusal, OSError) as refused:
        _log.warning("no comparison with earlier periods: %s", refused)
    finally:
        earlier.ready.set()


def _one(earlier: Earlier, kpi: str, period: str, as_of: str) -> None:
    with at_work(as_of) as workspace:
        value = workspace.figures.value(kpi, COMPANY, Period.parse(period))
    if value.value is not None and value.status is not ValueStatus.EMPTY:
        earlier.values[period, kpi] = to_decimal(value.value)

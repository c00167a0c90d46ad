"""Opening company and facts as soon as a process starts, so that its first reader does not wait for that."""

import logging
from threading import Thread

from merit.kernel.refusals import Refusal
from merit_desk.results.queries.open_company import at_work, declared_company
from merit_desk.results.queries.period_files import period_files, periods_run

_log = logging.getLogger(__name__)


def warm_up() -> Thread:
    """Begin in a thread of its own and return at once; a folder that cannot be read is told to its first reader."""
    thread = Thread(target=_opened, daemon=True)
    thread.start()
    return thread


def _opened() -> None:
    try:
        declared_company()
        with at_work(""):
            pass
        for period in periods_run()[:1]:
            period_files(period)
    except (Refusal, OSError) as refused:
        _log.info("nothing to open yet: %s", type(refused).__name__)

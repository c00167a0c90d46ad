"""What other apps have to bring into the facts before a period is computed; each registers its own in its `jobs.py`."""

from collections.abc import Callable

from merit_desk.jobs.bodies import Running

Preparation = Callable[[Running], object]
_preparations: list[Preparation] = []


def before_a_run(prepare: Preparation) -> Preparation:
    """Register the function; it is called with the running job, and does nothing when nothing is new."""
    if prepare not in _preparations:
        _preparations.append(prepare)
    return prepare


def prepare_run(running: Running) -> None:
    """Call them in the order of registration. A refusal of one of them stops the run and is told."""
    for prepare in _preparations:
        prepare(running)

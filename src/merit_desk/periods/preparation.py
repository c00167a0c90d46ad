"""What other apps bring into the facts before a period is computed, and do once it is; told in their `jobs.py`."""

from collections.abc import Callable

from merit_desk.jobs.bodies import Running

Preparation = Callable[[Running], object]
_preparations: list[Preparation] = []
Following = Callable[[Running, str], object]
_followings: list[Following] = []


def before_a_run(prepare: Preparation) -> Preparation:
    """Register the function; it is called with the running job, and does nothing when nothing is new."""
    if prepare not in _preparations:
        _preparations.append(prepare)
    return prepare


def prepare_run(running: Running) -> None:
    """Call them in the order of registration. A refusal of one of them stops the run and is told."""
    for prepare in _preparations:
        prepare(running)


def after_a_run(follow: Following) -> Following:
    """Register the function; it is called with the running job and the period, once the results are written."""
    if follow not in _followings:
        _followings.append(follow)
    return follow


def follow_run(running: Running, period: str) -> None:
    """Call them in the order of registration: each only asks for work of its own, the run is done already."""
    for follow in _followings:
        follow(running, period)

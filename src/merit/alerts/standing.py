"""ok → firing → acknowledged → resolved → ok again (re-armed): one step for each closed interval, and for each move.

A step never looks at anything but the standing and what was observed, so late data are judged by stepping again.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import StrEnum

from merit.kernel.period import Period
from merit.kernel.refusals import ConflictRefusal


class Verdict(StrEnum):
    """What one interval says."""

    BREACH = "breach"
    BETWEEN = "between"
    """Neither bad enough to fire nor good enough to clear."""
    CLEAR = "clear"
    UNKNOWN = "unknown"
    """Nothing can be said: it changes nothing."""


class AlertState(StrEnum):
    """RESOLVED is not yet re-armed: a new breach opens the same alert again and is no new one."""

    OK = "ok"
    FIRING = "firing"
    ACKNOWLEDGED = "acknowledged"
    RESOLVED = "resolved"


class AlertEvent(StrEnum):
    """What an interval brought about."""

    FIRED = "fired"
    REOPENED = "reopened"
    RESOLVED = "resolved"
    REARMED = "rearmed"


class AlertMove(StrEnum):
    """What somebody does with an alert."""

    ACKNOWLEDGE = "acknowledge"
    RESOLVE = "resolve"


OPEN = frozenset({AlertState.FIRING, AlertState.ACKNOWLEDGED})


@dataclass(frozen=True, slots=True)
class Patience:
    """How many intervals in a row it takes: bad ones to fire, good ones to clear, and good ones more to re-arm."""

    fire_after: int = 1
    clear_after: int = 2
    rearm_after: int = 3


AT_ONCE = Patience()


@dataclass(frozen=True, slots=True)
class Standing:
    """`bad` and `good` count intervals in a row; `episode` counts alerts of this rule and node."""

    state: AlertState = AlertState.OK
    bad: int = 0
    good: int = 0
    episode: int = 0
    since: Period | None = None
    """The first interval of the run that made it fire."""
    last: Period | None = None
    """The latest interval judged."""


Stepped = tuple[Standing, AlertEvent | None]


def stepped(standing: Standing, verdict: Verdict, interval: Period, patience: Patience) -> Stepped:
    """The standing after one more interval, and what that brought about."""
    if verdict is Verdict.UNKNOWN:
        return standing, None
    counted = _counted(standing, verdict, interval)
    if counted.state in OPEN:
        return _cleared(counted, patience)
    if counted.bad >= patience.fire_after:
        return _fired(counted)
    if counted.state is AlertState.RESOLVED and counted.good >= patience.rearm_after:
        return replace(counted, state=AlertState.OK, good=0, since=None), AlertEvent.REARMED
    return counted, None


def replayed(
    judged: Iterable[tuple[Period, Verdict]], patience: Patience, start: Standing | None = None
) -> tuple[Standing, list[tuple[Period, AlertEvent]]]:
    """The standing after all of them in order, and every event with its interval."""
    standing, events = start or Standing(), []
    for interval, verdict in judged:
        standing, event = stepped(standing, verdict, interval, patience)
        if event is not None:
            events.append((interval, event))
    return standing, events


def moved(standing: Standing, move: AlertMove) -> Standing:
    """The standing after somebody's move. Raises ConflictRefusal for one that does not fit its state."""
    if standing.state not in OPEN or (move is AlertMove.ACKNOWLEDGE and standing.state is AlertState.ACKNOWLEDGED):
        raise ConflictRefusal("alerts.not_now", move=move, state=standing.state)
    state = AlertState.ACKNOWLEDGED if move is AlertMove.ACKNOWLEDGE else AlertState.RESOLVED
    return replace(standing, state=state, bad=0 if move is AlertMove.RESOLVE else standing.bad, good=0)


def _counted(standing: Standing, verdict: Verdict, interval: Period) -> Standing:
    """Counts only what serves the state it is in: an open alert counts good intervals, others bad ones too."""
    bad = standing.bad + 1 if verdict is Verdict.BREACH else 0
    good = standing.good + 1 if verdict is Verdict.CLEAR else 0
    quiet = standing.state not in OPEN
    since = standing.since
    if quiet and bad == 1 and standing.state is AlertState.OK:
        since = interval
    return replace(standing, bad=bad, good=good, since=since, last=interval)


def _cleared(standing: Standing, patience: Patience) -> Stepped:
    if standing.good < patience.clear_after:
        return standing, None
    return replace(standing, state=AlertState.RESOLVED, good=0, bad=0), AlertEvent.RESOLVED


def _fired(standing: Standing) -> Stepped:
    again = standing.state is AlertState.RESOLVED
    episode = standing.episode if again else standing.episode + 1
    event = AlertEvent.REOPENED if again else AlertEvent.FIRED
    return replace(standing, state=AlertState.FIRING, good=0, episode=episode), event

"""An alert that is kept, held against what the data say anew: people's moves stay, late data and new breaches count."""

from dataclasses import dataclass
from datetime import date

from merit.alerts.standing import OPEN, AlertEvent, AlertState, Standing


@dataclass(frozen=True, slots=True)
class Kept:
    """`judged`: the last day of data when its state last changed; `by_hand`: somebody resolved it."""

    state: AlertState
    judged: date
    by_hand: bool = False


Merged = tuple[AlertState, AlertEvent | None]


def merged(kept: Kept | None, found: Standing, last_breach: date | None) -> Merged:
    """The state from now on, and what happened. `last_breach` is the last day of the latest breach.

    What somebody resolved comes back only by a breach of later days; what resolved itself also by late data.
    """
    bad = found.state in OPEN
    if kept is None or kept.state is AlertState.OK:
        return (AlertState.FIRING, AlertEvent.FIRED) if bad else (AlertState.OK, None)
    if kept.state in OPEN:
        return (kept.state, None) if bad else (AlertState.RESOLVED, AlertEvent.RESOLVED)
    if bad and (not kept.by_hand or (last_breach is not None and last_breach > kept.judged)):
        return AlertState.FIRING, AlertEvent.REOPENED
    if found.state is AlertState.OK:
        return AlertState.OK, AlertEvent.REARMED
    return AlertState.RESOLVED, None

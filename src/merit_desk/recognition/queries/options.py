"""Option grants as pages show them: what is vested today, the next step, the way there, and sums of the register."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from merit.kernel.moves import Party
from merit.rewards.equity.grant import GRANT, GrantMove, GrantState
from merit.rewards.equity.leaving import LeaverRule, Settled, settled
from merit.rewards.equity.vesting import Tranche, tranches, vested_on
from merit_desk.accounts.viewer import Viewer
from merit_desk.recognition.models import OptionGrant
from merit_desk.shell.sentences import say
from merit_desk.talks.colleagues import Colleague, colleague

TONES = {"draft": "", "offered": "watch", "agreed": "good", "left": "line"}
MOST_ROWS = 120


@dataclass(frozen=True, slots=True)
class ShownGrant:
    """A grant on a day: `vested` of `one.units`; `coming` is the next step; `over` what leaving came to."""

    one: OptionGrant
    who: Colleague
    state: str
    tone: str
    vested: int
    coming: Tranche | None
    over: Settled | None
    moves: tuple[GrantMove, ...]

    @property
    def share(self) -> int:
        """Percent vested, rounded down."""
        return self.vested * 100 // self.one.units

    @property
    def open_units(self) -> int:
        """Not vested yet; nothing after leaving."""
        return 0 if self.over else self.one.units - self.vested


@dataclass(frozen=True, slots=True)
class GrantSums:
    """Over grants that both sides agreed to: granted = vested + open + forfeited."""

    granted: int
    vested: int
    open_units: int
    forfeited: int


def shown_grants(viewer: Viewer, found: Iterable[OptionGrant]) -> list[ShownGrant]:
    """In the given order; no query each."""
    return [shown_grant(viewer, each) for each in found]


def shown_grant(viewer: Viewer, one: OptionGrant) -> ShownGrant:
    """As of the company's today; after leaving nothing vests any more."""
    over = left_with(one, viewer.today)
    vested = over.kept if over else vested_on(one.schedule, viewer.today)
    if one.state not in (GrantState.AGREED, GrantState.LEFT):
        vested = 0
    ahead = (each for each in tranches(one.schedule) if each.day > viewer.today)
    coming = None if over or one.state != GrantState.AGREED else next(ahead, None)
    parties = frozenset({Party.SUBJECT if one.person == viewer.person else Party.HR})
    moves = GRANT.open_to(GrantState(one.state), parties)
    state = say(f"option_grant.stands.{one.state}")
    return ShownGrant(one, colleague(one.person), state, TONES.get(one.state, ""), vested, coming, over, moves)


def left_with(one: OptionGrant, today: date) -> Settled | None:
    """What the holder keeps once their last day is over; None before."""
    if one.left_on is None or one.left_on > today:
        return None
    rule = LeaverRule(one.leaver[one.left_kind])
    return settled(one.schedule, one.left_on, rule, one.exercise_days)


def sums(shown: Iterable[ShownGrant]) -> GrantSums:
    """Of agreed and left grants."""
    counted = [each for each in shown if each.one.state in (GrantState.AGREED, GrantState.LEFT)]
    return GrantSums(
        sum(each.one.units for each in counted),
        sum(each.vested for each in counted),
        sum(each.open_units for each in counted),
        sum(each.over.forfeited for each in counted if each.over),
    )


def drawn(one: OptionGrant, today: date) -> dict[str, Any]:
    """The vested units over time, as a chart draws them: (day, total) from the start, and today."""
    over = left_with(one, today)
    steps = [each for each in tranches(one.schedule) if over is None or one.left_on is None or each.day <= one.left_on]
    points = [[one.start.isoformat(), 0], *([each.day.isoformat(), each.total] for each in steps)]
    labels = {"today_word": say("recognition.today"), "vested": say("recognition.vested")}
    return {"points": points, "today": today.isoformat(), "units": one.units, **labels}

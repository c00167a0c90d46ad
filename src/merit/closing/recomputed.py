"""Everything ever paid held against a computation that knows no seal: each sealed period made again with all facts
known today, each on the one before it, as if nothing had ever been paid.

For every person: paid + what an open period still has to adjust + what was carried, lent or withheld otherwise
= recomputed. What is left over is a difference that nothing explains, and must be nothing.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from merit.closing.compute import computed_period
from merit.closing.late_data import as_decided_now
from merit.closing.paid_before import paid_in_replay, sealed_lines, sealed_periods
from merit.closing.sealed_period import sealed_folder
from merit.kernel.period import Grain, Period
from merit.rewards.payment.paid_before import PaidLine, paid_line
from merit.run import PeriodResult, score_and_pay
from merit.workspace import Workspace, open_workspace

SETTLING = frozenset({"carried", "draw", "draw_recovery", "holdback", "holdback_release"})
"""Lines that move money between periods: what is earned does not change by them."""

_LAST = Period.containing(date(9998, 1, 1), Grain.DAY)


@dataclass(frozen=True, slots=True)
class PersonLedger:
    """All amounts in fen, over every sealed period."""

    person: str
    paid: int
    open: int
    """What the next open period would adjust or take back."""
    settled: int
    """What was carried forward, guaranteed or withheld at another time than it would have been."""
    recomputed: int

    @property
    def unexplained(self) -> int:
        """Nothing, if every fen is accounted for."""
        return self.recomputed - self.paid - self.open - self.settled


@dataclass(frozen=True, slots=True)
class Recomputation:
    """`periods` are the sealed ones, oldest first; `into` is the open period that takes what is still to adjust."""

    periods: tuple[Period, ...]
    into: Period | None
    people: tuple[PersonLedger, ...]

    @property
    def holds(self) -> bool:
        """True when paid and recomputed agree to the fen, with what is still to adjust."""
        return not any(each.unexplained for each in self.people)


def recomputed_from_scratch(workspace: Workspace, tick: Callable[[int, int], None] = lambda *_: None) -> Recomputation:
    """Make every sealed period again from its own definitions, today's facts and what was decided since.

    `tick` is told how many periods are done of how many. Nothing is written.
    """
    closed = _of_one_line(sealed_periods(workspace.folder, _LAST))
    if not closed:
        return Recomputation((), None, ())
    into = _after(closed[-1])
    results: list[PeriodResult] = []
    for at, period in enumerate(closed):
        results.append(_again(workspace, period, results))
        tick(at + 1, len(closed) + 1)
    scratch = score_and_pay(workspace.company, workspace.figures, into, paid_in_replay(workspace, into, results))
    actual = computed_period(workspace, into)
    tick(len(closed) + 1, len(closed) + 1)
    paid = [line for period in closed for line in sealed_lines(workspace.folder, period)]
    again = [paid_line(line) for result in results for line in result.pay_lines]
    return Recomputation(tuple(closed), into, tuple(_ledgers(paid, again, (actual, scratch))))


def _of_one_line(closed: Sequence[Period]) -> list[Period]:
    """The sealed periods, those that lie one behind another: a quarter beside its months pays other rewards."""
    return [each for each in closed if each.grain == closed[-1].grain]


def _after(period: Period) -> Period:
    if period.grain is Grain.SPAN:
        return Period(period.end, period.end + (period.end - period.start))
    return Period.containing(period.end, period.grain)


def _again(workspace: Workspace, period: Period, results: Sequence[PeriodResult]) -> PeriodResult:
    as_sealed = sealed_folder(workspace.folder, period) / "definitions"
    then = open_workspace(workspace.folder, workspace.figures.as_of, as_sealed)
    known = as_decided_now(then, workspace.company, period)
    return score_and_pay(known.company, known.figures, period, paid_in_replay(known, period, results))


def _ledgers(
    paid: Sequence[PaidLine], again: Sequence[PaidLine], into: tuple[PeriodResult, PeriodResult]
) -> Iterable[PersonLedger]:
    actual, scratch = (_sums(map(paid_line, result.pay_lines), settling=False) for result in into)
    paid_sums, again_sums = _sums(paid), _sums(again)
    moved, moved_again = _sums(paid, settling=True), _sums(again, settling=True)
    for person in sorted({*paid_sums, *again_sums, *actual, *scratch}):
        yield PersonLedger(
            person,
            paid=paid_sums[person],
            open=actual[person] - scratch[person],
            settled=moved_again[person] - moved[person],
            recomputed=again_sums[person],
        )


def _sums(lines: Iterable[PaidLine], settling: bool | None = None) -> Counter[str]:
    """Fen by person of all lines, of those that move money between periods, or of the others."""
    found: Counter[str] = Counter()
    for line in lines:
        if settling is None or (line.line in SETTLING) is settling:
            found[line.person] += line.amount.fen
    return found

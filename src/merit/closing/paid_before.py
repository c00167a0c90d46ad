"""What earlier periods paid: read from sealed statements, or from the earlier results of a replay."""

import csv
import io
from collections.abc import Iterable, Sequence
from fractions import Fraction
from pathlib import Path

from merit.closing.sealed_period import sealed_folder
from merit.engines.sold_orders import sold_orders
from merit.kernel.exact import exact
from merit.kernel.money import FEN_PER_UNIT, Money
from merit.kernel.period import Period
from merit.rewards.payment.paid_before import PaidBefore, PaidLine, paid_line
from merit.run import PeriodResult
from merit.workspace import Workspace


def paid_before(workspace: Workspace, period: Period) -> PaidBefore:
    """What sealed periods that ended by the start of `period` paid, with the sales and refunds known by its end."""
    closed = sealed_periods(workspace.folder, period)
    lines = [line for sealed in closed for line in sealed_lines(workspace.folder, sealed)]
    return _with_sales(workspace, lines, [*closed, period])


def paid_in_replay(workspace: Workspace, period: Period, results: Sequence[PeriodResult]) -> PaidBefore:
    """The same within a replay of history, whose earlier results are not sealed."""
    lines = [paid_line(line) for result in results for line in result.pay_lines]
    return _with_sales(workspace, lines, [*(result.period for result in results), period])


def _with_sales(workspace: Workspace, lines: Sequence[PaidLine], periods: Sequence[Period]) -> PaidBefore:
    """Only sales of periods that paid, or pay now, can be taken back."""
    sold = Period(min(each.start for each in periods), periods[-1].end)
    return PaidBefore(tuple(lines), sold_orders(workspace.company, workspace.engine, sold))


def sealed_periods(folder: Path, before: Period) -> list[Period]:
    """The sealed periods that ended by the start of `before`, oldest first."""
    names = (path.parent.name for path in (folder / "sealed").glob("*/seal.json"))
    return sorted(period for period in map(Period.parse, names) if period.end <= before.start)


def sealed_lines(folder: Path, period: Period) -> Iterable[PaidLine]:
    """The statement lines of a sealed period, from its payouts.csv."""
    text = (sealed_folder(folder, period) / "results" / "payouts.csv").read_text("utf-8")
    return (_read(row) for row in csv.DictReader(io.StringIO(text)))


def _read(row: dict[str, str]) -> PaidLine:
    return PaidLine(
        person=row["person"],
        reward=row["reward"],
        reward_version=int(row["reward_version"]),
        line=row["line"],
        period=Period.parse(row["period"]),
        amount=Money(int(exact(row["amount"]) * FEN_PER_UNIT), row["currency"]),
        concerns=Period.parse(row["concerns"]) if row["concerns"] else None,
        base=Fraction(row["base"]) if row["base"] else None,
    )

"""The lines of a period's statements as an approval binds to them, and their fingerprints."""

from collections.abc import Iterable
from decimal import Decimal
from fractions import Fraction
from typing import Any

from merit.kernel.exact import plain
from merit_desk.outcomes.queries.canonical import digest_of
from merit_desk.payroll.models import Payout, Slip
from merit_desk.results.queries.period_files import PayRow, PeriodFiles, period_files

FEN = 100
Line = dict[str, Any]


def fen_of(amount: Decimal) -> int:
    """Whole fen; amounts of pay have two decimals."""
    return int(amount * FEN)


def units(fen: int) -> Decimal:
    """The amount in currency units."""
    return Decimal(fen) / FEN


def lines_of(rows: Iterable[PayRow]) -> list[Line]:
    """What an approval covers of each line, in the order of the file."""
    return [
        {
            "reward": row.reward,
            "version": row.reward_version,
            "line": row.line,
            "number": row.number,
            "fen": fen_of(row.amount),
            "concerns": row.concerns,
            "base": "" if row.base is None else plain(Fraction(row.base)),
        }
        for row in rows
    ]


def current_lines(period: str) -> dict[str, list[Line]]:
    """By person as the period has them now. Raises NotFoundRefusal for a period that was not run."""
    return statements(period_files(period))


def statements(files: PeriodFiles) -> dict[str, list[Line]]:
    """By person, everybody with a line."""
    return {person: lines_of(rows) for person, rows in files.pay.items()}


def sum_of(lines: Iterable[Line]) -> int:
    """Fen."""
    return sum(each["fen"] for each in lines)


def payout_digest(slips: Iterable[Slip]) -> str:
    """The fingerprint of the whole payout: of every person's lines."""
    return digest_of({slip.person: slip.digest for slip in slips})


def changed(payout: Payout) -> list[tuple[str, list[Line], list[Line]]]:
    """People whose lines are others now than those in the payout, with both; by person."""
    kept = {slip.person: slip for slip in payout.slips.all()}
    now = current_lines(payout.period)
    found = []
    for person in sorted(kept.keys() | now.keys()):
        before = kept[person].lines if person in kept else []
        after = now.get(person, [])
        if before != after:
            found.append((person, before, after))
    return found

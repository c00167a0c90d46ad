"""Stock that leaves (or comes) for the last day of a period and is back a few days later."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from statistics import median

from merit.company import SignRules
from merit.insight.signs.chance import at_least, percent
from merit.insight.signs.sign import Evidence, Method, Sign, SignKind, Subject, SubjectKind
from merit.kernel.exact import plain
from merit.kernel.explain import LineRef
from merit.kernel.period import Period

BEFORE = 5
AFTER = 5
NEAR = 2
"""The nearest days before and after a day may already belong to the move."""
MOVED = Fraction(3, 10)
"""Of what was there before and is there again after."""
DAYS_AROUND = BEFORE + AFTER


@dataclass(frozen=True, slots=True)
class StockDay:
    """What was on hand of one SKU in one warehouse at the end of one day, in units."""

    warehouse: str
    sku: str
    day: date
    on_hand: Fraction
    source: LineRef


@dataclass(frozen=True, slots=True)
class _Move:
    at: StockDay
    before: Fraction
    after: Fraction
    rows: tuple[StockDay, ...]

    @property
    def fell(self) -> bool:
        """Or rose."""
        return self.at.on_hand < self.before


def stock_signs(period: Period, days: Iterable[StockDay], rules: SignRules) -> Iterator[Sign]:
    """How many SKUs of a warehouse dip (or swell) on the last day and come back, against the worst of the other days.

    SKUs go up and down together, so that the mean of the other days would let every busy day speak.
    """
    by_warehouse: dict[str, dict[str, dict[date, StockDay]]] = defaultdict(lambda: defaultdict(dict))
    for each in days:
        by_warehouse[each.warehouse][each.sku][each.day] = each
    end = period.last
    # The first days may still belong to what was moved over the end of the period before.
    others = [day for day in period.days() if period.start + timedelta(days=NEAR) < day <= end - timedelta(days=AFTER)]
    for warehouse, skus in sorted(by_warehouse.items()):
        for fell in (True, False):
            moved, looked = _moves(skus, end, fell)
            on_others = [(len(found), of) for found, of in (_moves(skus, day, fell) for day in others) if of]
            if len(moved) < rules.stock_skus or not on_others:
                continue
            most = max(on_others, key=lambda each: each[0] / each[1])
            chance = at_least(len(moved), looked, (most[0] + 1) / (most[1] + 1)) * 2 * len(by_warehouse)
            if chance < rules.certainty:
                yield _sign(period, warehouse, moved, (*most, looked), (chance, rules))


def _moves(skus: dict[str, dict[date, StockDay]], day: date, fell: bool) -> tuple[list[_Move], int]:
    """The moves on the day, and of how many SKUs the days around it are known."""
    known = [around for by_day in skus.values() if (around := _around(by_day, day)) is not None]
    return [each for each in known if _came_back(each) and each.fell is fell], len(known)


def _around(by_day: dict[date, StockDay], day: date) -> _Move | None:
    at = by_day.get(day)
    before = [by_day.get(day - timedelta(days=each)) for each in range(NEAR, BEFORE + 1)]
    after = [by_day.get(day + timedelta(days=each)) for each in range(NEAR, AFTER + 1)]
    known, later = ([each for each in listed if each is not None] for listed in (before, after))
    if at is None or len(known) < NEAR or len(later) < NEAR:
        return None
    levels = [median(each.on_hand for each in listed) for listed in (known, later)]
    return _Move(at, Fraction(levels[0]), Fraction(levels[1]), (known[0], at, later[0]))


def _came_back(move: _Move) -> bool:
    """Both before and after lie clearly on the same side of the day's stock."""
    least = MOVED * max(move.before, move.after, move.at.on_hand)
    gaps = (move.before - move.at.on_hand, move.after - move.at.on_hand)
    return least > 0 and (min(gaps) >= least or max(gaps) <= -least)


def _sign(
    period: Period,
    warehouse: str,
    moved: list[_Move],
    counts: tuple[int, int, int],
    judged: tuple[float, SignRules],
) -> Sign:
    usual, usual_looked, looked = counts
    largest = sorted(moved, key=lambda each: -abs(each.before - each.at.on_hand))
    rows = [row for each in largest for row in each.rows]
    units = sum((abs(each.before - each.at.on_hand) for each in moved), Fraction(0))
    seen: dict[str, str | int] = {
        "skus": len(moved),
        "looked": looked,
        "units": plain(units),
        "share": percent(len(moved), looked),
        "usual_share": percent(usual, usual_looked),
        "sku": largest[0].at.sku,
        "before": plain(largest[0].before),
        "at_end": plain(largest[0].at.on_hand),
        "after": plain(largest[0].after),
    }
    evidence = tuple(_row(each) for each in rows[: judged[1].rows])
    subject = Subject(SubjectKind.WAREHOUSE, warehouse)
    part = "fell" if moved[0].fell else "rose"
    return Sign(
        SignKind.STOCK_MOVED, subject, period, seen, evidence, len(rows), min(1.0, judged[0]), Method.BINOMIAL, part
    )


def _row(stock: StockDay) -> Evidence:
    fields = (("day", stock.day.isoformat()), ("sku", stock.sku), ("on_hand", plain(stock.on_hand)))
    return Evidence("stock", stock.source, fields)

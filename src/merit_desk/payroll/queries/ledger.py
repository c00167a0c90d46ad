"""The ledger as it is shown: what was paid, what went out, what is open, and what a computation from scratch says."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal

from merit_desk.accounts.queries.sight import sight_of
from merit_desk.accounts.viewer import Viewer
from merit_desk.payroll.models import LedgerCheck, Transfer
from merit_desk.payroll.queries.lines import units
from merit_desk.results.queries.names import node_name
from merit_desk.results.queries.open_company import declared_company


@dataclass(frozen=True, slots=True)
class LedgerRow:
    """One person, in currency units. `arrived` is what left the account and did not come back."""

    person: str
    name: str
    paid: Decimal
    arrived: Decimal
    open: Decimal
    settled: Decimal
    recomputed: Decimal
    unexplained: Decimal


def seen_in_all(viewer: Viewer, check: LedgerCheck | None) -> Callable[[str], bool]:
    """Whose pay the viewer may see in every period that was checked."""
    circles = [sight_of(viewer, period).pay for period in (check.periods if check else [])]
    return lambda person: all(person in circle for circle in circles)


def ledger_rows(check: LedgerCheck | None, seen: Callable[[str], bool]) -> list[LedgerRow]:
    """By person; none before the first check."""
    if check is None:
        return []
    company, arrived = declared_company(), arrived_by_person(check.periods)
    return [
        LedgerRow(
            each["person"],
            node_name(company, "person", each["person"]),
            units(each["paid"]),
            units(arrived[each["person"]]),
            *(units(each[name]) for name in ("open", "settled", "recomputed", "unexplained")),
        )
        for each in check.people
        if seen(each["person"])
    ]


def arrived_by_person(periods: list[str]) -> Counter[str]:
    """Fen that went to each person for these periods: paid, less what came back."""
    found: Counter[str] = Counter()
    rows = Transfer.objects.filter(slip__payout__period__in=periods).order_by("pk")
    state: dict[int, tuple[str, int, str]] = {}
    for slip, person, fen, move in rows.values_list("slip", "slip__person", "fen", "move"):
        state[slip] = (person, fen, move)
    for person, fen, move in state.values():
        if move == "pay":
            found[person] += fen
    return found


def ledger_totals(rows: list[LedgerRow]) -> dict[str, Decimal]:
    """Σ over everybody shown."""
    names = ("paid", "arrived", "open", "settled", "recomputed", "unexplained")
    return {name: sum((getattr(row, name) for row in rows), Decimal(0)) for name in names}

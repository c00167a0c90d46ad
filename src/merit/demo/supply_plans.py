"""What supply foresaw and what suppliers were paid: forecasts frozen before their month, and payments by terms."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from pathlib import Path

import numpy as np
import pyarrow as pa

from merit.demo.arrow_columns import Column, days, pick
from merit.demo.files import write_csv, write_fact_csv
from merit.demo.goods import LATE_SUPPLIER, goods
from merit.demo.sales_tables import Sales
from merit.demo.setting import DAY, SETTLING_DAYS, Ints, Setting, moment

FORECAST_DAY, REVISED_DAY = 25, 12
"""Made on the 25th of the month before; every third item is foreseen anew on the 12th, when it knows too much."""
_TERMS = (45, 30, 30, 45, 15, 60, 30, 30)
"""Days from receipt to payment by supplier."""
DEPOSIT_PERCENT = 30
PAYMENT_HEADER = ("payment_id", "supplier", "po", "amount", "received_at", "paid_at")


def write_supply_plans(folder: Path, setting: Setting, sales: Sales, purchases: Mapping[str, Column]) -> None:
    """forecasts and supplier_payments."""
    write_fact_csv(folder, "forecasts", _forecasts(setting, sales))
    rows = _payments(setting, purchases)
    write_csv(folder / "facts" / "supplier_payments.csv", PAYMENT_HEADER, rows)


def _forecasts(setting: Setting, sales: Sales) -> dict[str, Column]:
    """Month by month what each item usually takes of the whole; whoever foresees knows nothing of a stock-out."""
    chance = setting.chance("forecasts")
    months = setting.all_months()
    starts = np.array([moment(month.start) for month in months])
    kinds = len(goods().sku)
    share = goods().popularity / goods().popularity.sum()
    sold = _units(setting, sales, starts) * np.exp(chance.normal(0.01, 0.05, len(months)))
    foreseen = sold[:, None] * share * np.exp(chance.normal(0.0, 0.18, (len(months), kinds)))
    revised = sold[:, None] * share * np.exp(chance.normal(0.0, 0.09, (len(months), kinds)))
    month, sku = (each.ravel() for each in np.indices(foreseen.shape))
    anew = np.flatnonzero(sku % 3 == 0)
    both, item = np.concatenate([month, month[anew]]), np.concatenate([sku, sku[anew]])
    made = np.concatenate([_made_before(starts)[month], starts[month[anew]] + (REVISED_DAY - 1) * DAY])
    quantity = np.concatenate([foreseen.ravel(), revised.ravel()[anew]])
    ends = np.array([moment(each.last) for each in months])
    return {
        "from": days(starts[both]),
        "sku": pick(goods().sku, item),
        "to": days(ends[both]),
        "made_on": days(made),
        "quantity": pa.array(np.rint(quantity).astype(np.int64)),
    }


def _made_before(starts: Ints) -> Ints:
    """The 25th of the month before each start."""
    before = [date(1970, 1, 1) + timedelta(days=int(start) // DAY - 1) for start in starts]
    return np.array([moment(each.replace(day=FORECAST_DAY)) for each in before])


def _units(setting: Setting, sales: Sales, starts: Ints) -> Ints:
    """Units paid for by month, marked brushing left out."""
    orders, lines = sales.orders, sales.lines
    paid = np.where(orders.marked, -1, orders.paid)[lines.order]
    within = (paid >= setting.start) & (paid < moment(setting.end.end))
    month = np.searchsorted(starts, paid[within], side="right") - 1
    return np.bincount(month, lines.quantity[within], len(starts)).astype(np.int64)


@dataclass(slots=True)
class _Purchase:
    supplier: str
    promised: datetime
    received: datetime
    amount: Decimal = field(default=Decimal(0))


def _payments(setting: Setting, purchases: Mapping[str, Column]) -> list[tuple[object, ...]]:
    """Every received purchase by the supplier's terms; the late supplier has a deposit before it delivers."""
    chance = setting.chance("supplier payments")
    found: list[tuple[object, ...]] = []
    cut = datetime.combine(setting.end.end, time()) + timedelta(days=SETTLING_DAYS)
    names = list(dict.fromkeys(goods().supplier))
    for po, one in sorted(_received(purchases).items()):
        paid = _office_hour(
            one.received + timedelta(days=_TERMS[names.index(one.supplier)] + int(chance.integers(-2, 6)))
        )
        deposit = (
            (one.amount * DEPOSIT_PERCENT / 100).quantize(Decimal("0.01")) if one.supplier == LATE_SUPPLIER else None
        )
        if deposit is not None:
            before = _office_hour(one.promised - timedelta(days=18))
            found.append((f"{po}-1", one.supplier, po, deposit, one.received, before))
        if paid < cut:
            rest = one.amount - (deposit or 0)
            found.append((f"{po}-2", one.supplier, po, rest, one.received, paid))
    return [(f"FK{number:05d}", *row[1:]) for number, row in enumerate(found, start=1)]


def _received(purchases: Mapping[str, Column]) -> dict[str, _Purchase]:
    """Purchases of which something came, with the last receipt."""
    columns = ("po", "supplier", "promised_at", "received_at", "received_quantity", "unit_price")
    found: dict[str, _Purchase] = {}
    for po, supplier, promised, received, quantity, price in zip(
        *(pa.chunked_array([purchases[name]]).to_pylist() for name in columns), strict=True
    ):
        if received is not None:
            one = found.setdefault(po, _Purchase(supplier, promised, received))
            one.received = max(one.received, received)
            one.amount += price * quantity
    return found


def _office_hour(at: datetime) -> datetime:
    return at.replace(hour=15, minute=0, second=0)

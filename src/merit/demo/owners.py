"""Who is in charge of which key account since when, as a CRM's list of assignments has it."""

from datetime import date, timedelta
from pathlib import Path

import numpy as np

from merit.demo.files import write_fact_csv
from merit.demo.order_ids import buyer_ids
from merit.demo.people import Staff
from merit.demo.sales_tables import Sales, is_key_account
from merit.demo.setting import Setting

_POST = "operations_lead"
_LISTED = 60
_HANDED_OVER = 6
"""Every so manieth account changes hands once."""


def write_owners(folder: Path, setting: Setting, staff: Staff, sales: Sales) -> None:
    """The key accounts with the most orders, dealt in turn; some are handed over in the middle of the two years."""
    orders = sales.orders
    key = np.flatnonzero((orders.paid >= 0) & ~orders.brushed & is_key_account(orders.buyer))
    accounts, times = np.unique(np.stack([orders.shop[key], orders.buyer[key]]), axis=1, return_counts=True)
    accounts = accounts[:, np.argsort(-times, kind="stable")[:_LISTED]]
    people = [member.person for member in staff.holding(_POST)]
    rows = [
        (customer, *spell)
        for at, customer in enumerate(buyer_ids(accounts[0], accounts[1]).to_pylist())
        for spell in _spells(setting, people, at)
    ]
    columns = zip(*rows, strict=True)
    write_fact_csv(folder, "owners", dict(zip(("customer", "from", "person", "to"), map(list, columns), strict=True)))


def _spells(setting: Setting, people: list[str], at: int) -> list[tuple[date, str, date | None]]:
    """(from, person, last day or none) of one account."""
    begun, owner = setting.first_day, people[at % len(people)]
    if at % _HANDED_OVER or len(people) == 1:
        return [(begun, owner, None)]
    handed = begun + (setting.end.last - begun) // 2
    return [(begun, owner, handed), (handed + timedelta(days=1), people[(at + 1) % len(people)], None)]

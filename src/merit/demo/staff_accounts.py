"""The buyers' accounts that employees told the company are their own, as its rule on buying from oneself asks."""

from pathlib import Path

import numpy as np

from merit.demo.files import write_fact_csv
from merit.demo.order_ids import buyer_ids
from merit.demo.people import Staff
from merit.demo.sales_tables import Sales
from merit.demo.setting import Setting

_POST = "packer"
_SHOP = 0


def write_staff_accounts(folder: Path, setting: Setting, staff: Staff, sales: Sales) -> None:
    """One account for each packer: of somebody who bought once, which is no sign of anything."""
    people = staff.holding(_POST)
    orders = sales.orders
    buyer, times = np.unique(orders.buyer[(orders.shop == _SHOP) & ~orders.brushed], return_counts=True)
    account = buyer[times == 1][: len(people)]
    write_fact_csv(
        folder,
        "staff_accounts",
        {
            "buyer": buyer_ids(np.full(len(account), _SHOP), account),
            "person": [member.person for member in people[: len(account)]],
            "since": [setting.first_day] * len(account),
        },
    )

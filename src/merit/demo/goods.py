"""What is sold: 30 products in four variants each, and the stock-out that empties one of them."""

from dataclasses import dataclass
from functools import cache

import numpy as np

from merit.demo.setting import Floats, Ints, Setting, rows

SOLD_OUT_PRODUCT = "GJ01"
"""Its supplier delivers late, so that it is sold out from the 8th to the 16th of the last month."""
SOLD_OUT_DAYS = (8, 16)
LATE_SUPPLIER = "S05"


@dataclass(frozen=True, slots=True)
class Goods:
    """Parallel columns, one entry per SKU; prices and costs in fen."""

    sku: tuple[str, ...]
    title: tuple[str, ...]
    variant: tuple[str, ...]
    category: tuple[str, ...]
    supplier: tuple[str, ...]
    price: Ints
    cost: Ints
    popularity: Floats
    sold_out: Ints
    """1 for the SKUs of the product that sells out."""


@cache
def goods() -> Goods:
    """Every SKU of texts/products.csv."""
    listed = [
        (row, number, name) for row in rows("products.csv") for number, name in enumerate(row["variants"].split("|"))
    ]
    larger = np.array([1 + 0.12 * number for _, number, _ in listed])
    return Goods(
        sku=tuple(f"{row['code']}-{number + 1}" for row, number, _ in listed),
        title=tuple(row["title"] for row, _, _ in listed),
        variant=tuple(name for _, _, name in listed),
        category=tuple(row["category"] for row, _, _ in listed),
        supplier=tuple(row["supplier"] for row, _, _ in listed),
        price=np.array([int(row["price"]) * 100 for row, _, _ in listed])
        * np.rint(larger * 100).astype(np.int64)
        // 100,
        cost=np.array([int(row["cost"]) * 100 for row, _, _ in listed]) * np.rint(larger * 100).astype(np.int64) // 100,
        popularity=np.array([float(row["popularity"]) * (1.3, 1.1, 0.9, 0.7)[number] for row, number, _ in listed]),
        sold_out=np.array([int(row["code"] == SOLD_OUT_PRODUCT) for row, _, _ in listed]),
    )


def sold_out_span(setting: Setting) -> tuple[int, int]:
    """First day and the day after the last of the stock-out, counted from the demo's first day."""
    month = (setting.end.start - setting.first_day).days
    return month + SOLD_OUT_DAYS[0] - 1, month + SOLD_OUT_DAYS[1]

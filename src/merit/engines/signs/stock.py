"""What was on hand by SKU and warehouse on the days of a period and just around it."""

from datetime import timedelta

from merit.company import Company
from merit.engines.query_engine import QueryEngine
from merit.engines.signs.present_columns import Needs
from merit.insight.signs.sign import Sign
from merit.insight.signs.stock_moved import AFTER, BEFORE, StockDay, stock_signs
from merit.kernel.exact import from_stored
from merit.kernel.explain import LineRef
from merit.kernel.period import Period

NEEDS: Needs = {"stock": ("on_hand",)}


def find_moved_stock(company: Company, engine: QueryEngine, period: Period) -> list[Sign]:
    """Signs of stock that was elsewhere for the last day."""
    stock = engine.table("stock")
    first, past = period.start - timedelta(days=BEFORE), period.end + timedelta(days=AFTER)
    rows = stock.filter(stock.day >= first, stock.day < past, stock.on_hand.notnull())
    columns = ("warehouse", "sku", "day", "on_hand", "source_file", "source_line")
    days = [
        StockDay(
            row["warehouse"],
            row["sku"],
            row["day"],
            from_stored(int(row["on_hand"])),
            LineRef(row["source_file"], row["source_line"]),
        )
        for row in engine.run(rows.select(*columns)).to_pylist()
    ]
    return list(stock_signs(period, days, company.profile.signs))

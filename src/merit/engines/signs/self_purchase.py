"""Orders of the accounts that the company named as its employees' own (`staff_accounts`)."""

from datetime import timedelta
from typing import Any

import ibis

from merit.company import Company
from merit.engines.query_engine import QueryEngine
from merit.engines.signs.agents import people_of
from merit.engines.signs.orders_around import key_of, mean_repeats, paid_orders
from merit.engines.signs.present_columns import Needs
from merit.insight.signs.self_purchase import OwnOrder, self_purchase_signs
from merit.insight.signs.sign import Sign
from merit.kernel.exact import from_stored
from merit.kernel.explain import LineRef
from merit.kernel.period import Period

NEEDS: Needs = {"orders": ("buyer", "paid_at")}
ACCOUNTS = "staff_accounts"
_DAY = timedelta(days=1)


def find_self_purchase(company: Company, engine: QueryEngine, period: Period) -> list[Sign]:
    """Signs of people who buy in the company's own shops."""
    accounts, lines = engine.table(ACCOUNTS), engine.table("order_lines")
    owned = accounts.select(account=accounts.buyer, whose=accounts.person, opened=accounts.since)
    orders = paid_orders(engine, period).inner_join(owned, ibis._.buyer == owned.account)
    orders = orders.filter(orders.opened.isnull() | (orders.paid_at_day >= orders.opened))
    sold = lines.filter(lines.agent.notnull()).select(sold_key=key_of(lines), sold_by=lines.agent)
    sold = sold.group_by("sold_key").agg(sold_by=sold.sold_by.min())
    found = orders.left_join(sold, orders.key == sold.sold_key)
    columns = ("shop", "order_id", "paid_at_day", "paid_amount", "refunded", "source_file", "source_line")
    rows = engine.run(found.select(*columns, "whose", "sold_by").order_by("whose", "paid_at_day", "order_id"))
    agents = people_of(company, "agent", period)
    own = [_order(row, agents) for row in rows.to_pylist()]
    return list(self_purchase_signs(period, own, mean_repeats(engine, period), company.profile.signs)) if own else []


def _order(row: dict[str, Any], agents: dict[str, str]) -> OwnOrder:
    return OwnOrder(
        person=row["whose"],
        shop=row["shop"],
        order=row["order_id"],
        day=row["paid_at_day"],
        amount=from_stored(int(row["paid_amount"] or 0)),
        refunded=row["refunded"],
        credited=agents.get(row["sold_by"] or "", row["sold_by"]) == row["whose"],
        source=LineRef(row["source_file"], row["source_line"]),
    )

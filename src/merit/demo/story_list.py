"""stories.yaml: every planted story with who, what, when and the rows that show it, for whoever tests what is found."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import yaml

from merit.demo.credit_shares import BURNING_CAMPAIGN, CAMPAIGNS, PAGES, account_of
from merit.demo.goods import LATE_SUPPLIER, SOLD_OUT_PRODUCT, goods, sold_out_span
from merit.demo.order_ids import buyer_ids
from merit.demo.orders import BRUSHING_SHOP, PUSHED_SHOP, pushed_days
from merit.demo.people import FAST_AGENT, Member, Staff
from merit.demo.planted import PICKY_AGENT, PICKY_MONTHS, SELF_BUYER, Service
from merit.demo.refunds import REFUND_ONLY
from merit.demo.sales_tables import Sales
from merit.demo.setting import DAY, Flags, Ints, Setting, text, world
from merit.demo.slow_pages import SLOW_PAGES, slow_span
from merit.demo.targets import SANDBAGGED_MONTHS, SANDBAGGER
from merit.demo.warehouse import MOVED_CATEGORY, WAREHOUSES, moved_spans

FILE = "stories.yaml"
_HEADING = """\
# 埋在演示数据里的故事：谁、什么、何时、看哪些行。给测试和练习用；Merit 不读它。见 docs/demo-company.md。
# The stories planted in the demo: who, what, when, and the rows that show them. For tests and practice; Merit does not
# read this file.
"""


@dataclass(frozen=True, slots=True)
class Placed:
    """Where one story stands: its subjects, its days (the last one included) and its rows."""

    who: Sequence[Mapping[str, str]]
    first: date
    last: date
    rows: Sequence[Mapping[str, Any]]
    words: Mapping[str, str] = field(default_factory=dict)


def write_stories(folder: Path, setting: Setting, staff: Staff, sales: Sales, service: Service) -> None:
    """All of them, in the order of texts/stories.yaml; those that need more months than there are stay out."""
    placed = {**_of_people(setting, staff, sales, service), **_of_things(setting, sales), **_of_plans(setting, staff)}
    told = yaml.safe_load(text("stories.yaml"))
    found = [_story(name, told[name], placed[name]) for name in told if name in placed]
    written = yaml.safe_dump({"stories": found}, allow_unicode=True, sort_keys=False, width=110)
    (folder / FILE).write_text(_HEADING + written, encoding="utf-8", newline="\n")


def _story(name: str, told: Mapping[str, Any], placed: Placed) -> dict[str, Any]:
    gaps = {**placed.words, **{key: value for one in placed.who for key, value in one.items()}}
    return {
        "story": name,
        "title": told["title"],
        "what": {tongue: said.format_map(gaps) for tongue, said in told["what"].items()},
        "who": [dict(each) for each in placed.who],
        "from": placed.first,
        "to": placed.last,
        "kpis": told["kpis"],
        "rows": [dict(each) for each in placed.rows],
        "found_by": told["found_by"],
    }


def _of_people(setting: Setting, staff: Staff, sales: Sales, service: Service) -> dict[str, Placed]:
    fast, buyer, picky, low = (staff.at(each) for each in (FAST_AGENT, SELF_BUYER, PICKY_AGENT, SANDBAGGER))
    late = setting.month(min(PICKY_MONTHS, setting.months) - 1)
    own_days = sales.orders.ordered[service.self_bought]
    own = {"orders": _ids(sales, service.self_bought), "buyers": _accounts(sales, service.self_bought)}
    lately = [str(each) for each in setting.all_months()[-SANDBAGGED_MONTHS:]]
    agent = account_of(staff, FAST_AGENT)
    return {
        "fast_agent": Placed(
            [_person(fast), {"agent": agent}],
            setting.first_day,
            setting.end.last,
            [{"table": name, "agent": agent} for name in ("conversations", "complaints", "surveys")],
        ),
        "own_purchases": Placed(
            [_person(buyer), {"agent": account_of(staff, SELF_BUYER)}],
            _day(int(own_days.min(initial=setting.cut))),
            _day(int(own_days.max(initial=setting.start))),
            [{"table": "orders", **own}, {"table": "conversations", "agent": account_of(staff, SELF_BUYER)}],
        ),
        "chosen_ratings": Placed(
            [_person(picky), {"agent": account_of(staff, PICKY_AGENT)}],
            late.start,
            setting.end.last,
            [{"table": name, "agent": account_of(staff, PICKY_AGENT)} for name in ("conversations", "surveys")],
        ),
        "sandbagged_target": Placed(
            [_person(low)],
            setting.month(len(lately) - 1).start,
            setting.end.last,
            [{"table": "targets", "kpi": "paid_sales", "node": low.person, "periods": lately}],
        ),
    }


def _of_things(setting: Setting, sales: Sales) -> dict[str, Placed]:
    shops = [shop["shop"] for shop in world()["shops"]]
    campaign_shop = next(shop for name, shop, _ in CAMPAIGNS if name == BURNING_CAMPAIGN)
    brushed = np.flatnonzero(sales.orders.brushed)
    gone = sold_out_span(setting)
    skus = [sku for sku in goods().sku if sku.startswith(SOLD_OUT_PRODUCT)]
    found = {
        "burning_campaign": Placed(
            [{"campaign": BURNING_CAMPAIGN, "shop": campaign_shop}],
            setting.month(min(2, setting.months - 1)).start,
            setting.end.last,
            [{"table": name, "campaign": BURNING_CAMPAIGN} for name in ("ads", "ad_tests")],
        ),
        "late_supplier": Placed(
            [{"supplier": LATE_SUPPLIER, "name": world()["suppliers"][LATE_SUPPLIER]}],
            setting.first_day,
            setting.end.last,
            [{"table": name, "supplier": LATE_SUPPLIER} for name in ("purchases", "supplier_payments")],
        ),
        "stock_out": Placed(
            [{"sku": SOLD_OUT_PRODUCT, "supplier": LATE_SUPPLIER}],
            *_span(setting, gone),
            [{"table": name, "skus": skus} for name in ("stock", "forecasts")],
        ),
    }
    if setting.months > 1:
        days = sales.orders.ordered[brushed]
        found |= _of_the_month_before(setting, sales)
        found["brushing"] = Placed(
            [{"shop": shops[BRUSHING_SHOP]}],
            _day(int(days.min(initial=setting.cut))),
            _day(int(days.max(initial=setting.start))),
            [
                {
                    "table": "orders",
                    "buyers": _accounts(sales, brushed),
                    "marked": _ids(sales, brushed[sales.orders.marked[brushed]]),
                    "unmarked": _ids(sales, brushed[~sales.orders.marked[brushed]]),
                }
            ],
        )
    return found


def _of_the_month_before(setting: Setting, sales: Sales) -> dict[str, Placed]:
    shop = world()["shops"][PUSHED_SHOP]["shop"]
    first, _ = pushed_days(setting)
    back = sales.refunds.line[_given_back(setting, sales)]
    orders = np.unique(sales.lines.order[back])
    moved = moved_spans(setting)
    category = {"warehouse": WAREHOUSES[0], "category": MOVED_CATEGORY}
    skus = [sku for sku, each in zip(goods().sku, goods().category, strict=True) if each == MOVED_CATEGORY]
    return {
        "refunds_after_month_end": Placed(
            [{"shop": shop}],
            setting.first_day + timedelta(days=first),
            setting.end.start + timedelta(days=8),
            [{"table": "orders", "shop": shop, "orders": _ids(sales, orders)}, {"table": "refunds", "shop": shop}],
        ),
        "stock_moved": Placed(
            [category],
            *_span(setting, (moved[0][0], moved[-1][1])),
            [
                {"table": "stock", "warehouse": WAREHOUSES[0], "skus": skus, "from": days[0], "to": days[1]}
                for days in (_span(setting, each) for each in moved)
            ],
        ),
        "slow_pages": Placed(
            [{"page": page} for page in SLOW_PAGES if page in PAGES],
            *_span(setting, slow_span(setting)),
            [
                {"table": "page_loads", "pages": list(SLOW_PAGES), "device": "mobile"},
                {"table": "visits", "device": "mobile"},
                {"table": "traffic_daily"},
            ],
        ),
    }


def _of_plans(setting: Setting, staff: Staff) -> dict[str, Placed]:
    leads = [_person(each) for each in staff.holding("warehouse_lead")]
    manager = staff.holding("operations_manager")[0]
    every = (setting.first_day, setting.end.last)
    return {
        "hit_by_everybody": Placed(leads, *every, [{"plan": "warehouse_lead", "indicator": "ship_on_time"}]),
        "same_twice": Placed(
            [_person(manager)], *every, [{"plan": "operations_manager", "indicators": ["paid_sales", "net_sales"]}]
        ),
    }


def _given_back(setting: Setting, sales: Sales) -> Flags:
    """Full refunds without a return of what was bought in the pushed days, applied for after the month."""
    first, past = pushed_days(setting)
    refunds, order = sales.refunds, sales.lines.order[sales.refunds.line]
    day = (sales.orders.paid[order] - setting.start) // DAY
    bought = (sales.orders.shop[order] == PUSHED_SHOP) & (day >= first) & (day < past)
    whole = refunds.amount == sales.lines.payable[refunds.line]
    applied = refunds.applied >= setting.start + (past + 2) * DAY
    found: Flags = bought & whole & applied & (refunds.kind == REFUND_ONLY) & (refunds.reason == 0)
    return found


def _person(member: Member) -> dict[str, str]:
    return {"person": member.person, "name": member.name}


def _span(setting: Setting, days: tuple[int, int]) -> tuple[date, date]:
    first = setting.first_day
    return first + timedelta(days=days[0]), first + timedelta(days=days[1] - 1)


def _day(at: int) -> date:
    return date(1970, 1, 1) + timedelta(days=at // DAY)


def _ids(sales: Sales, orders: Ints) -> list[str]:
    found: list[str] = sales.order_id.take(pa.array(orders)).to_pylist()
    return found


def _accounts(sales: Sales, orders: Ints) -> list[str]:
    return sorted(set(buyer_ids(sales.orders.shop[orders], sales.orders.buyer[orders]).to_pylist()))

"""Targets and benchmarks, made from what was in fact sold so that they are plausible."""

from datetime import timedelta

import numpy as np

from merit.demo.credit_shares import credit_rows
from merit.demo.daily import paid_by_day
from merit.demo.people import Place, Staff
from merit.demo.sales_tables import Sales
from merit.demo.setting import Floats, Ints, Setting, world

Row = tuple[object, ...]
TARGET_HEADER = ("kpi", "node_kind", "node", "period", "target", "basis", "from", "reason")
BENCHMARK_HEADER = ("kpi", "segment", "period", "value", "source", "as_of")
CHANGE_DAY = 16
SANDBAGGER: Place = ("ops_b", "operator", 3)
"""Asks for targets far below what the growing shop takes anyway."""
SANDBAGGED_PART, SANDBAGGED_MONTHS = 0.76, 6
_TEAMS = {"ops_a": (0, 1), "ops_b": (2, 3)}


def target_rows(setting: Setting, staff: Staff, sales: Sales) -> list[Row]:
    """targets.csv: the last twelve months of company, department, teams and operators."""
    chance = setting.chance("targets")
    by_day = paid_by_day(setting, sales) / 100
    found: list[Row] = []
    rates = _refund_rates(sales)
    for back in reversed(range(min(12, setting.months))):
        month = setting.month(back)
        found += _refund_targets(setting, staff, str(month), rates)
        first = (month.start - setting.first_day).days
        sold = by_day[:, first : first + month.length].sum(axis=1)
        found += _month(setting, staff, chance, (str(month), sold))
        found.append(("new_customers", "company", "company", month, "0.03", "growth_prev", None, "比上月多 3%"))
        found.append(("net_sales", "company", "company", month, "0.2", "growth_yoy", None, "比去年同月多 20%"))
    return found


def _month(setting: Setting, staff: Staff, chance: np.random.Generator, sold_in: tuple[str, Floats]) -> list[Row]:
    month, sold = sold_in
    stretch = chance.uniform(0.93, 1.06, 16)
    found: list[Row] = [
        _absolute("company", "company", month, float(sold.sum()) * stretch[0]),
        _absolute("department", "ops", month, float(sold.sum()) * stretch[0]),
    ]
    for number, (team, shops) in enumerate(_TEAMS.items()):
        found.append(_absolute("team", team, month, float(sold[list(shops)].sum()) * stretch[1 + number]))
    for number, shop in enumerate(world()["shops"]):
        found.append(_absolute("shop", shop["shop"], month, float(sold[number]) * stretch[3 + number]))
    for number, (person, amount) in enumerate(_operators(setting, staff, month, sold).items()):
        target = amount * (
            SANDBAGGED_PART if _is_sandbagged(setting, staff, person, month) else stretch[7 + number % 9]
        )
        found.append(_absolute("person", person, month, target))
        if month == str(setting.end) and person == staff.holding("operator", "ops_b")[0].person:
            changed = setting.end.start + timedelta(days=CHANGE_DAY - 1)
            found.append(
                (*_absolute("person", person, month, target * 1.1)[:6], changed, "平台加码，下半月目标上调 10%")
            )
    return found


def _is_sandbagged(setting: Setting, staff: Staff, person: str, month: str) -> bool:
    lately = [str(setting.month(back)) for back in range(min(SANDBAGGED_MONTHS, setting.months))]
    return person == staff.at(SANDBAGGER).person and month in lately


def _refund_rates(sales: Sales) -> tuple[Ints, Ints]:
    """Fen refunded and paid by shop, over the whole time."""
    orders, refunds = sales.orders, sales.refunds
    shops = len(world()["shops"])
    paid, back = np.zeros(shops, np.int64), np.zeros(shops, np.int64)
    done = refunds.refunded >= 0
    np.add.at(paid, orders.shop[orders.paid >= 0], sales.payable[orders.paid >= 0])
    np.add.at(back, orders.shop[sales.lines.order[refunds.line[done]]], refunds.amount[done])
    return back, paid


def _refund_targets(setting: Setting, staff: Staff, month: str, rates: tuple[Ints, Ints]) -> list[Row]:
    """What is usual for the shops of each: company, department, teams, operators."""
    back, paid = rates
    every = tuple(range(len(paid)))
    nodes = [("company", "company", every), ("department", "ops", every)]
    nodes += [("team", team, shops) for team, shops in _TEAMS.items()]
    alone = np.eye(len(paid))
    nodes += [
        ("person", person, (shop,))
        for shop in every
        for person in _operators(setting, staff, month, alone[shop])
        if _operators(setting, staff, month, alone[shop])[person] > 0
    ]
    return [
        (
            "refund_rate_amt_event",
            kind,
            node,
            month,
            f"{back[list(shops)].sum() / paid[list(shops)].sum():.3f}",
            "absolute",
            None,
            None,
        )
        for kind, node, shops in nodes
    ]


def _absolute(kind: str, node: str, month: str, amount: float) -> Row:
    return ("paid_sales", kind, node, month, max(1000, round(amount / 1000) * 1000), "absolute", None, None)


def _operators(setting: Setting, staff: Staff, month: str, sold: Floats) -> dict[str, float]:
    """What each operator's shares of the shops came to in that month, judged by its last day."""
    last = next(each.last for each in setting.all_months() if str(each) == month)
    shops = [shop["shop"] for shop in world()["shops"]]
    found: dict[str, float] = {}
    for kind, subject, person, share, _, start, end in credit_rows(setting, staff):
        in_force = (start is None or str(start) <= str(last)) and (end is None or str(end) >= str(last))
        if kind == "shop" and in_force:
            amount = float(sold[shops.index(str(subject))]) * float(str(share))
            found[str(person)] = found.get(str(person), 0.0) + amount
    return found


def benchmark_rows(setting: Setting) -> list[Row]:
    """benchmarks.csv: invented figures of the trade, as an association might publish them."""
    found: list[Row] = []
    for back in reversed(range(min(12, setting.months))):
        month = setting.month(back)
        for kpi, segment, value in _BENCHMARKS:
            found.append((kpi, segment, month, value, "家居电商协会月报（虚构）", month.end + timedelta(days=14)))
    return found


_BENCHMARKS = (
    ("cvr_session", "家居家纺", "0.052"),
    ("refund_rate_amt_event", "家居家纺", "0.142"),
    ("csat", "家居家纺", "0.893"),
    ("ship_on_time", "家居家纺", "0.948"),
    ("paid_sales", "禾木家居（对手）", "4200000"),
    ("market_size", "家居家纺", "182000000"),
)

"""Website, finance, fees, tasks and standings."""

from datetime import date
from fractions import Fraction

import pytest

from merit.kernel.node import person_node
from tests.metrics.hand_made import HandMade, share
from tests.metrics.test_relations_orders import line, order, refund


def task(name: str, **more: object) -> dict[str, object]:
    row = {"task_id": name, "owner": "p1", "created_at": "2026-10-01T09:00", "due_at": "2026-10-10T18:00"}
    return row | more


@pytest.fixture(scope="module")
def tasks() -> HandMade:
    return HandMade(
        {
            "tasks": [
                task("in time", done_at="2026-10-10T18:00", quality=90),
                task("late by a minute", done_at="2026-10-10T18:01", returned=2, quality=60),
                task("a due day is in time till midnight", due_at="2026-10-10T00:00", done_at="2026-10-10T23:00"),
                task("open"),
                task("cancelled", cancelled_at="2026-10-05"),
                task("due in November", due_at="2026-11-02T18:00", done_at="2026-10-03T09:00", owner="nobody known"),
            ]
        },
        (share("shop", "s1", "p1"),),
    )


@pytest.mark.parametrize(
    ("kpi", "expected"),
    [
        ("tasks_due", 4),
        ("task_on_time", Fraction(2, 4)),
        ("task_completion", Fraction(3, 4)),
        ("rework_rate", Fraction(1, 4)),  # returned twice counts once; by the day of completion
        ("first_pass_yield", Fraction(3, 4)),
        ("task_quality", 75),
        ("cycle_time_p50", 225),  # 48 h, 225 h, 225 h 1 min, 230 h: the second of four
    ],
)
def test_a_task_kpi(tasks: HandMade, kpi: str, expected: Fraction) -> None:
    assert tasks.value(kpi) == expected


def test_tasks_belong_to_their_owner(tasks: HandMade) -> None:
    assert tasks.value("task_on_time", node=person_node("p1")) == Fraction(1, 2)
    assert tasks.value("first_pass_yield", node=person_node("unassigned")) == 1


def test_page_percentiles_and_errors() -> None:
    loads = [
        {"load_id": f"l{ms}", "at": "2026-10-12T10:00", "page": "home", "lcp_ms": ms, "cls": f"0.{ms // 100:02d}",
         "device": "mobile" if ms > 2000 else "desktop", "js_error": ms == 4000}
        for ms in (1000, 2000, 3000, 4000)
    ]  # fmt: skip
    probes = [{"site": "s", "at": f"2026-10-12T10:{minute:02d}", "ok": minute != 7} for minute in range(10)]
    made = HandMade({"page_loads": loads, "uptime": probes})
    assert made.value("lcp_p75") == 3000
    assert made.value("lcp_p75_mobile") == 4000
    assert made.value("cls_p75") == Fraction("0.3")
    assert made.value("inp_p75") is None  # no interaction on record
    assert made.value("js_error_rate") == Fraction(1, 4)
    assert made.value("availability") == Fraction(9, 10)
    assert made.value("cwv_pass_rate") == Fraction(1, 4)  # 1,000 ms with a shift of 0.10; 2,000 ms shifted 0.20


@pytest.fixture(scope="module")
def books() -> HandMade:
    kinds = {
        "platform": 5,
        "creator": 3,
        "payment": 1,
        "freight_out": 4,
        "packaging": 2,
        "freight_back": 6,
        "other": 99,
    }
    fees = [
        {"shop": "s1", "fee_id": kind, "order_id": "o1", "kind": kind, "amount": amount, "at": "2026-10-12"}
        for kind, amount in kinds.items()
    ]
    spent = {"promotion": 7, "customer_service": 10, "rent": 33}
    return HandMade(
        {
            "orders": [order("o1", paid_at="2026-10-02", shipped_at="2026-10-03")],
            "order_lines": [line("l1", 200, "o1", unit_cost=80)],
            "fees": fees,
            "expenses": [
                {"expense_id": kind, "day": "2026-10-20", "team": "t1", "category": kind, "amount": amount}
                for kind, amount in spent.items()
            ],
            "budgets": [{"month": "2026-10-01", "team": "t1", "category": "all", "amount": 40}],
            "ads": [{"day": "2026-10-12", "shop": "s1", "campaign": "c1", "spend": 20}],
            "refunds": [refund("r1", 20, order_id="o1")],
            "settlements": [
                {"shop": "s1", "settlement_id": "a", "order_id": "o1", "amount": 50, "settled_at": "2026-10-25"}
            ],
        }
    )


@pytest.mark.parametrize(
    ("kpi", "expected"),
    [
        ("gross_profit", 100),  # 200 − 20 − 80
        ("cm1", 100 - 8 - 1 - 4 - 2),
        ("cm2", 85 - 6 - 10),
        ("cm3", 69 - 20),
        ("contribution_margin", Fraction(49, 180)),
        ("net_profit_margin", Fraction(49 - 7 - 33, 180)),  # rent and promotion on top; service is in CM2 already
        ("selling_cost_ratio", Fraction(20 + 8 + 7, 180)),
        ("expenses_total", 50),
        ("expense_ratio", Fraction(50, 180)),
        ("budget_dev", Fraction(1, 4)),
        ("cost_control", Fraction(-1, 4)),
        ("settled_sales", 50),
        ("settlement_gap", Fraction(10, 50)),  # our ledger: 200 − 20 − 120 of fees = 60
    ],
)
def test_a_money_kpi(books: HandMade, kpi: str, expected: Fraction) -> None:
    assert books.value(kpi) == expected


def test_the_share_of_days_on_target_leaves_out_days_without_one() -> None:
    rows = [(80, 75), (75, 75), (70, 75), (90, None)]
    values = [
        {"kpi": "output", "node_kind": "team", "node": "t1", "day": date(2026, 10, 12), "value": value * 10_000,
         "target": None if target is None else target * 10_000, "source_file": "manual_values.csv", "source_line": at}
        for at, (value, target) in enumerate(rows)
    ]  # fmt: skip
    assert HandMade({"manual_values": values}).value("standing_share") == Fraction(2, 3)

"""Stock that is not added over days, ranks, reconciliation and weights, over tiny facts."""

from datetime import UTC, date, datetime
from fractions import Fraction
from pathlib import Path

import pytest

from merit.catalogue.expression import Name
from merit.catalogue.kpi import Aggregate, Credit, CreditBy, Entered, Measure, Measured
from merit.company import Benchmark, ManualValue, PlatformFigure
from merit.engines.embedded import EmbeddedEngine
from merit.engines.figures import figures_of
from merit.engines.outside import benchmark_value
from merit.engines.pseudo_facts import put_pseudo_facts
from merit.kernel.explain import LineRef
from merit.kernel.node import COMPANY, Node, NodeKind, person_node
from merit.kernel.period import Period
from merit.metrics.figures import KpiValue, Refinement, ValueStatus
from tests.engines.tiny_company import HERE, TinySnapshot, company, kpi, share, snapshot_of, spell

OCTOBER = Period.parse("2026-10")
BY_WAREHOUSE = Credit(CreditBy.SUBJECT, "warehouse", "warehouse")
BY_SHOP = Credit(CreditBy.SUBJECT, "shop", "shop")
LAST = Measure("stock", Aggregate.LAST, "day", Name("on_hand"), credit=BY_WAREHOUSE)
MEAN = Measure("stock", Aggregate.AVERAGE, "day", Name("on_hand"), credit=BY_WAREHOUSE)
STOCK = (
    {"day": "2026-10-01", "warehouse": "w1", "sku": "x", "on_hand": "10"},
    {"day": "2026-10-01", "warehouse": "w2", "sku": "x", "on_hand": "4"},
    {"day": "2026-10-09", "warehouse": "w1", "sku": "x", "on_hand": "6.5"},
    {"day": "2026-10-09", "warehouse": "w1", "sku": "y", "on_hand": "1"},
)


def stock_value(folder: Path, name: str, node: Node, period: Period = OCTOBER) -> KpiValue:
    acme = company(
        (kpi("last", Measured(LAST)), kpi("mean", Measured(MEAN))),
        (spell("ann", "north"), spell("bob", "south")),
        (
            share("w1", "ann", kind="warehouse", end="2026-10-05"),
            share("w1", "bob", kind="warehouse", start="2026-10-05"),
        ),
    )
    return figures_of(acme, snapshot_of(folder, {"stock": STOCK})).value(name, node, period)


def test_the_last_days_stock_is_added_over_products_not_over_days(tmp_path: Path) -> None:
    found = stock_value(tmp_path, "last", COMPANY)
    assert (found.value, found.n) == (Fraction("7.5"), 2)
    assert stock_value(tmp_path, "last", COMPANY, Period.parse("2026-10-01..2026-10-08")).value == 14


def test_who_no_longer_holds_the_warehouse_has_no_stock_on_the_last_day(tmp_path: Path) -> None:
    assert stock_value(tmp_path, "last", person_node("bob")).value == Fraction("7.5")
    assert stock_value(tmp_path, "last", person_node("ann")).status is ValueStatus.EMPTY


def test_the_average_stock_divides_by_the_days_that_have_data(tmp_path: Path) -> None:
    found = stock_value(tmp_path, "mean", COMPANY)
    assert (found.value, found.numerator, found.denominator) == (Fraction("10.75"), Fraction("21.5"), 2)
    parts = [stock_value(tmp_path, "mean", person_node(each)).value for each in ("ann", "bob", "unassigned")]
    assert parts == [5, Fraction("3.75"), 2]


@pytest.mark.parametrize(
    ("quantile", "expected"), [("1/2", 2), ("9/10", 9), ("0.91", 10), ("1", 10), ("1/10", 1), ("11/100", 1)]
)
def test_a_percentile_is_the_smallest_value_that_enough_values_do_not_exceed(
    tmp_path: Path, quantile: str, expected: int
) -> None:
    ranked = Measure("ads", Aggregate.QUANTILE, "day", Name("spend"), credit=BY_SHOP, quantile=Fraction(quantile))
    spends = (1, 1, 2, 2, 2, 3, 4, 8, 9, 10)
    rows = [{"day": "2026-10-01", "shop": "s1", "campaign": str(at), "spend": spend} for at, spend in enumerate(spends)]
    figures = figures_of(company((kpi("p", Measured(ranked)),)), snapshot_of(tmp_path, {"ads": rows}))
    assert figures.value("p", COMPANY, OCTOBER).value == expected
    assert figures.value("p", COMPANY, OCTOBER).n == 10


def test_facts_are_seen_as_they_were_known_at_the_moment(tmp_path: Path) -> None:
    first, second = datetime(2026, 11, 1, tzinfo=UTC), datetime(2026, 11, 5, tzinfo=UTC)
    rows = [
        {
            "day": "2026-10-01",
            "shop": "s1",
            "campaign": "a",
            "spend": "10",
            "recorded_at": first,
            "superseded_at": second,
        },
        {"day": "2026-10-01", "shop": "s1", "campaign": "a", "spend": "12", "recorded_at": second},
    ]
    spend = Measure("ads", Aggregate.SUM, "day", Name("spend"))
    acme = company((kpi("spend", Measured(spend)),))
    snapshot = snapshot_of(tmp_path, {"ads": rows})
    for moment, expected in ((first, 10), (datetime(2026, 11, 4, tzinfo=UTC), 10), (second, 12)):
        at = TinySnapshot(snapshot.folder, snapshot.tables, moment)
        found = figures_of(acme, at).value("spend", COMPANY, OCTOBER)
        assert (found.value, found.as_of) == (expected, moment)


def test_counts_of_customers_are_weighted_and_money_is_not(tmp_path: Path) -> None:
    rows = [
        {"shop": "s1", "order_id": str(at), "buyer": buyer, "customer_type": kind, "paid_amount": "5", "status": "paid"}
        | {"ordered_at": "2026-10-02T00:00:00", "paid_at": "2026-10-02T00:00:00"}
        for at, (buyer, kind) in enumerate([("a", "key"), ("a", "key"), ("b", "regular"), ("c", None)])
    ]
    orders = Measure("orders", Aggregate.COUNT, "paid_at", by_weight_of="customer_type")
    buyers = Measure("orders", Aggregate.DISTINCT, "paid_at", Name("buyer"), by_weight_of="customer_type")
    money = Measure("orders", Aggregate.SUM, "paid_at", Name("paid_amount"))
    acme = company((kpi("orders", Measured(orders)), kpi("buyers", Measured(buyers)), kpi("money", Measured(money))))
    figures = figures_of(acme, snapshot_of(tmp_path, {"orders": rows}))
    weights = Refinement(customer_weights=(("key", Fraction(3)), ("regular", Fraction(1, 2))))
    assert figures.value("orders", COMPANY, OCTOBER, weights).value == Fraction("7.5")
    assert figures.value("orders", COMPANY, OCTOBER, weights).n == 4
    assert figures.value("buyers", COMPANY, OCTOBER, weights).value == Fraction("4.5")
    assert figures.value("money", COMPANY, OCTOBER, weights).value == 20
    assert figures.value("orders", COMPANY, OCTOBER).value == 4


def test_a_gap_above_one_percent_to_the_platforms_figure_leaves_a_value_unreconciled(tmp_path: Path) -> None:
    rows = [
        {"day": "2026-10-01", "shop": "s1", "campaign": "a", "spend": "100"},
        {"day": "2026-10-02", "shop": "s1", "campaign": "a", "spend": "5"},
        {"day": "2026-10-01", "shop": "s2", "campaign": "a", "spend": "99"},
    ]
    spend = kpi("spend", Measured(Measure("ads", Aggregate.SUM, "day", Name("spend"))))
    reported = tuple(
        PlatformFigure(date(2026, 10, 1), shop, "spend", Fraction(value), HERE)
        for shop, value in (("s1", "102"), ("s2", "100"))
    )
    figures = figures_of(company((spend,), platform_figures=reported), snapshot_of(tmp_path, {"ads": rows}))
    statuses = {
        str(node): figures.value("spend", node, OCTOBER).status
        for node in (Node(NodeKind.SHOP, "s1"), Node(NodeKind.SHOP, "s2"), COMPANY)
    }
    assert statuses == {
        "shop:s1": ValueStatus.UNRECONCILED,  # 100 against 102: 1.96 %
        "shop:s2": ValueStatus.OK,  # 99 against 100: exactly 1 %
        "company": ValueStatus.UNRECONCILED,
    }


def manual(value: int, entered_by: str, confirmed_by: str, line: int) -> ManualValue:
    return ManualValue("audit", COMPANY, OCTOBER, Fraction(value), entered_by, confirmed_by, "", LineRef("m.csv", line))


def test_an_entered_value_needs_a_second_person(tmp_path: Path) -> None:
    entered = (manual(70, "ann", "bob", 2), manual(80, "ann", "", 3), manual(90, "ann", "ann", 4))
    acme = company((kpi("audit", Entered()),), manual_values=entered)
    assert figures_of(acme, snapshot_of(tmp_path, {})).value("audit", COMPANY, OCTOBER).value == 70
    engine = EmbeddedEngine(snapshot_of(tmp_path, {}), {})
    put_pseudo_facts(engine, acme)
    assert engine.run(engine.table("manual_values"))["value"].to_pylist() == [700_000]


def test_a_benchmark_of_the_nodes_own_segment_goes_first() -> None:
    def benchmark(segment: str, period: str, value: int) -> Benchmark:
        return Benchmark("aov", segment, Period.parse(period), Fraction(value), "", None, HERE)

    several = company((), benchmarks=(benchmark("", "2026", 5), benchmark("s1", "2026-10", 7)))
    assert benchmark_value(several, "aov", Node(NodeKind.SHOP, "s1"), OCTOBER) == 7
    assert benchmark_value(several, "aov", COMPANY, OCTOBER) == 5
    alone = company((), benchmarks=(benchmark("clothing", "2026-10", 9),))
    assert benchmark_value(alone, "aov", COMPANY, OCTOBER) == 9
    assert benchmark_value(alone, "aov", COMPANY, Period.parse("2026-09")) is None

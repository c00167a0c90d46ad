"""A dbt project's metrics become KPI documents that say the same; what cannot be said is told with file and line."""

import pytest

from merit.kernel.problems import Severity
from merit.sources.metricflow.mapping import Mapping, read_mapping
from merit.sources.metricflow.take_over import TakenOver, take_over
from tests.metrics.hand_made import documents, shipped_documents

NAMES = """
tables: {fct_orders: orders, fct_stock: stock, fct_visits: visits}
columns: {orders: {customer_id: buyer, customer__kind: customer_type, placed: ordered_at}}
conversions: {visit_to_order: purchased}
"""
LEGACY = """
semantic_models:
  - name: cafe_orders
    model: ref('fct_orders')
    defaults: {agg_time_dimension: paid_on}
    entities:
      - {name: order, type: primary, expr: order_id}
      - {name: customer, type: foreign, expr: customer_id}
    dimensions:
      - {name: paid_on, type: time, type_params: {time_granularity: day}, expr: "date_trunc('day', paid_at)"}
      - {name: counts, type: categorical, expr: valid}
      - {name: channel, type: categorical}
    measures:
      - {name: takings, agg: sum, expr: paid_amount}
      - %s
  - name: shelf
    model: ref('fct_stock')
    defaults: {agg_time_dimension: day}
    entities: [{name: item, type: primary, expr: sku}]
    dimensions: [{name: day, type: time, type_params: {time_granularity: day}}]
    measures:
      - {name: on_shelf, agg: sum, expr: on_hand, non_additive_dimension: {name: day, window_choice: max}}
      - {name: first_shelf, agg: sum, expr: on_hand, non_additive_dimension: {name: day, window_choice: min}}
metrics:
  - %s
"""
FILLER = "{name: filler, agg: sum, expr: tax}"


def mapping() -> Mapping:
    found, problems = read_mapping(documents(NAMES, "map.yaml"), [])
    assert problems == []
    return found


def brought(text: str, prefix: str = "") -> TakenOver:
    return take_over(documents(text, "models/cafe.yml"), mapping(), shipped_documents(), prefix)


def legacy(metric: str, measure: str = FILLER) -> TakenOver:
    return brought(LEGACY % (measure, metric))


def kpis(taken: TakenOver) -> dict[str, dict]:
    return {each.data["kpi"]: each.data for each in taken.documents}


def codes(taken: TakenOver) -> list[str]:
    return [each.code.removeprefix("sources.metricflow_") for each in taken.problems]


@pytest.mark.parametrize(
    ("measure", "body"),
    [
        ("agg: sum, expr: paid_amount + freight", {"sum": {"of": "paid_amount + freight"}}),
        ("agg: sum, expr: paid_amount - (freight - tax)", {"sum": {"of": "paid_amount - (freight - tax)"}}),
        ("agg: sum, expr: 1", {"count": {}}),
        ("agg: count, expr: '*'", {"count": {}}),
        ("agg: count, expr: shipped_at", {"count": {"where": "has(shipped_at)"}}),
        ("agg: count, expr: channel", {"count": {"where": "channel != none"}}),
        ("agg: count_distinct, expr: customer_id", {"distinct": {"of": "buyer"}}),
        ("agg: sum_boolean, expr: valid and paid_amount >= 500", {"count": {"where": "valid and paid_amount >= 500"}}),
        ("agg: sum, expr: 'DATEDIFF(second, paid_at, shipped_at)'", {"sum": {"of": "seconds(paid_at, shipped_at)"}}),
        (
            "agg: sum, expr: case when channel = 'live' then paid_amount else 0 end",
            {"sum": {"of": "paid_amount", "where": "channel == 'live'"}},
        ),
        (
            "agg: sum, expr: case when channel = 'live' then 1 else 2 end",
            {"sum": {"of": "when(channel == 'live', 1, 2)"}},
        ),
    ],
)
def test_a_measure_becomes_the_way_to_compute_that_says_the_same(measure: str, body: dict) -> None:
    name = "{name: mine, type: simple, type_params: {measure: mine}}"
    taken = legacy(name, "\n        ".join(["name: mine", *_fields(measure)]))
    (kind, inner) = next(iter(body.items()))
    assert codes(taken) == []
    assert kpis(taken)["mine"][kind] == {**inner, "from": "orders", "at": "paid_at"}


def _fields(measure: str) -> list[str]:
    agg, expr = measure.split(", expr: ", 1)
    return [agg, f"expr: {expr}" if expr.startswith("'") else f'expr: "{expr}"']


def test_a_mean_is_the_sum_over_the_rows_that_have_a_value() -> None:
    metric = "{name: mine, type: simple, type_params: {measure: mine}}"
    data = kpis(legacy(metric, "{name: mine, agg: average, expr: freight}"))["mine"]
    assert data["ratio"] == {
        "part": {"sum": {"of": "freight", "from": "orders", "at": "paid_at"}},
        "whole": {"count": {"from": "orders", "where": "has(freight)", "at": "paid_at"}},
    }
    assert data["unit"] == "money"


@pytest.mark.parametrize(
    ("agg", "level", "told"),
    [
        ("agg: median", "0.5", ["discrete"]),
        ("agg: percentile, agg_params: {percentile: 0.9, use_discrete_percentile: true}", "0.9", []),
        ("agg: percentile, agg_params: {percentile: 95, use_discrete_percentile: true}", "0.95", []),
        ("agg: percentile, agg_params: {percentile: 0.9}", "0.9", ["discrete"]),
        ("agg: min", "0.000000001", []),
        ("agg: max", "0.999999999", []),
    ],
)
def test_medians_percentiles_and_extremes_are_quantiles(agg: str, level: str, told: list[str]) -> None:
    metric = "{name: mine, type: simple, type_params: {measure: mine}}"
    taken = legacy(metric, f"{{name: mine, expr: paid_amount, {agg}}}")
    assert str(kpis(taken)["mine"]["quantile"]["level"]) == level
    assert codes(taken) == told


def test_a_filter_of_a_metric_speaks_of_dimensions_and_of_the_columns_of_the_mapping() -> None:
    text = """name: regulars
    type: simple
    type_params: {measure: takings}
    filter:
      - "{{ Dimension('order__counts') }} = true"
      - |
        {{ Dimension("customer__kind") }} not in ('new') or {{ TimeDimension('order__paid_on', 'day') }} is null"""
    data = kpis(legacy(text))["regulars"]
    assert data["sum"]["where"] == "valid == true and (not customer_type in ('new') or paid_at_day == none)"


def test_a_balance_is_the_last_day() -> None:
    taken = legacy("{name: shelf_end, type: simple, type_params: {measure: on_shelf}}")
    assert kpis(taken)["shelf_end"]["last"] == {"of": "on_hand", "from": "stock", "at": "day"}


@pytest.mark.parametrize(
    ("offset", "formula"),
    [
        ("1 month", "months_earlier(takings_now, 1)"),
        ("2 quarters", "months_earlier(takings_now, 6)"),
        ("1 year", "a_year_earlier(takings_now)"),
        ("7 days", "days_earlier(takings_now, 7)"),
        ("2 weeks", "days_earlier(takings_now, 14)"),
    ],
)
def test_an_offset_looks_at_an_earlier_period(offset: str, formula: str) -> None:
    text = f"""{{name: takings_now, type: simple, type_params: {{measure: takings}}}}
  - name: grown
    type: derived
    type_params:
      expr: (takings_now - earlier) / nullif(earlier, 0)
      metrics: [takings_now, {{name: takings_now, alias: earlier, offset_window: {offset}}}]"""
    assert kpis(legacy(text))["grown"]["formula"] == f"(takings_now - {formula}) / {formula}"


def test_a_ratio_with_a_filter_on_one_side_gets_a_hidden_part() -> None:
    text = """{name: takings_now, type: simple, type_params: {measure: takings}}
  - name: live_part
    type: ratio
    type_params:
      numerator: {name: takings_now, filter: "{{ Dimension('order__channel') }} = 'live'"}
      denominator: takings_now"""
    made = kpis(legacy(text))
    part = made["live_part"]["ratio"]["part"]
    assert made["live_part"]["ratio"]["whole"] == "takings_now"
    assert (made[part]["hidden"], made[part]["sum"]["where"]) == (True, "channel == 'live'")
    assert made["live_part"]["unit"] == "rate"


def test_a_rolling_window_counts_days_and_to_date_is_the_period_itself() -> None:
    text = """name: rolling
    type: cumulative
    type_params: {measure: takings, cumulative_type_params: {window: 4 weeks}}
  - {name: so_far, type: cumulative, type_params: {measure: takings, cumulative_type_params: {grain_to_date: month}}}"""
    taken = legacy(text)
    assert kpis(taken)["rolling"]["window_days"] == 28
    assert "window_days" not in kpis(taken)["so_far"]
    assert codes(taken) == ["to_date"]


CONVERSION = """
semantic_models:
  - name: web
    model: ref('fct_visits')
    defaults: {agg_time_dimension: started_at}
    entities: [{name: visitor, type: primary}]
    dimensions: [{name: started_at, type: time, type_params: {time_granularity: day}}]
    measures: [{name: walk_ins, agg: count, expr: visit_id}]
metrics:
  - name: %s
    type: conversion
    type_params:
      conversion_type_params: {base_measure: walk_ins, conversion_measure: walk_ins, entity: visitor, window: 7 days}
"""


def test_a_conversion_is_counted_by_the_column_that_the_mapping_names() -> None:
    ratio = kpis(brought(CONVERSION % "visit_to_order"))["visit_to_order"]["ratio"]
    assert ratio["part"]["count"]["where"] == "purchased and visit_id != none"
    assert ratio["whole"]["count"]["where"] == "visit_id != none"


def test_a_conversion_without_such_a_column_is_told_and_left_out() -> None:
    taken = brought(CONVERSION % "other_conversion")
    assert (codes(taken), kpis(taken)) == (["conversion"], {})


LATEST = """
models:
  - name: fct_orders
    semantic_model: {enabled: true, name: cafe}
    agg_time_dimension: paid_at
    columns:
      - {name: order_id, entity: {type: primary, name: order}}
      - {name: paid_at, granularity: day, dimension: {type: time}}
      - {name: channel, dimension: {type: categorical}}
    metrics:
      - {name: cafe_orders, type: simple, agg: count, expr: 1, label: Bills}
      - {name: cafe_sales, type: simple, agg: sum, expr: paid_amount}
      - {name: cafe_p95, type: simple, agg: percentile, expr: paid_amount, percentile: 95.0, percentile_type: discrete}
      - name: live_sales
        type: simple
        agg: sum
        expr: paid_amount
        filter: "{{ Dimension('order__channel') }} = 'live'"
metrics:
  - {name: bill, type: ratio, numerator: cafe_sales, denominator: cafe_orders}
  - name: change_on_week
    type: derived
    expr: now - then_
    input_metrics: [{name: cafe_sales, alias: now}, {name: cafe_sales, alias: then_, offset_window: 7 days}]
  - {name: four_weeks, type: cumulative, input_metric: cafe_sales, window: 28 days, period_agg: last}
"""


def test_the_latest_form_says_the_same_as_the_legacy_one() -> None:
    taken = brought(LATEST)
    made = kpis(taken)
    assert codes(taken) == []
    assert made["cafe_orders"]["title"] == "Bills"
    assert made["cafe_orders"]["count"] == {"from": "orders", "at": "paid_at"}
    assert made["live_sales"]["sum"]["where"] == "channel == 'live'"
    assert made["bill"]["ratio"] == {"part": "cafe_sales", "whole": "cafe_orders"}
    assert (made["bill"]["unit"], made["cafe_orders"]["unit"]) == ("money", "count")
    assert made["change_on_week"]["formula"] == "cafe_sales - days_earlier(cafe_sales, 7)"
    assert made["four_weeks"] == made["four_weeks"] | {"window_days": 28, "sum": made["cafe_sales"]["sum"]}
    assert str(made["cafe_p95"]["quantile"]["level"]) == "0.95"


@pytest.mark.parametrize(
    ("metric", "measure", "code", "line"),
    [
        ("{name: m, type: simple, type_params: {measure: gone}}", FILLER, "unknown", 25),
        ("{name: m, type: simple, type_params: {measure: first_shelf}}", FILLER, "semi_additive", 23),
        ("{name: m, type: guess}", FILLER, "kind", 25),
        ("{name: m, type: cumulative, type_params: {measure: takings}}", FILLER, "since_ever", 25),
        (
            "{name: m, type: cumulative, type_params: {measure: takings, window: 1 month}}",
            FILLER,
            "window",
            25,
        ),
        (
            "{name: m, type: simple, type_params: {measure: m}}",
            "{name: m, agg: sum, expr: 'paid_amount % 7'}",
            "value",
            15,
        ),
        ("{name: m, type: simple, type_params: {measure: m}}", "{name: m, agg: sum, expr: colour}", "value", 15),
        ("{name: m, type: simple, type_params: {measure: m}}", "{name: m, agg: stddev, expr: tax}", "agg", 15),
        (
            "{name: m, type: simple, type_params: {measure: takings}, filter: \"{{ Metric('x', ['y']) }} > 3\"}",
            FILLER,
            "filter",
            25,
        ),
    ],
)
def test_what_cannot_be_said_is_told_at_its_line_and_left_out(metric: str, measure: str, code: str, line: int) -> None:
    taken = legacy(metric, measure)
    assert [(each.code, each.place.line) for each in taken.problems] == [(f"sources.metricflow_{code}", line)]
    assert taken.problems[0].place.file == "models/cafe.yml"
    assert kpis(taken) == {}


def test_what_is_made_of_something_that_was_left_out_is_left_out_and_told() -> None:
    text = """{name: ever, type: cumulative, type_params: {measure: takings}}
  - {name: twice_ever, type: derived, type_params: {expr: ever * 2, metrics: [ever]}}"""
    taken = legacy(text)
    assert (codes(taken), kpis(taken)) == (["since_ever", "rests_on"], {})


def test_metrics_that_are_made_of_each_other_are_told() -> None:
    text = """{name: hen, type: derived, type_params: {expr: egg, metrics: [egg]}}
  - {name: egg, type: derived, type_params: {expr: hen, metrics: [hen]}}"""
    taken = legacy(text)
    assert set(codes(taken)) == {"rests_on"}
    assert kpis(taken) == {}


def test_a_kpi_of_another_formula_is_never_overwritten_and_a_prefix_makes_room() -> None:
    text = "{name: net_sales, type: simple, type_params: {measure: takings}}"
    assert (codes(legacy(text)), kpis(legacy(text))) == (["taken"], {})
    assert list(kpis(brought(LEGACY % (FILLER, text), "dbt_"))) == ["dbt_net_sales"]


def test_a_model_that_nobody_says_the_table_of_is_told() -> None:
    taken = brought(
        (LEGACY % (FILLER, "{name: m, type: simple, type_params: {measure: takings}}")).replace("fct_o", "x")
    )
    assert codes(taken) == ["table_unknown"]
    assert "xrders" in str(taken.problems[0].params)


def test_nothing_is_dropped_silently() -> None:
    taken = legacy("{name: m, type: simple, colour: red, type_params: {measure: {name: takings, fill_nulls_with: 7}}}")
    assert sorted(codes(taken)) == ["field", "fill_nulls"]
    assert {each.severity for each in taken.problems} == {Severity.WARNING}
    assert list(kpis(taken)) == ["m"]


@pytest.mark.parametrize(
    "text",
    [
        "semantic_models: 3",
        "semantic_models: [1, {name: a}]\nmetrics: [x, {name: r, type: ratio}, {name: d, type: derived}]",
        "metrics: [{name: q, type: simple, type_params: 4}, {name: c, type: conversion}, {type: simple}]",
        "metrics: [{name: a, type: derived, type_params: {expr: sum(b) over (), metrics: 5}}]",
        "metrics: [{name: previous, type: derived, type_params: {expr: '1', metrics: []}}]",
        "models: [{name: orders, semantic_model: true, metrics: [{name: s, agg: sum, expr: '; drop table x'}]}]",
        "kpi: x",
    ],
)
def test_whatever_stands_in_a_file_is_told_and_nothing_is_made_of_it(text: str) -> None:
    taken = brought(text)
    assert (bool(taken.problems), taken.documents) == (True, ())

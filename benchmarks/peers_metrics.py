"""The questions' metrics as a dbt project states them for MetricFlow, over tables joined with credits."""

from typing import Any

from peers_questions import PEOPLE, Question

SPINE = "SELECT unnest(generate_series(DATE '2023-01-01', DATE '2027-12-31', INTERVAL 1 DAY))::DATE AS date_day"
_MEASURES: dict[str, list[dict[str, Any]]] = {
    "sales": [{"name": "sold", "agg": "sum", "expr": "amount"}],
    "orders": [
        {"name": "paid", "agg": "sum", "expr": "orders"},
        {"name": "buying", "agg": "count_distinct", "expr": "buyer"},
    ],
    "refunds": [{"name": "returned", "agg": "sum", "expr": "amount"}],
    "visits": [
        {"name": "visited", "agg": "sum", "expr": "visits"},
        {"name": "bought", "agg": "sum", "expr": "CASE WHEN purchased THEN visits ELSE 0 END"},
    ],
    "talks": [
        {"name": "replied", "agg": "sum", "expr": "reply_time"},
        {"name": "rounds_had", "agg": "sum", "expr": "CASE WHEN reply_time IS NOT NULL THEN rounds END"},
        {"name": "first_reply", "agg": "percentile", "expr": "seconds",
         "agg_params": {"percentile": 0.9, "use_discrete_percentile": True}},
    ],
    "stock": [{"name": "stocked", "agg": "sum", "expr": "value",
               "non_additive_dimension": {"name": "on_day", "window_choice": "max"}}],
    "firsts": [
        {"name": "newly", "agg": "sum", "expr": "new_buyers"},
        {"name": "back", "agg": "sum", "expr": "CASE WHEN until_next <= 30 THEN new_buyers ELSE 0 END"},
    ],
}  # fmt: skip
_SHARED = {"rounds_had": "CASE WHEN reply_time IS NOT NULL THEN rounds * share END"}
"""What is not multiplied by the share in the table already."""
_SIMPLE = {"line_sales": "sold", "orders_paid": "paid", "buyers": "buying", "frt_p90": "first_reply",
           "inventory_value": "stocked"}  # fmt: skip
_RATIOS = {"goods_per_order": ("sold", "paid"), "refunds_over_sales": ("returned", "sold"),
           "cvr_session": ("bought", "visited"), "art": ("replied", "rounds_had"),
           "repurchase_c_30": ("back", "newly")}  # fmt: skip


def metric_of(question: Question) -> str:
    """The name of a question's metric, which has small letters alone."""
    return question.asked.kpi.lower() + ("_credited" if question.level in PEOPLE else "")


def tables() -> list[str]:
    """The prepared tables by name."""
    return [f"{name}{kind}" for name in _MEASURES for kind in ("", "_credited")]


def written_models() -> dict[str, Any]:
    """What stands in the project's YAML."""
    spine = {"name": "time_spine", "time_spine": {"standard_granularity_column": "date_day"},
             "columns": [{"name": "date_day", "granularity": "day"}]}  # fmt: skip
    models = [_model(name, kind) for name in _MEASURES for kind in ("", "_credited")]
    return {"models": [spine], "semantic_models": models, "metrics": [*_metrics(""), *_metrics("_credited")]}


def _model(name: str, kind: str) -> dict[str, Any]:
    """Nodes are entities: only these may a quotient of two tables be cut by."""
    nodes = ["person", "team", "department"] if kind else ["shop", "channel"]
    measures = [each | {"name": each["name"] + kind} for each in _MEASURES[name]]
    if kind:
        measures = [each | {"expr": _SHARED.get(each["name"].removesuffix(kind), each["expr"])} for each in measures]
    return {
        "name": f"{name}{kind}",
        "model": f"ref('{name}{kind}')",
        "defaults": {"agg_time_dimension": "on_day"},
        "primary_entity": f"{name}{kind}_row",
        "entities": [{"name": each, "type": "foreign"} for each in nodes],
        "dimensions": [{"name": "on_day", "type": "time", "type_params": {"time_granularity": "day"}, "expr": "day"}],
        "measures": measures,
    }


def _metrics(kind: str) -> list[dict[str, Any]]:
    def metric(name: str, how: str, params: dict[str, Any]) -> dict[str, Any]:
        return {"name": name + kind, "label": name + kind, "type": how, "type_params": params}

    def simple(name: str, measure: str) -> dict[str, Any]:
        return metric(name, "simple", {"measure": {"name": measure + kind}})

    def running(name: str, params: dict[str, Any]) -> dict[str, Any]:
        return metric(name, "cumulative", {"measure": {"name": f"sold{kind}"}, "cumulative_type_params": params})

    found = [simple(name, measure) for name, measure in _SIMPLE.items()]
    for name, sides in _RATIOS.items():
        part, whole = (f"{name}_{side}" for side in ("part", "whole"))
        filled = {"measure": {"name": sides[0] + kind, "fill_nulls_with": 0}}
        found += [metric(part, "simple", filled), simple(whole, sides[1])]
        found.append(metric(name, "ratio", {"numerator": {"name": part + kind}, "denominator": {"name": whole + kind}}))
    found.append(running("sales_to_date", {"grain_to_date": "month"}))
    found.append(running("sales_7_days", {"window": "7 days"}))
    before = {"name": f"line_sales{kind}", "alias": "before", "offset_window": "1 month"}
    grown = {
        "expr": "(now - before) / NULLIF(before, 0)",
        "metrics": [{"name": f"line_sales{kind}", "alias": "now"}, before],
    }
    return [*found, metric("sales_growth", "derived", grown)]

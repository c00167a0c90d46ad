"""The catalogue in the legacy MetricFlow form: one semantic model per table used, its measures, and the metrics.

What that form has no place for (units, credit, notes) stands under `config: {meta: {merit: …}}`, from where it is read.
"""

import re
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from sqlglot import exp

from merit.catalogue.check import depends_on
from merit.catalogue.expression import Call, Expression, Literal, Name, parts
from merit.catalogue.expression_text import decimal_text
from merit.catalogue.kpi import (
    EVERYWHERE,
    Aggregate,
    Catalogue,
    Credit,
    CreditBy,
    Formula,
    Kpi,
    Measure,
    Measured,
    RatioOf,
)  # fmt: skip
from merit.catalogue.relations import DEFAULT_CREDIT, RELATIONS
from merit.facts.columns import ColumnKind
from merit.kernel.problems import Place, Problem, Severity
from merit.metrics.components import nothing_of
from merit.metrics.earlier_periods import looks_back
from merit.sources.metricflow.from_sql import NotSayableError
from merit.sources.metricflow.to_sql import column_sql, formula_sql, row_sql
from merit.sources.written_documents import written_document

_NAME = re.compile(r"[a-z](?:[a-z0-9]|_(?!_))*[a-z0-9]")
_RESERVED = {"day": "on_day", "month": "in_month", "from": "from_day", "to": "to_day", "at": "at_time"}
"""Lengths of time, and words of SQL, may not be names of dimensions."""
_ENTITIES = ("shop", "channel")
"""Nodes are entities: MetricFlow cuts a quotient of two tables by nothing else."""
_PLAIN = (
    "minimum_sample", "mature_after_days", "mature_after_months", "hidden",
)  # fmt: skip


@dataclass(slots=True)
class GivenOut:
    """`models` and `metrics` as YAML data, and a warning for every KPI that this form cannot say."""

    models: dict[str, dict[str, Any]] = field(default_factory=dict)
    metrics: dict[str, dict[str, Any]] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    def text(self) -> str:
        """The YAML of one file."""
        return written_document({"semantic_models": list(self.models.values()), "metrics": list(self.metrics.values())})


def give_out(catalogue: Catalogue) -> GivenOut:
    """Every KPI that can be said; the version in force last of those that have several."""
    given = GivenOut()
    sayable, reasons = _sayable(catalogue)
    for kpi, reason in reasons.items():
        params: dict[str, str | int] = {"name": kpi, "what": reason}
        given.problems.append(Problem("sources.metricflow_not_given", Place("", 0, kpi), params, Severity.WARNING))
    for kpi in sayable:
        _add(given, catalogue, catalogue[kpi])
    return given


def metric_name(kpi: str) -> str:
    """`aov.part`, a measure written inside a ratio, is `aov_part`."""
    return kpi.replace(".", "_")


def _sayable(catalogue: Catalogue) -> tuple[list[str], dict[str, str]]:
    """The KPIs that can be said, and what stands in the way of the others."""
    known = [kpi for kpi in catalogue.kpis if "@" not in kpi]
    reasons = {kpi: what for kpi in known if (what := _hindrance(catalogue, catalogue[kpi]))}
    while more := [(kpi, each) for kpi in known if kpi not in reasons for each in _first(catalogue, kpi, reasons)]:
        reasons.update(dict(more))
    for kpi in known:
        if kpi.rpartition(".")[0] in reasons:
            reasons.setdefault(kpi, kpi.rpartition(".")[0])
    return [kpi for kpi in known if kpi not in reasons], reasons


def _first(catalogue: Catalogue, kpi: str, reasons: dict[str, str]) -> list[str]:
    return sorted(each for each in depends_on(catalogue[kpi].body) if each in reasons)[:1]


def _hindrance(catalogue: Catalogue, kpi: Kpi) -> str:
    """What MetricFlow has no word for, or empty."""
    if not _NAME.fullmatch(metric_name(kpi.id)) or (metric_name(kpi.id) != kpi.id and metric_name(kpi.id) in catalogue):
        return kpi.id
    if kpi.window_days and not isinstance(kpi.body, Measured):
        return "window_days"
    try:
        match kpi.body:
            case Measured(measure):
                _measure_sql(measure)
                return "average" if measure.aggregate is Aggregate.AVERAGE else ""
            case Formula(expression):
                formula_sql(expression, _inputs(expression))
                return ""
            case RatioOf():
                return ""
            case _:
                return "entered"
    except NotSayableError as part:
        return part.part


def _add(given: GivenOut, catalogue: Catalogue, kpi: Kpi) -> None:
    name = metric_name(kpi.id)
    metric = {"name": name, "label": kpi.title.get("en", name), "type": "simple", "type_params": {}}
    match kpi.body:
        case Measured(measure):
            _add_measure(given, f"{name}_measure", measure)
            params: dict[str, Any] = {"measure": _measured(f"{name}_measure", measure)}
            if kpi.window_days:
                params["cumulative_type_params"] = {"window": f"{kpi.window_days} days"}
            kind = "cumulative" if kpi.window_days else "simple"
        case RatioOf(part, whole):
            sides = (("numerator", part), ("denominator", whole))
            kind, params = "ratio", {side: {"name": metric_name(each)} for side, each in sides}
        case Formula(expression):
            kind, params = "derived", _derived(expression)
        case _:
            raise AssertionError(kpi)
    inline = kpi.id != name and kpi.id.rpartition(".")[0] in catalogue
    meta = {"inline": True} if inline else _beside(kpi)
    given.metrics[name] = metric | {"type": kind, "type_params": params, "config": {"meta": {"merit": meta}}}


def _measured(name: str, measure: Measure) -> dict[str, Any]:
    """Sums and counts of nothing are 0: MetricFlow would leave out a quotient that has no rows above the line."""
    return {"name": name} | ({"fill_nulls_with": 0} if nothing_of(measure).value == 0 else {})


def _add_measure(given: GivenOut, name: str, measure: Measure) -> None:
    relation = RELATIONS[measure.relation]
    model = given.models.setdefault(
        relation.name,
        {
            "name": relation.name,
            "model": f"ref('{relation.name}')",
            "defaults": {"agg_time_dimension": _dimension(relation.at)},
            "primary_entity": f"{relation.name}_row",
            "entities": [{"name": each, "type": "foreign"} for each in _ENTITIES if each in relation.columns],
            "dimensions": [_described(column, kind) for column, kind in _dimensions(relation.name)],
            "measures": [],
        },
    )
    if not any(each["name"] == _dimension(measure.at) for each in model["dimensions"]):
        model["dimensions"].append(_described(measure.at, relation.columns[measure.at]))
    model["measures"].append({"name": name, **_aggregated(measure)})


def _aggregated(measure: Measure) -> dict[str, Any]:
    told: dict[str, Any] = {"agg": _AGGREGATIONS[measure.aggregate], "expr": _measure_sql(measure).sql()}
    told["agg_time_dimension"] = _dimension(measure.at)
    if measure.quantile is not None:
        told["agg_params"] = {"percentile": Decimal(decimal_text(measure.quantile)), "use_discrete_percentile": True}
    if measure.aggregate is Aggregate.LAST:
        told["non_additive_dimension"] = {"name": _dimension(measure.at), "window_choice": "max"}
    beside: dict[str, Any] = {}
    if measure.credit != DEFAULT_CREDIT[measure.relation]:
        beside["credit"] = _credit(measure.credit)
    if measure.by_weight_of:
        beside["by_weight_of"] = measure.by_weight_of
    return told | ({"config": {"meta": {"merit": beside}}} if beside else {})


_AGGREGATIONS = {
    Aggregate.SUM: "sum",
    Aggregate.COUNT: "count",
    Aggregate.DISTINCT: "count_distinct",
    Aggregate.QUANTILE: "percentile",
    Aggregate.LAST: "sum",
    Aggregate.AVERAGE: "sum",
}


def _measure_sql(measure: Measure) -> exp.Expression:
    """The value of the rows that meet the condition; WHEN TRUE keeps a CASE of the value's own apart from that."""
    columns = RELATIONS[measure.relation].columns
    value = exp.Literal.number(1) if measure.value is None else row_sql(measure.value, columns)
    if measure.where is None and not isinstance(value, exp.Case):
        return value
    where = exp.Boolean(this=True) if measure.where is None else row_sql(measure.where, columns)
    return exp.Case(ifs=[exp.If(this=where, true=value)])


def _dimension(column: str) -> str:
    return _RESERVED.get(column, column)


def _dimensions(relation: str) -> list[tuple[str, ColumnKind]]:
    """The columns of a table but those that follow from others."""
    left_out = ("_day", "_minute")
    columns = RELATIONS[relation].columns.items()
    shown = [(name, kind) for name, kind in columns if not name.endswith(left_out) and not name.startswith("source_")]
    return [(name, kind) for name, kind in shown if name not in _ENTITIES]


def _described(column: str, kind: ColumnKind) -> dict[str, Any]:
    told: dict[str, Any] = {"name": _dimension(column), "type": "categorical"}
    if kind in (ColumnKind.DAY, ColumnKind.INSTANT):
        told |= {"type": "time", "type_params": {"time_granularity": "day"}}
    return told | ({"expr": column_sql(column).sql()} if _dimension(column) != column else {})


def _credit(credit: Credit) -> Any:
    match credit.by:
        case CreditBy.NOBODY:
            return "nobody"
        case CreditBy.SUBJECT:
            return {"kind": credit.kind, "column": credit.column}
        case _:
            return {credit.by.value: credit.column}


def _inputs(expression: Expression) -> dict[Expression, str]:
    """Every KPI and every look back of a formula with the name of the input that it becomes."""
    found: dict[Expression, str] = {}
    for call in looks_back(expression):
        if call.function == "previous":
            raise NotSayableError("previous()")
        kpi, far = call.arguments[0], call.arguments[1:]
        number = decimal_text(far[0].value) if far and isinstance(far[0], Literal) else ""  # type: ignore[arg-type]
        found[call] = metric_name(f"{kpi.id}_{call.function}{number}") if isinstance(kpi, Name) else ""
    plain = {part: metric_name(part.id) for part in parts(expression) if isinstance(part, Name)}
    return plain | found


def _derived(expression: Expression) -> dict[str, Any]:
    names = _inputs(expression)
    tree = formula_sql(expression, names)
    used = {each.name for each in tree.find_all(exp.Column)}
    listed = [_input(each, alias) for each, alias in names.items() if alias in used]
    return {"expr": tree.sql(), "metrics": listed}


def _input(part: Expression, alias: str) -> dict[str, str]:
    match part:
        case Call("a_year_earlier", (Name(kpi),)):
            window = "1 year"
        case Call(function, (Name(kpi), Literal(number))):
            window = f"{number} {'months' if function == 'months_earlier' else 'days'}"
        case _:
            return {"name": alias}
    return {"name": metric_name(kpi), "alias": alias, "offset_window": window}


def _beside(kpi: Kpi) -> dict[str, Any]:
    """All that a KPI document says besides its formula."""
    told: dict[str, Any] = {"version": kpi.version} if kpi.version > 1 else {}
    told |= {"title": kpi.title, "group": kpi.group, "unit": kpi.unit.value, "direction": kpi.direction.value}
    if kpi.nodes != EVERYWHERE:
        told["nodes"] = [each.value for each in kpi.nodes]
    told |= {name: getattr(kpi, name) for name in _PLAIN if getattr(kpi, name)}
    told |= {"dialect": kpi.dialect.value} if kpi.dialect else {}
    told |= {name: str(day) for name in ("valid_from", "valid_to") if (day := getattr(kpi, name)) is not None}
    return told | ({"note": kpi.note} if kpi.note else {})

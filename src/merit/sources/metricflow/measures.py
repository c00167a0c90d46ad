"""A measure of a dbt project to the body of a KPI document: what is counted or summed, of which rows, by which day."""

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any, NoReturn

from sqlglot import exp

from merit.catalogue.expression import Call, Expression, Literal, Name, Operation
from merit.catalogue.expression_text import decimal_text, expression_text
from merit.catalogue.relations import RELATIONS
from merit.catalogue.value_kinds import WRITTEN
from merit.kernel.exact import exact
from merit.kernel.problems import Severity
from merit.sources.metricflow.filters import filter_expression
from merit.sources.metricflow.from_sql import NotSayableError, parsed_sql, row_expression
from merit.sources.metricflow.manifest import Aggregation
from merit.sources.metricflow.mapping import Mapping
from merit.sources.metricflow.part import Part

LOWEST, HIGHEST = Fraction(1, 10**9), 1 - Fraction(1, 10**9)
"""Quantiles that are the smallest and the largest of up to a thousand million values."""
_AGGREGATIONS = frozenset(
    {"sum", "count", "count_distinct", "sum_boolean", "average", "min", "max", "median", "percentile"}
)


class NotTakenOverError(Exception):
    """A metric that cannot be said in Merit; the finding is reported already."""


@dataclass(frozen=True, slots=True)
class Filter:
    """A filter as written and where."""

    text: str
    part: Part


@dataclass(slots=True)
class MeasureReading:
    """One measure with the filters that lie on it."""

    aggregation: Aggregation
    mapping: Mapping
    table: str = ""

    def body(self, filters: tuple[Filter, ...], converted: str = "") -> dict[str, Any]:
        """E.g. `{sum: {of: …, from: …, where: …, at: …}}`. Raises NotTakenOverError after reporting why."""
        model = self.aggregation.model
        self.table = self.mapping.table(model.dbt_model)
        if self.table not in RELATIONS:
            self._fail("sources.metricflow_table_unknown", model.part, "model", model=model.dbt_model)
        if self.aggregation.agg not in _AGGREGATIONS:
            self._fail("sources.metricflow_agg", self.aggregation.part, "agg", agg=self.aggregation.agg)
        at = self._at()
        where: list[Expression] = []
        tree = self._cut(self._parsed(self.aggregation.expr, "expr"), where)
        where += [self._condition(each) for each in filters]
        if converted:
            where.append(self._column(converted))
        return self._aggregated(tree, where, {"from": self.table, "at": at})

    def _aggregated(self, tree: exp.Expression, where: list[Expression], rest: dict[str, Any]) -> dict[str, Any]:
        agg, part = self.aggregation.agg, self.aggregation.part
        if "non_additive_dimension" in part.data:
            self._check_semi_additive()
            return {"last": {"of": self._text(tree), **self._rows(rest, where)}}
        if agg in ("sum", "count") and (_is_one(tree) or isinstance(tree, exp.Star)):
            return {"count": self._rows(rest, where)}
        match agg:
            case "sum" | "count_distinct":
                name = "sum" if agg == "sum" else "distinct"
                return {name: {"of": self._text(tree), **self._rows(rest, where)}}
            case "count" | "sum_boolean":
                value = self._value(tree)
                return {"count": self._rows(rest, [*where, self._present(value) if agg == "count" else value])}
            case "average":
                there = [*where, self._present(self._value(tree))]
                total = {"of": self._text(tree), **self._rows(rest, where)}
                return {"ratio": {"part": {"sum": total}, "whole": {"count": self._rows(rest, there)}}}
            case _:
                level = _written(self._level(agg))
                return {"quantile": {"of": self._text(tree), "level": level, **self._rows(rest, where)}}

    def _rows(self, rest: dict[str, Any], where: list[Expression]) -> dict[str, Any]:
        if not where:
            return rest
        together = where[0] if len(where) == 1 else Operation("and", tuple(where))
        return {"from": rest["from"], "where": expression_text(together), "at": rest["at"]}

    def _cut(self, tree: exp.Expression, where: list[Expression]) -> exp.Expression:
        """CASE WHEN c THEN x END takes x of the rows with c; so does ELSE 0 in a sum."""
        while isinstance(tree, exp.Paren):
            tree = tree.this
        if not isinstance(tree, exp.Case) or tree.this is not None or len(tree.args["ifs"]) != 1:
            return tree
        default = tree.args.get("default")
        nought = self.aggregation.agg == "sum" and isinstance(default, exp.Literal) and default.this == "0"
        if default is not None and not isinstance(default, exp.Null) and not nought:
            return tree
        (only,) = tree.args["ifs"]
        if not (isinstance(only.this, exp.Boolean) and only.this.this):
            where.append(self._value(only.this))
        value: exp.Expression = only.args["true"]
        return value

    def _at(self) -> str:
        time, part = self.aggregation.time, self.aggregation.part
        if not time:
            self._fail("sources.metricflow_no_time", part, "agg_time_dimension", model=self.aggregation.model.name)
        tree = self._parsed(self.aggregation.model.columns.get(time, time), "agg_time_dimension")
        while isinstance(tree, exp.DateTrunc | exp.TimestampTrunc | exp.Cast | exp.Paren | exp.Date):
            tree = tree.this
        value = self._value(tree)
        if not isinstance(value, Name):
            self._fail("sources.metricflow_sql", part, "agg_time_dimension", sql=tree.sql())
        return expression_text(value)

    def _check_semi_additive(self) -> None:
        part = self.aggregation.part
        told = part.inside("non_additive_dimension")
        choice = told.text("window_choice", told.text("window_agg", "max")).lower()
        groups = told.texts("window_groupings") + told.texts("group_by")
        same_day = told.text("name") in (self.aggregation.time, "")
        if self.aggregation.agg != "sum" or choice != "max" or groups or not same_day:
            self._fail("sources.metricflow_semi_additive", part, "non_additive_dimension")

    def _level(self, agg: str) -> Fraction:
        told = self.aggregation.parameters
        if agg in ("min", "max"):
            return LOWEST if agg == "min" else HIGHEST
        if agg == "median":
            self._say_discrete("agg")
            return Fraction(1, 2)
        try:
            level = exact(told.text("percentile"))
        except ValueError:
            level = Fraction(0)
        level = level / 100 if level > 1 else level
        if not 0 < level < 1:
            self._fail("sources.metricflow_percentile", told, "percentile")
        discrete = told.data.get("use_discrete_percentile") is True or told.text("percentile_type") == "discrete"
        if not discrete:
            self._say_discrete("percentile")
        return level

    def _say_discrete(self, name: str) -> None:
        where = self.aggregation.part if name == "agg" else self.aggregation.parameters
        where.report("sources.metricflow_discrete", name, Severity.WARNING, name=self.aggregation.name)

    def _condition(self, each: Filter) -> Expression:
        try:
            found = filter_expression(each.text, self._dimension, self._column)
        except NotSayableError as part:
            self._fail("sources.metricflow_filter", each.part, "filter", sql=part.part, table=self.table)
        return self._settled(found)

    def _dimension(self, name: str) -> Expression:
        path, _, last = name.rpartition("__")
        columns, model = self.mapping.columns.get(self.table, {}), self.aggregation.model
        if name in columns:
            return self._column(name)
        if name == "metric_time":
            return Name(self._at())
        if last in model.columns and (not path or path in model.entities):
            return row_expression(parsed_sql(model.columns[last]), self._column)
        raise NotSayableError(name)

    def _column(self, name: str) -> Expression:
        column = self.mapping.column(self.table, name)
        if not column:
            raise NotSayableError(name)
        return Name(column)

    def _parsed(self, sql: str, field: str) -> exp.Expression:
        try:
            return parsed_sql(sql)
        except NotSayableError as part:
            self._fail("sources.metricflow_sql", self.aggregation.part, field, sql=part.part)

    def _value(self, tree: exp.Expression) -> Expression:
        try:
            return self._settled(row_expression(tree, self._column))
        except NotSayableError as part:
            self._fail("sources.metricflow_value", self.aggregation.part, "expr", sql=part.part, table=self.table)

    def _text(self, tree: exp.Expression) -> str:
        return expression_text(self._value(tree))

    def _present(self, value: Expression) -> Expression:
        return self._settled(Operation("!=", (value, Literal(None))))

    def _settled(self, value: Expression) -> Expression:
        """`x != none` of a column that is no text is `has(x)`, as its author would write it."""
        match value:
            case Operation("!=", (Name(name), Literal(None))):
                kind = RELATIONS[self.table].columns.get(name)
                return value if kind in WRITTEN else Call("has", (Name(name),))
            case Operation(operator, operands):
                return Operation(operator, tuple(map(self._settled, operands)))
            case Call(function, arguments):
                return Call(function, tuple(map(self._settled, arguments)))
            case _:
                return value

    def _fail(self, code: str, part: Part, name: str = "", /, **params: str | int) -> NoReturn:
        part.report(code, name, **params)
        raise NotTakenOverError


def _written(level: Fraction) -> Decimal | str:
    """A very small level as text: a Decimal would be read back with an exponent."""
    text = decimal_text(level)
    return text if "E" in str(Decimal(text)) else Decimal(text)


def _is_one(tree: exp.Expression) -> bool:
    return isinstance(tree, exp.Literal) and not tree.is_string and tree.this == "1"

"""The metrics of a dbt project to KPI documents. What cannot be said in Merit is a Problem and is left out."""

import re
from dataclasses import dataclass, field
from typing import Any, NoReturn

from merit.catalogue.expression import Call, Expression, Literal, Name
from merit.catalogue.expression_text import expression_text
from merit.kernel.document import Document
from merit.kernel.exact import exact
from merit.kernel.problems import Severity
from merit.sources.metricflow.from_sql import NotSayableError, formula_expression, parsed_sql
from merit.sources.metricflow.manifest import Aggregation, Manifest, Metric
from merit.sources.metricflow.mapping import Mapping
from merit.sources.metricflow.measures import Filter, MeasureReading, NotTakenOverError
from merit.sources.metricflow.part import Part

_WINDOW = re.compile(r"(\d+)\s*(day|week|month|quarter|year)s?|(\d+)\s*([dwmqy])")
_LETTERS = {"d": "day", "w": "week", "m": "month", "q": "quarter", "y": "year"}
_MONTHS = {"month": 1, "quarter": 3, "year": 12}
_DAYS = {"day": 1, "week": 7}


@dataclass(slots=True)
class Translation:
    """`made` holds the documents by KPI id, in the order of the metrics; parts that serve others follow them."""

    manifest: Manifest
    mapping: Mapping
    prefix: str = ""
    made: dict[str, Document] = field(default_factory=dict)
    _known: dict[tuple[str, tuple[str, ...]], str | None] = field(default_factory=dict)

    def run(self) -> None:
        """Take over every metric that can be."""
        for metric in self.manifest.metrics.values():
            try:
                if not _is_inside_another(metric):
                    self._kpi(metric.name, (), metric.part, "name")
            except NotTakenOverError:
                continue

    def _kpi(self, name: str, filters: tuple[Filter, ...], asker: Part, asked: str) -> str:
        """The id of the KPI that this metric becomes under more filters. Raises NotTakenOverError after reporting."""
        key = (name, tuple(each.text for each in filters))
        metric = self.manifest.metrics.get(name)
        if metric is None:
            _fail(asker, "sources.metricflow_unknown", asked, name=name)
        if key in self._known:
            found = self._known[key]
            if found is None:
                _fail(asker, "sources.metricflow_rests_on", asked, name=name)
            return found
        self._known[key] = None
        kpi = f"{self.prefix}{name}" + (f"_filtered_{self._variants(name)}" if filters else "")
        self.made[kpi] = document = Document(
            metric.part.document.file, {"kpi": kpi}, {(): metric.part.place("name").line}
        )
        try:
            body = self._body(metric, filters)
        except NotTakenOverError:
            del self.made[kpi]
            if asker is not metric.part:
                asker.report("sources.metricflow_rests_on", asked, name=name)
            raise
        document.data.update(_told(metric, hidden=bool(filters)) | body)
        self._known[key] = kpi
        return kpi

    def _variants(self, name: str) -> int:
        return sum(each == name and bool(filters) for each, filters in self._known)

    def _body(self, metric: Metric, filters: tuple[Filter, ...]) -> dict[str, Any]:
        own = (*(Filter(text, metric.part) for text in metric.part.texts("filter")), *filters)
        match metric.kind:
            case "simple":
                return self._simple(metric, own)
            case "ratio":
                sides = (("part", "numerator"), ("whole", "denominator"))
                return {"ratio": {ours: self._side(metric, theirs, own) for ours, theirs in sides}}
            case "derived":
                return {"formula": self._derived(metric, own)}
            case "cumulative":
                return self._cumulative(metric, own)
            case _:
                return self._conversion(metric, own)

    def _simple(self, metric: Metric, filters: tuple[Filter, ...]) -> dict[str, Any]:
        if metric.aggregation is not None:
            _say_of_nulls(metric.params, metric.aggregation.agg)
            return self._measured(metric.aggregation, filters)
        aggregation, more = self._measure(metric.params, "measure")
        return self._measured(aggregation, (*more, *filters))

    def _measure(self, params: Part, name: str) -> tuple[Aggregation, tuple[Filter, ...]]:
        """A measure as a metric names it, with the filter that may stand beside the name."""
        told = params.inside(name)
        told.only("name", "alias", "filter", "join_to_timespine", "fill_nulls_with")
        aggregation = self.manifest.measures.get(told.text("name"))
        if aggregation is None:
            _fail(params, "sources.metricflow_unknown", name, name=told.text("name"))
        _say_of_nulls(told, aggregation.agg)
        return aggregation, tuple(Filter(text, told) for text in told.texts("filter"))

    def _measured(self, aggregation: Aggregation, filters: tuple[Filter, ...]) -> dict[str, Any]:
        body = MeasureReading(aggregation, self.mapping).body(filters)
        told = _merit_meta(aggregation.part)
        for name, inner in body.items():
            if name != "ratio":
                inner.update({key: told[key] for key in ("credit", "by_weight_of") if key in told})
        return body

    def _side(self, metric: Metric, name: str, filters: tuple[Filter, ...]) -> str | dict[str, Any]:
        told = metric.params.inside(name)
        told.only("name", "alias", "filter", "measure")
        asked = told.text("name", told.text("measure"))
        within = tuple(Filter(text, told) for text in told.texts("filter"))
        side = self.manifest.metrics.get(asked)
        if side is not None and _is_inside_another(side) and not within and not filters:
            return self._body(side, ())
        return self._kpi(asked, (*within, *filters), metric.params, name)

    def _derived(self, metric: Metric, filters: tuple[Filter, ...]) -> str:
        params = metric.params
        inputs: dict[str, Expression] = {}
        for told in [*params.each("metrics"), *params.each("input_metrics")]:
            told.only("name", "alias", "filter", "offset_window", "offset_to_grain")
            within = tuple(Filter(text, told) for text in told.texts("filter"))
            kpi = self._kpi(told.text("name"), (*within, *filters), told, "name")
            inputs[told.text("alias", told.text("name"))] = _earlier(told, kpi)

        def named(name: str) -> Expression:
            if name not in inputs:
                raise NotSayableError(name)
            return inputs[name]

        try:
            return expression_text(formula_expression(parsed_sql(params.text("expr")), named))
        except NotSayableError as part:
            _fail(params, "sources.metricflow_sql", "expr", sql=part.part)

    def _cumulative(self, metric: Metric, filters: tuple[Filter, ...]) -> dict[str, Any]:
        params = metric.params
        more = params.inside("cumulative_type_params")
        window = more.text("window", params.text("window"))
        to_date = more.text("grain_to_date", params.text("grain_to_date"))
        if more.text("period_agg", params.text("period_agg", "last")) != "last":
            params.report("sources.metricflow_period_agg", "", Severity.WARNING, name=metric.name)
        if bool(window) == bool(to_date):
            _fail(params, "sources.metricflow_since_ever", "window", name=metric.name)
        body = self._accumulated(params, filters)
        if to_date:
            params.report("sources.metricflow_to_date", "", Severity.NOTE, name=metric.name, grain=to_date)
            return body
        count, unit = _window(window)
        if unit not in _DAYS:
            _fail(params, "sources.metricflow_window", "", window=window)
        return {"window_days": count * _DAYS[unit], **body}

    def _accumulated(self, params: Part, filters: tuple[Filter, ...]) -> dict[str, Any]:
        if "measure" in params.data:
            aggregation, more = self._measure(params, "measure")
            return self._measured(aggregation, (*more, *filters))
        nested = params.inside("cumulative_type_params")
        told = nested.inside("metric") if "metric" in nested.data else params.inside("input_metric")
        within = tuple(Filter(text, told) for text in told.texts("filter"))
        metric = self.manifest.metrics.get(told.text("name"))
        if metric is not None and metric.kind == "simple":
            own = tuple(Filter(text, metric.part) for text in metric.part.texts("filter"))
            return self._simple(metric, (*own, *within, *filters))
        return {"formula": self._kpi(told.text("name"), (*within, *filters), params, "input_metric")}

    def _conversion(self, metric: Metric, filters: tuple[Filter, ...]) -> dict[str, Any]:
        """Rows of the base that were converted, over all of them; the mapping says by which column one knows."""
        nested = metric.params.inside("conversion_type_params")
        params = nested if nested.data else metric.params
        column = self.mapping.conversions.get(metric.name, "")
        aggregation, more = self._base(params)
        if not column:
            table = self.mapping.table(aggregation.model.dbt_model) or aggregation.model.dbt_model
            _fail(metric.part, "sources.metricflow_conversion", "name", name=metric.name, table=table)
        reading = MeasureReading(aggregation, self.mapping)
        if not self.mapping.column(self.mapping.table(aggregation.model.dbt_model), column):
            _fail(metric.part, "sources.metricflow_conversion", "name", name=metric.name, table=aggregation.model.name)
        part = reading.body((*more, *filters), converted=column)
        if params.text("calculation", "conversion_rate") == "conversions":
            return part
        return {"ratio": {"part": part, "whole": reading.body((*more, *filters))}}

    def _base(self, params: Part) -> tuple[Aggregation, tuple[Filter, ...]]:
        if "base_measure" in params.data:
            return self._measure(params, "base_measure")
        told = params.inside("base_metric")
        metric = self.manifest.metrics.get(told.text("name"))
        if metric is None or metric.kind != "simple":
            _fail(params, "sources.metricflow_unknown", "base_metric", name=told.text("name"))
        own = tuple(Filter(text, metric.part) for text in metric.part.texts("filter"))
        if metric.aggregation is not None:
            return metric.aggregation, own
        aggregation, more = self._measure(metric.params, "measure")
        return aggregation, (*more, *own)


def _fail(part: Part, code: str, name: str = "", /, **params: str | int) -> NoReturn:
    part.report(code, name, **params)
    raise NotTakenOverError


def _earlier(told: Part, kpi: str) -> Expression:
    """The input in its own period, or in the one that its offset names."""
    if told.text("offset_to_grain"):
        _fail(told, "sources.metricflow_offset_to_grain", "offset_to_grain")
    window = told.text("offset_window")
    if not window:
        return Name(kpi)
    count, unit = _window(window)
    if unit == "year" and count == 1:
        return Call("a_year_earlier", (Name(kpi),))
    if unit in _MONTHS:
        return Call("months_earlier", (Name(kpi), Literal(exact(count * _MONTHS[unit]))))
    if unit in _DAYS:
        return Call("days_earlier", (Name(kpi), Literal(exact(count * _DAYS[unit]))))
    _fail(told, "sources.metricflow_window", "offset_window", window=window)


def _window(text: str) -> tuple[int, str]:
    """30 days, 1 month, 30d; (0, "") for anything else."""
    found = _WINDOW.fullmatch(text.strip().lower())
    if found is None:
        return 0, ""
    return (int(found[1]), found[2]) if found[1] else (int(found[3]), _LETTERS[found[4]])


def _say_of_nulls(told: Part, agg: str) -> None:
    """Sums and counts of nothing are 0 in Merit; any other value in the place of none is not."""
    filled = told.text("fill_nulls_with")
    if filled and not (filled == "0" and agg in ("sum", "count", "count_distinct", "sum_boolean")):
        told.report("sources.metricflow_fill_nulls", "fill_nulls_with", Severity.WARNING, value=filled)
    if told.data.get("join_to_timespine") is True:
        told.report("sources.metricflow_timespine", "join_to_timespine", Severity.NOTE)


def _merit_meta(part: Part) -> dict[str, Any]:
    """What an export of Merit's own wrote beside: `config: {meta: {merit: …}}`."""
    for holder in (part.inside("config").inside("meta"), part.inside("meta")):
        told = holder.inside("merit").data
        if told:
            return told
    return {}


def _is_inside_another(metric: Metric) -> bool:
    return _merit_meta(metric.part).get("inline") is True


def _told(metric: Metric, *, hidden: bool) -> dict[str, Any]:
    """Title, note and whatever an export of Merit's own wrote beside."""
    told: dict[str, Any] = {"title": metric.part.text("label", metric.name)}
    if metric.part.text("description"):
        told["note"] = metric.part.text("description")
    told |= {name: given for name, given in _merit_meta(metric.part).items() if name != "inline"}
    return told | ({"hidden": True} if hidden else {})

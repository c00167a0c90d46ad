"""dbt files to the manifest: the legacy form (`semantic_models:`) and the latest (`models:` with `semantic_model`)."""

import re

from merit.kernel.document import Document
from merit.kernel.problems import Problem, Severity
from merit.sources.metricflow.manifest import Aggregation, Manifest, Metric, SemanticModel
from merit.sources.metricflow.part import Part

KINDS = ("simple", "ratio", "derived", "cumulative", "conversion")
_REF = re.compile(r"""ref\(\s*(?:['"][^'"]+['"]\s*,\s*)?['"]([^'"]+)['"]""")
_TOP = ("version", "semantic_models", "metrics", "models", "saved_queries", "exposures", "sources", "time_spines")
_METRIC = ("name", "description", "label", "type", "type_params", "filter", "config", "meta", "time_granularity")
_LATEST = (
    "agg", "expr", "percentile", "percentile_type", "non_additive_dimension", "agg_time_dimension", "join_to_timespine",
    "fill_nulls_with", "numerator", "denominator", "input_metrics", "input_metric", "window", "grain_to_date",
    "period_agg", "entity", "calculation", "base_metric", "conversion_metric", "constant_properties", "hidden",
)  # fmt: skip
_MEASURE = (
    "name", "description", "label", "agg", "expr", "agg_params", "agg_time_dimension", "non_additive_dimension",
    "create_metric", "config",
)  # fmt: skip


def read_manifest(documents: list[Document], problems: list[Problem]) -> Manifest:
    """All files together, since metrics speak of models in other files."""
    manifest = Manifest()
    tops = [Part(each, each.data, (), problems) for each in documents]
    for top in tops:
        top.only(*_TOP)
        _models(top, manifest)
    for top in tops:
        for part in top.each("metrics"):
            _metric(part, manifest)
        if "saved_queries" in top.data:
            top.report("sources.metricflow_left_out", "saved_queries", Severity.NOTE, field="saved_queries")
    return manifest


def _models(top: Part, manifest: Manifest) -> None:
    for part in top.each("semantic_models"):
        _legacy_model(part, manifest)
    for part in top.each("models"):
        if part.data.get("semantic_model") not in (None, False):
            _latest_model(part, manifest)


def _legacy_model(part: Part, manifest: Manifest) -> None:
    part.only(
        "name", "description", "label", "model", "defaults", "entities", "primary_entity", "dimensions", "measures",
        "config",
    )  # fmt: skip
    written = part.text("model")
    found = _REF.search(written)
    model = SemanticModel(part.text("name"), found[1] if found else written or part.text("name"), part)
    model.time = part.inside("defaults").text("agg_time_dimension")
    _named_columns(model, part)
    manifest.models[model.name] = model
    for measure in part.each("measures"):
        _measure(measure, model, manifest)


def _named_columns(model: SemanticModel, part: Part) -> None:
    """Dimensions and entities that name the SQL behind them."""
    if part.text("primary_entity"):
        model.entities.add(part.text("primary_entity"))
    for entity in part.each("entities"):
        model.columns[entity.text("name")] = entity.text("expr", entity.text("name"))
        if entity.text("type") in ("primary", "unique", "natural"):
            model.entities.add(entity.text("name"))
    for dimension in part.each("dimensions"):
        model.columns[dimension.text("name")] = dimension.text("expr", dimension.text("name"))


def _measure(part: Part, model: SemanticModel, manifest: Manifest) -> None:
    part.only(*_MEASURE)
    name = part.text("name")
    if name in manifest.measures:
        first = manifest.measures[name].part.place()
        part.report("sources.metricflow_twice", "name", name=name, first=str(first))
        return
    manifest.measures[name] = Aggregation(
        name,
        model,
        part.text("agg").lower(),
        part.text("expr", name),
        part.text("agg_time_dimension", model.time),
        part,
        part.inside("agg_params"),
    )
    if part.data.get("create_metric") is True:
        data = {"name": name, "type": "simple", "type_params": {"measure": name}}
        told = {key: part.data[key] for key in ("label", "description", "config") if key in part.data}
        made = Part(part.document, data | told, part.path, part.problems)
        manifest.add_metric(Metric(name, "simple", made, made.inside("type_params")))


def _latest_model(part: Part, manifest: Manifest) -> None:
    told = part.inside("semantic_model") if isinstance(part.data["semantic_model"], dict) else part
    if told is not part and told.data.get("enabled") is False:
        return
    model = SemanticModel(told.text("name", part.text("name")), part.text("name"), part)
    model.time = part.text("agg_time_dimension")
    for column in part.each("columns"):
        _latest_column(column, model)
    _named_columns(model, part.inside("derived_semantics"))
    if part.text("primary_entity"):
        model.entities.add(part.text("primary_entity"))
    manifest.models[model.name] = model
    for metric in part.each("metrics"):
        _metric(metric, manifest, model)


def _latest_column(column: Part, model: SemanticModel) -> None:
    name = column.text("name")
    model.columns.setdefault(name, name)
    for kind in ("entity", "dimension"):
        if kind not in column.data:
            continue
        inner = column.inside(kind)
        given = inner.data if isinstance(column.data[kind], dict) else {"type": column.text(kind)}
        told = str(given.get("name", name))
        model.columns[told] = name
        if kind == "entity" and given.get("type") in ("primary", "unique", "natural"):
            model.entities.add(told)


def _metric(part: Part, manifest: Manifest, model: SemanticModel | None = None) -> None:
    legacy = "type_params" in part.data
    part.only(*_METRIC, *(() if legacy else _LATEST))
    name, kind = part.text("name"), part.text("type", "simple").lower()
    if kind not in KINDS:
        part.report("sources.metricflow_kind", "type", type=kind, known=", ".join(KINDS))
        return
    metric = Metric(name, kind, part, part.inside("type_params") if legacy else part)
    if kind == "simple" and not legacy:
        if model is None:
            part.report("sources.metricflow_no_model", name=name)
            return
        time = part.text("agg_time_dimension", model.time)
        metric.aggregation = Aggregation(
            name, model, part.text("agg").lower(), part.text("expr", name), time, part, part
        )
    manifest.add_metric(metric)

"""The `metrics` of an experiment file, checked against the catalogue of KPIs."""

from collections import Counter
from difflib import get_close_matches
from fractions import Fraction

from merit.catalogue.kpi import Catalogue, Direction
from merit.experiments.experiment import AssignedBy, Margin, Metric, MetricKind, MetricRole, UnitKind
from merit.experiments.units_and_kpis import POPULATIONS, fits, measures_for
from merit.kernel.problems import Problem
from merit.kernel.section import Section

KEYS = ("metric", "role", "kind", "kpi", "better", "minimum_effect", "margin", "worth", "title")
_SIDES = ("higher", "lower")


def read_metrics(fields: Section, catalogue: Catalogue, unit: UnitKind, assigned_by: AssignedBy) -> tuple[Metric, ...]:
    """Every metric that can be read; exactly one decides, and each has a name of its own."""
    sections = fields.sections("metrics")
    found = [(each, _metric(each, catalogue)) for each in sections if each.needed("metric", "kind")]
    for section, metric in found:
        _check_source(section, metric, catalogue, unit, assigned_by)
    primaries = sum(metric.role is MetricRole.PRIMARY for _, metric in found)
    if primaries != 1:
        fields.add(Problem("experiments.one_primary", fields.place("metrics"), {"count": primaries}))
    for name, times in Counter(metric.metric for _, metric in found).items():
        if times > 1:
            fields.add(Problem("experiments.metric_twice", fields.place("metrics"), {"metric": name}))
    return tuple(metric for _, metric in found)


def _metric(fields: Section, catalogue: Catalogue) -> Metric:
    fields.known_keys(*KEYS)
    role = fields.choice("role", MetricRole, MetricRole.SECONDARY)
    key = {MetricRole.PRIMARY: "minimum_effect", MetricRole.GUARDRAIL: "margin"}.get(role, "")
    if key:
        fields.needed(key)
    kpi = fields.text("kpi")
    return Metric(
        metric=fields.text("metric"),
        kind=fields.choice("kind", MetricKind, MetricKind.BINARY),
        role=role,
        kpi=kpi,
        lower_is_better=_lower_is_better(fields, catalogue, kpi),
        margin=_margin(fields, key) if key and fields.has(key) else None,
        worth=fields.above_zero("worth"),
        title={language: fields.inner("title").text(language) for language in ("zh", "en")}
        if isinstance(fields.data.get("title"), dict)
        else {},
    )


def _lower_is_better(fields: Section, catalogue: Catalogue, kpi: str) -> bool:
    """As written, else as the KPI's own direction has it."""
    if not fields.has("better"):
        return kpi in catalogue and catalogue[kpi].direction is Direction.DOWN
    written = fields.text("better")
    if written not in _SIDES:
        fields.not_a_choice(written, _SIDES, "better")
    return written == "lower"


def _margin(fields: Section, key: str) -> Margin:
    """`5%` is a part of the control's value, `0.01` a difference in the metric's own unit."""
    written = fields.text(key)
    value = fields.as_number(written.removesuffix("%"), (key,))
    if value is not None and value <= 0:
        fields.add(Problem("documents.not_above_zero", fields.place(key), {"key": key}))
    relative = written.endswith("%")
    size = value if value is not None else Fraction(1)
    return Margin(size / 100 if relative else size, relative)


def _check_source(
    fields: Section, metric: Metric, catalogue: Catalogue, unit: UnitKind, assigned_by: AssignedBy
) -> None:
    if assigned_by is AssignedBy.TOTALS:
        if metric.kpi:
            fields.add(Problem("experiments.totals_tell_no_units", fields.place("kpi"), {"key": "kpi"}))
        return
    if not fields.needed("kpi"):
        return
    if metric.kpi not in catalogue:
        near = get_close_matches(metric.kpi, [each.id for each in catalogue.kpis.values() if not each.hidden], n=3)
        params: dict[str, str | int] = {"kpi": metric.kpi, "near": ", ".join(near) or "-"}
        fields.add(Problem("experiments.unknown_kpi", fields.place("kpi"), params))
        return
    measures = measures_for(catalogue, metric.kpi, metric.kind)
    params = {"kpi": metric.kpi, "kind": str(metric.kind), "unit": str(unit), "column": POPULATIONS[unit].column}
    if not measures:
        fields.add(Problem("experiments.kpi_of_another_kind", fields.place("kpi"), params))
    elif not all(fits(each, unit) for each in measures):
        fields.add(Problem("experiments.kpi_without_unit", fields.place("kpi"), params))

"""One indicator of a document as the values of its form, and the way back."""

from typing import Any

from merit_desk.catalogue.forms.typed import filled, pairs_of, pairs_shown, rows_of, rows_shown, shown, typed
from merit_desk.plans.forms.plan_form import CURVES, KINDS, IndicatorForm

DEFAULTS: dict[str, Any] = {
    "proportional": {"cap": 120},
    "bands": [[0, 0], [60, 60], [80, 80], [100, 100]],
    "interpolated": [[0, 0], [60, 60], [100, 100], [120, 120]],
    "lower_is_better": {"method": "linear", "cap": 120},
    "range": {"low": 25, "high": 40, "slope": 4},
    "per_occurrence": {"each": 20},
    "relative": {"to": "peers", "by": "ratio", "points": [["0.8", 60], [1, 100], ["1.2", 120]]},
}
_PLAIN = ("weight", "name", "of", "min_n", "insufficient", "trim", "below_floor", "missing")
_USUAL = {"of": "person", "missing": "block", "insufficient": "block", "below_floor": "withhold"}
_INSIDE = ("floor", "cap", "method", "low", "high", "slope", "each", "to", "by", "interpolation")
_BESIDE = ("bands", "interpolated")


def indicator_values(data: dict[str, Any]) -> dict[str, str]:
    """The values of the form."""
    kind = next((each for each in KINDS if each in data), "kpi")
    values = {name: shown(data.get(name)) for name in _PLAIN} | {"kind": kind, "subject": shown(data.get(kind))}
    values |= _target_values(data.get("target"))
    curve = data.get("curve")
    values |= _curve_values(curve if isinstance(curve, dict) else {})
    scale = data.get("scale")
    low, high, *_ = [*(scale if isinstance(scale, list) else []), None, None]
    values |= {"scale_low": shown(low), "scale_high": shown(high), "raters": pairs_shown(data.get("raters"))}
    return {**_USUAL, **{name: value for name, value in values.items() if value}}


def _target_values(target: Any) -> dict[str, str]:
    if target is None:
        return {"basis": "", "target": ""}
    if isinstance(target, dict):
        basis, value = next(iter(target.items()), ("absolute", None))
        return {"basis": str(basis), "target": shown(value)}
    return {"basis": "absolute", "target": shown(target)}


def _curve_values(curve: dict[str, Any]) -> dict[str, str]:
    kind = next((each for each in CURVES if each in curve), "proportional")
    inner = curve.get(kind)
    values = {"curve": kind}
    if kind in _BESIDE:
        values |= {"points": rows_shown(inner or [])}
        values |= {name: shown(curve.get(name)) for name in ("on", "edge", "floor", "cap")}
    elif isinstance(inner, dict):
        values |= {name: shown(inner.get(name)) for name in _INSIDE}
        values |= {"points": rows_shown(inner["points"])} if "points" in inner else {}
    return values


def indicator_data(form: IndicatorForm) -> dict[str, Any]:
    """The indicator as the document writes it; usual choices are left out."""
    kind, asked = form.value("kind"), form.shown
    found: dict[str, Any] = {kind: form.value("subject") or None, "weight": typed(form.value("weight"))}
    if form.value("name"):
        found["name"] = form.value("name")
    plain = {name: typed(form.value(name)) for name in _PLAIN[2:] if name in asked}
    rest = {
        name: value for name, value in plain.items() if value != "" and (name == "missing" or value != _USUAL.get(name))
    }
    if kind == "rated":
        scale = [typed(form.value("scale_low")), typed(form.value("scale_high"))]
        return found | filled({"scale": scale, "raters": pairs_of(form.value("raters"))}) | rest
    of = {"of": rest.pop("of")} if "of" in rest else {}
    return found | of | filled({"target": _target_data(form)}) | {"curve": _curve_data(form)} | rest


def _target_data(form: IndicatorForm) -> Any:
    basis, value = form.value("basis"), typed(form.value("target"))
    if not basis:
        return None
    return value if basis == "absolute" else {basis: value if value != "" else None}


def _curve_data(form: IndicatorForm) -> dict[str, Any]:
    kind, asked = form.value("curve"), form.shown
    inside = {name: typed(form.value(name)) for name in _INSIDE if name in asked}
    if kind in _BESIDE:
        beside = {name: form.value(name) for name in ("on", "edge") if name in asked}
        usual = {"on": "actual", "edge": "at_least"}
        kept: dict[str, Any] = {name: value for name, value in beside.items() if value != usual[name]}
        return {kind: rows_of(form.value("points")), **filled({**kept, **inside})}
    points = {"points": rows_of(form.value("points"))} if kind == "relative" else {}
    return {kind: filled(points | inside)}


def with_default_curve(data: dict[str, Any]) -> dict[str, Any]:
    """A curve that was chosen just now starts from an example that reads well."""
    curve = data.get("curve")
    if not isinstance(curve, dict):
        return data
    kind, inner = next(iter(curve.items()))
    needs_more = not inner or (kind in ("range", "per_occurrence", "relative") and not set(DEFAULTS[kind]) & set(inner))
    if kind in DEFAULTS and needs_more and kind not in ("proportional", "lower_is_better"):
        kept = inner if isinstance(inner, dict) else {}
        default = DEFAULTS[kind]
        return {**data, "curve": {**curve, kind: {**default, **kept} if isinstance(default, dict) else default}}
    return data

"""The form of a KPI as the document that the core reads, and the way back."""

from typing import Any

from django.http import QueryDict

from merit.kernel.node import NodeKind
from merit_desk.catalogue.forms.kpi_form import MEASURES, WAYS, BodyForm, KpiForm
from merit_desk.catalogue.forms.typed import filled, shown, typed

Forms = dict[str, Any]
_OF_MEASURE = ("of", "where", "at", "level", "by_weight_of")


def forms_of(data: dict[str, Any], posted: QueryDict | None = None, groups: tuple[str, ...] = ()) -> Forms:
    """The four forms `kpi`, `body`, `part` and `whole`: as posted, else filled from the document."""
    body = next((each for each in WAYS if each in data), "sum")
    ratio = data.get("ratio")
    sides = ratio if isinstance(ratio, dict) else {}
    return {
        "kpi": KpiForm(posted, initial=_named(data), prefix="kpi", groups=groups),
        "body": BodyForm(posted, initial=_body(body, data.get(body)), prefix="body"),
        "part": BodyForm(posted, initial=_side(sides.get("part")), prefix="part"),
        "whole": BodyForm(posted, initial=_side(sides.get("whole")), prefix="whole"),
    }


def _named(data: dict[str, Any]) -> dict[str, Any]:
    title, note = _both(data.get("title")), _both(data.get("note"))
    return {
        "kpi": shown(data.get("kpi")),
        "title_zh": title.get("zh", ""),
        "title_en": title.get("en", ""),
        "group": shown(data.get("group", "own")),
        "unit": shown(data.get("unit", "number")),
        "direction": shown(data.get("direction", "none")),
        "nodes": data.get("nodes") or [kind.value for kind in NodeKind],
        "minimum_sample": shown(data.get("minimum_sample")),
        "mature_after_days": shown(data.get("mature_after_days")),
        "note_zh": note.get("zh", ""),
        "note_en": note.get("en", ""),
    }


def _both(written: Any) -> dict[str, str]:
    if isinstance(written, str):
        return {"zh": written, "en": written}
    return written if isinstance(written, dict) else {}


def _body(how: str, written: Any) -> dict[str, Any]:
    if how not in MEASURES:
        return {"how": how, "formula": shown(written) if how == "formula" else ""}
    measure = written if isinstance(written, dict) else {}
    values = {name: shown(measure.get(name)) for name in _OF_MEASURE}
    values["of"] = shown(measure.get("of", measure.get("value")))
    return {"how": how, "table": shown(measure.get("from")), **values, **_credit(measure.get("credit"))}


def _credit(written: Any) -> dict[str, str]:
    if not isinstance(written, dict):
        return {"credit": shown(written)}
    for by in ("person", "team"):
        if by in written:
            return {"credit": by, "credit_column": shown(written[by])}
    kind = shown(written.get("kind"))
    return {"credit": "subject", "credit_kind": kind, "credit_column": shown(written.get("column"))}


def _side(written: Any) -> dict[str, Any]:
    if isinstance(written, dict):
        how = next((each for each in written if each in WAYS), "sum")
        return _body(how, written.get(how))
    return {"how": "kpi", "kpi": shown(written)}


def data_of(forms: Forms, version: int) -> dict[str, Any]:
    """The document; what is empty is left out. All of the KPI is stated, so that a version stands by itself."""
    kpi: KpiForm = forms["kpi"]
    nodes = kpi["nodes"].value() or []
    everywhere = set(nodes) == {kind.value for kind in NodeKind}
    named = {
        "kpi": kpi.value("kpi"),
        "version": version,
        "title": filled({"zh": kpi.value("title_zh"), "en": kpi.value("title_en")}),
        "group": kpi.value("group"),
        "unit": kpi.value("unit"),
        "direction": kpi.value("direction"),
    }
    limits = {
        "nodes": [] if everywhere else list(nodes),
        "minimum_sample": typed(kpi.value("minimum_sample")),
        "mature_after_days": typed(kpi.value("mature_after_days")),
        "note": filled({"zh": kpi.value("note_zh"), "en": kpi.value("note_en")}),
    }
    return {**filled(named), **_body_data(forms), **filled(limits)}


def _body_data(forms: Forms) -> dict[str, Any]:
    body: BodyForm = forms["body"]
    if body.way == "ratio":
        return {"ratio": filled({side: _side_data(forms[side]) for side in ("part", "whole")})}
    return {body.way: _value(body)} if body.way in WAYS else {}


def _side_data(side: BodyForm) -> Any:
    return side.value("kpi") if side.way == "kpi" else {side.way: _value(side)}


def _value(body: BodyForm) -> Any:
    if body.way == "entered":
        return True
    if body.way == "formula":
        return body.value("formula")
    asked = body.shown
    values = {name: body.value(name) for name in ("of", "where", "at") if name in asked}
    level = typed(body.value("level")) if "level" in asked else ""
    weight = body.value("by_weight_of") if "by_weight_of" in asked else ""
    return filled(
        {"of": values.get("of"), "from": body.relation, "where": values.get("where"), "at": values.get("at")}
        | {"level": level, "credit": _credit_data(body), "by_weight_of": weight}
    )


def _credit_data(body: BodyForm) -> Any:
    match body.value("credit"):
        case "nobody":
            return "nobody"
        case "person" | "team" as by:
            return {by: body.value("credit_column")}
        case "subject":
            return filled({"kind": body.value("credit_kind"), "column": body.value("credit_column")})
        case _:
            return None


def field_of(path: str, way: str) -> str:
    """The id of the form field to which a place inside the document belongs; empty where it is the whole."""
    steps = path.split(".") if path else []
    if not steps:
        return ""
    if steps[0] == "ratio":
        return _field_of_side(steps[1:])
    if steps[0] in WAYS:
        return _field_of_body("body", steps[0], steps[1:])
    inside = {"title": "title_zh", "note": "note_zh"}.get(steps[0], steps[0])
    return f"id_kpi-{inside}" if inside in KpiForm.base_fields else ("id_body-how" if way else "")


def _field_of_side(steps: list[str]) -> str:
    if not steps:
        return "id_part-how"
    side, *more = steps
    return _field_of_body(side, more[0], more[1:]) if more else f"id_{side}-kpi"


def _field_of_body(prefix: str, way: str, steps: list[str]) -> str:
    if way == "formula":
        return f"id_{prefix}-formula"
    names = {"from": "table", "value": "of"}
    inside = names.get(steps[0], steps[0]) if steps else "how"
    if inside == "credit" and len(steps) > 1:
        inside = "credit_kind" if steps[1] == "kind" else "credit_column"
    return f"id_{prefix}-{inside if inside in BodyForm.base_fields else 'how'}"

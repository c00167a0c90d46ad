"""The shared parts of a reward's document as the values of their forms, and the way back."""

from datetime import date
from decimal import Decimal
from typing import Any

from merit.rewards.plan.reward_plan import Missing, Reading
from merit.scores.plan.score_plan import Comparison
from merit_desk.catalogue.forms.typed import filled, pairs_of, pairs_shown, rows_of, rows_shown, shown, typed, words_of
from merit_desk.reward_plans.forms.parts_form import CoefficientForm, ConditionForm, GateForm, HeadForm, KickerForm

AUDIENCE = {"posts": "post", "teams": "team", "people": "person"}


def mapping(value: Any) -> dict[str, Any]:
    """The part where it is a mapping, else an empty one."""
    return value if isinstance(value, dict) else {}


def one_or_more(value: Any) -> list[dict[str, Any]]:
    """A part that stands once or as a list."""
    parts = value if isinstance(value, list) else [value]
    return [each for each in parts if isinstance(each, dict)]


def day_of(text: str) -> date | str:
    """A day, or what was typed: the core then says what is wrong."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        return text


def percent_shown(value: Any) -> str:
    """A share in percent; anything else as it is."""
    if isinstance(value, int | Decimal) and not isinstance(value, bool):
        return f"{format((Decimal(value) * 100).normalize() + Decimal(0), 'f')}%"
    return shown(value)


def rates_shown(rows: Any, edges_too: bool) -> str:
    """Bands a line each: the edge (in percent where it is an attainment) and the rate in percent."""
    if not isinstance(rows, list) or not all(isinstance(row, list) and len(row) == 2 for row in rows):
        return rows_shown(rows or [])
    edge = percent_shown if edges_too else shown
    return "\n".join(f"{edge(start)}  {percent_shown(rate)}" for start, rate in rows)


def names_shown(names: Any) -> str:
    """One name or several, in one line."""
    return ", ".join(map(shown, names)) if isinstance(names, list) else shown(names)


def one_name_or_more(names: list[str]) -> Any:
    """One name alone, several as a list."""
    return names[0] if len(names) == 1 else names


def head_values(data: dict[str, Any]) -> dict[str, str]:
    """Title, kind, audience and days."""
    title, audience = mapping(data.get("title")), mapping(data.get("for"))
    values = {field: names_shown(audience.get(key)) for field, key in AUDIENCE.items()}
    plain = {name: shown(data.get(name)) for name in ("cycle", "valid_from", "valid_to")}
    titles = {"title_zh": shown(title.get("zh")), "title_en": shown(title.get("en"))}
    return {**values, **plain, **titles, "kind": shown(data.get("kind")) or "bonus"}


def head_data(head: HeadForm) -> dict[str, Any]:
    """The same as the document writes it."""
    audience = {key: one_name_or_more(words_of(head.value(field))) for field, key in AUDIENCE.items()}
    return {
        "kind": head.value("kind"),
        "title": filled({"zh": head.value("title_zh"), "en": head.value("title_en")}),
        "for": filled(audience),
        "cycle": head.value("cycle"),
        "valid_from": day_of(head.value("valid_from")),
        "valid_to": day_of(head.value("valid_to")),
    }


def coefficient_values(data: Any, usual_of: str) -> dict[str, str]:
    """A coefficient table."""
    part = mapping(data)
    return {
        "kpi": shown(part.get("kpi")),
        "of": shown(part.get("of")) or usual_of,
        "on": shown(part.get("on")) or str(Reading.ACTUAL),
        "bands": rows_shown(part.get("bands") or []),
        "target": shown(part.get("target")),
        "missing": shown(part.get("missing")) or str(Missing.BLOCK),
    }


def coefficient_data(form: CoefficientForm, usual_of: str) -> dict[str, Any]:
    """The table; nothing without a KPI."""
    if not form.value("kpi"):
        return {}
    found: dict[str, Any] = {"kpi": form.value("kpi")}
    found |= _chosen(form, {"of": usual_of, "on": str(Reading.ACTUAL)})
    found["bands"] = rows_of(form.value("bands"))
    if "target" in form.shown:
        found |= filled({"target": typed(form.value("target"))})
    return found | _chosen(form, {"missing": str(Missing.BLOCK)})


def _chosen(form: CoefficientForm, usual: dict[str, str]) -> dict[str, str]:
    """What differs from the usual choice."""
    return {name: form.value(name) for name, choice in usual.items() if form.value(name) not in ("", choice)}


def condition_values(data: dict[str, Any]) -> dict[str, str]:
    """A gate or a kicker."""
    compared = next((each for each in Comparison if each in data), None)
    return {
        "kpi": shown(data.get("kpi")),
        "of": shown(data.get("of")) or "person",
        "comparison": str(compared or Comparison.AT_LEAST),
        "threshold": shown(data.get(compared)) if compared else "",
        "keeps": "" if data.get("else") in (None, "zero") else percent_shown(data.get("else")),
        "add": shown(data.get("add")),
        "times": shown(data.get("times")),
        "start": shown(data.get("from")),
        "end": shown(data.get("to")),
    }


def gate_data(form: GateForm) -> dict[str, Any]:
    """前置条件: without a share nothing is left."""
    keeps = typed(form.value("keeps"))
    return _condition(form) | {"else": "zero" if keeps in ("", 0) else keeps}


def kicker_data(form: KickerForm) -> dict[str, Any]:
    """加码奖."""
    rest = {
        "add": typed(form.value("add")),
        "times": typed(form.value("times")),
        "from": day_of(form.value("start")),
        "to": day_of(form.value("end")),
    }
    return _condition(form) | filled(rest)


def _condition(form: ConditionForm) -> dict[str, Any]:
    threshold = typed(form.value("threshold"))
    named: dict[str, Any] = {"kpi": form.value("kpi") or None}
    if form.value("of") not in ("", "person"):
        named["of"] = form.value("of")
    return named | {form.value("comparison"): threshold}


def individual_values(coefficients: Any) -> dict[str, str]:
    """Coefficients by grade, one a line, or by score."""
    if isinstance(coefficients, list):
        return {"by": "score", "coefficients": rows_shown(coefficients)}
    by_grade = pairs_shown(coefficients or {}).replace(", ", "\n")
    return {"by": "grade" if coefficients else "own", "coefficients": by_grade}


def individual_data(by: str, text: str) -> Any:
    """The same as the document writes them."""
    return rows_of(text) if by == "score" else pairs_of(text)

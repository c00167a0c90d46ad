"""A whole plan between its document and its forms. Whatever can be typed survives the way to the document and back."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.http import QueryDict

from merit_desk.catalogue.forms.typed import filled, pairs_of, pairs_shown, rows_of, rows_shown, shown, typed, words_of
from merit_desk.plans.forms.change_data import change_data, change_values
from merit_desk.plans.forms.indicator_data import indicator_data, indicator_values
from merit_desk.plans.forms.plan_form import ChangeForm, HeadForm, IndicatorForm

MOST_PARTS = 40
_AUDIENCE = {"posts": "post", "teams": "team", "people": "person"}


@dataclass(frozen=True, slots=True)
class PlanForms:
    """The forms of one plan."""

    head: HeadForm
    indicators: list[IndicatorForm]
    changes: list[ChangeForm]

    @property
    def field_ids(self) -> list[str]:
        """Ids of all controls that are shown."""
        forms = [self.head, *self.indicators, *self.changes]
        return [form[name].auto_id for form in forms for name in form.shown]


def forms_of(data: dict[str, Any]) -> PlanForms:
    """The forms filled from a document."""
    indicators = _mappings(data.get("indicators"))
    changes = _mappings(data.get("modifiers"))
    return PlanForms(
        HeadForm(initial=_head_values(data), prefix="plan"),
        [IndicatorForm(initial=indicator_values(each), prefix=f"i{at}") for at, each in enumerate(indicators)],
        [ChangeForm(initial=change_values(each), prefix=f"m{at}") for at, each in enumerate(changes)],
    )


def forms_posted(posted: QueryDict) -> PlanForms:
    """The forms as they were sent."""
    return PlanForms(
        HeadForm(posted, prefix="plan"),
        [IndicatorForm(posted, prefix=f"i{at}") for at in range(_count(posted, "indicators"))],
        [ChangeForm(posted, prefix=f"m{at}") for at in range(_count(posted, "changes"))],
    )


def _count(posted: QueryDict, name: str) -> int:
    given = posted.get(name, "0")
    return min(int(given), MOST_PARTS) if given.isascii() and given.isdigit() else 0


def _mappings(parts: Any) -> list[dict[str, Any]]:
    return [each for each in parts if isinstance(each, dict)] if isinstance(parts, list) else []


def _head_values(data: dict[str, Any]) -> dict[str, str]:
    title = data.get("title") if isinstance(data.get("title"), dict) else {}
    audience = data.get("for") if isinstance(data.get("for"), dict) else {}
    total = data.get("total") if isinstance(data.get("total"), dict) else {}
    spread = data.get("distribution") if isinstance(data.get("distribution"), dict) else {}
    values = {field: _names_shown((audience or {}).get(key)) for field, key in _AUDIENCE.items()}
    return values | {
        "title_zh": shown((title or {}).get("zh")),
        "title_en": shown((title or {}).get("en")),
        "cycle": shown(data.get("cycle")) or "month",
        "valid_from": shown(data.get("valid_from")),
        "grades": rows_shown(data.get("grades") or []),
        "proration": shown(data.get("proration")) or "working_days",
        "ramp": pairs_shown(data.get("ramp") or {}),
        "customer_weights": pairs_shown(data.get("customer_weights") or {}),
        "total_floor": shown((total or {}).get("floor")),
        "total_cap": shown((total or {}).get("cap")),
        "group": (shown(spread.get("group")) or "post") if spread else "",
        "minimum": shown((spread or {}).get("minimum")),
        "quota": pairs_shown((spread or {}).get("quota") or {}),
    }


def _names_shown(names: Any) -> str:
    return ", ".join(map(shown, names)) if isinstance(names, list) else shown(names)


def data_of(forms: PlanForms, plan: str, version: int) -> dict[str, Any]:
    """The document, in the order of the documented form."""
    head = forms.head
    audience = {key: _one_or_more(words_of(head.value(field))) for field, key in _AUDIENCE.items()}
    spread = {}
    if head.value("group"):
        spread = filled({"group": head.value("group"), "minimum": typed(head.value("minimum"))})
        spread |= {"quota": pairs_of(head.value("quota"))}
    proration = head.value("proration")
    found = {
        "title": filled({"zh": head.value("title_zh"), "en": head.value("title_en")}),
        "for": filled(audience),
        "cycle": head.value("cycle"),
        "valid_from": _day(head.value("valid_from")),
        "indicators": [indicator_data(form) for form in forms.indicators],
        "modifiers": [change_data(form) for form in forms.changes],
        "grades": rows_of(head.value("grades")),
        "proration": "" if proration == "working_days" else proration,
        "ramp": pairs_of(head.value("ramp")),
        "customer_weights": pairs_of(head.value("customer_weights")),
        "distribution": spread,
        "total": filled({"floor": typed(head.value("total_floor")), "cap": typed(head.value("total_cap"))}),
    }
    return {"plan": plan, "version": version, **filled(found)}


def _one_or_more(names: list[str]) -> Any:
    return names[0] if len(names) == 1 else names


def _day(text: str) -> date | str:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return text


def field_of(path: str) -> str:
    """The id of the form field to which a place inside the document belongs; empty for the whole."""
    steps = path.split(".") if path else [""]
    if steps[0] == "indicators" and len(steps) > 1:
        return f"id_i{steps[1]}-{_of_indicator(steps[2:])}"
    if steps[0] == "modifiers" and len(steps) > 1:
        return f"id_m{steps[1]}-{_of_change(steps[2:])}"
    inside = {"title": "title_zh", "for": "posts", "total": "total_cap", "distribution": "quota"}
    named = {"for.team": "teams", "for.person": "people", "total.floor": "total_floor"}
    named |= {f"distribution.{name}": name for name in ("group", "minimum")}
    name = named.get(".".join(steps[:2]), inside.get(steps[0], steps[0]))
    return f"id_plan-{name}" if name in HeadForm.base_fields else ""


def _of_indicator(steps: list[str]) -> str:
    named = {"scale": "scale_low", "kpi": "subject", "task": "subject", "rated": "subject", "counted": "subject"}
    if not steps:
        return "subject"
    if steps[0] == "curve":
        last = next((step for step in reversed(steps[1:]) if not step.isdigit()), "curve")
        return (
            last if last in IndicatorForm.base_fields and last != "interpolated" else "points" if steps[2:] else "curve"
        )
    return named.get(steps[0], steps[0])


def _of_change(steps: list[str]) -> str:
    last = next((step for step in reversed(steps[1:]) if not step.isdigit()), "")
    named = {"event": "subject", "kpi": "subject", "count": "subject", "with": "paired"}
    named |= dict.fromkeys(("above", "at_least", "below", "at_most"), "threshold")
    found = named.get(last, last)
    return found if found in ChangeForm.base_fields else "kind"

"""Which field of the form a place inside the document belongs to, so that a finding stands beside it."""

from merit_desk.reward_plans.forms.parts_form import HeadForm
from merit_desk.reward_plans.forms.reward_data import PREFIXES

_HEAD = {"title": "title_zh", "for": "posts", "for.team": "teams", "for.person": "people"}
_TERMS = {
    "base.kpi": "kpi",
    "rates": "bands",
    "rates.points": "bands",
    "rates.mode": "mode",
    "rates.on": "on",
    "accelerator": "above",
    "refunds": "refunds",
    "refunds.mode": "refunds",
    "refunds.attainment": "attainment",
    "override": "override_rate",
    "override.rate": "override_rate",
    "draw": "draw_amount",
    "draw.amount": "draw_amount",
    "draw.recoverable": "recoverable",
    "holdback": "holdback_share",
    "holdback.share": "holdback_share",
    "holdback.release_after": "release_after",
    "guarantee": "floor",
    "profit": "kpi",
    "profit.kpi": "kpi",
    "profit.of": "of",
    "profit.share": "share",
    "profit.above": "above",
    "amount.above": "over",
    "by": "kpi",
    "by.kpi": "kpi",
    "by.at_least": "threshold",
    "by.at_most": "threshold",
    "amount.kpi": "kpi",
    "amount.of": "of",
    "amount.share": "share",
    "from": "start",
    "to": "end",
}
_CONDITION = {"at_least": "threshold", "at_most": "threshold", "above": "threshold", "below": "threshold"}
_CONDITION |= {"else": "keeps", "from": "start", "to": "end", "": "threshold"}


def field_of(path: str, fields: list[str], kind: str) -> str:
    """The id of the control; empty where the finding is about the whole. `fields` are the ids that are shown."""
    steps = path.split(".") if path else [""]
    found = _found(steps, kind)
    return found if found in fields else ""


def _found(steps: list[str], kind: str) -> str:
    first = steps[0]
    if first in ("gate", "kicker"):
        return _condition(steps)
    if first in PREFIXES:
        inner = next((step for step in steps[1:] if not step.isdigit()), "kpi")
        return f"id_{PREFIXES[first]}-{inner}"
    two = ".".join(steps[:2])
    named = _HEAD.get(two) or _HEAD.get(first) or (first if first in HeadForm.base_fields else "")
    if named:
        return f"id_plan-{named}"
    if first == "base" and kind == "bonus":
        return "id_t-base"
    inner = _TERMS.get(two) or (steps[1] if len(steps) > 1 and first in ("base", "rates", "accelerator") else "")
    return f"id_t-{inner or _TERMS.get(first, first)}"


def _condition(steps: list[str]) -> str:
    """`gate.else` where there is one, `gate.1.else` where there are several."""
    letter, rest = steps[0][0], steps[1:]
    at = rest.pop(0) if rest and rest[0].isdigit() else "0"
    inner = rest[0] if rest else ""
    return f"id_{letter}{at}-{_CONDITION.get(inner, inner)}"

"""Adding, dropping and moving parts of a plan that is being written. Nothing is stored."""

from typing import Any

from merit_desk.plans.forms.indicator_data import with_default_curve
from merit_desk.plans.forms.plan_data import MOST_PARTS

_PARTS = {"indicator": "indicators", "change": "modifiers"}
_FRESH: dict[str, dict[str, Any]] = {
    "indicator": {"kpi": "", "weight": "", "curve": {"proportional": {"cap": 120}}, "missing": "block"},
    "change": {"deduction": {"event": "", "points": "", "limit": ""}},
}


def reshaped(data: dict[str, Any], do: str) -> dict[str, Any]:
    """The document after `add:indicator`, `drop:indicator:2`, `up:change:1`; a fresh curve gets an example."""
    what, _, rest = do.partition(":")
    part, _, number = rest.partition(":")
    key = _PARTS.get(part, "")
    parts = list(data.get(key, [])) if key else []
    at = int(number) if number.isascii() and number.isdigit() else -1
    match what:
        case "add" if key and len(parts) < MOST_PARTS:
            parts.append(_FRESH[part])
        case "drop" if 0 <= at < len(parts):
            del parts[at]
        case "up" if 0 < at < len(parts):
            parts[at - 1], parts[at] = parts[at], parts[at - 1]
    if key:
        data = {**data, key: parts}
    return {**data, "indicators": [with_default_curve(each) for each in data.get("indicators", [])]}

"""Adding and dropping gates and kickers of a draft; examples where a kind was just chosen."""

from typing import Any

_PARTS = {"gate": {"kpi": "", "at_least": "", "else": "zero"}, "kicker": {"kpi": "", "at_least": "", "add": ""}}
_EXAMPLES: dict[str, dict[str, Any]] = {
    "bonus": {"coefficients": {"S": "1.5", "A": "1.2", "B": "1.0", "C": "0.6", "D": "0"}},
    "commission": {
        "base": {"kpi": "paid_sales", "date_basis": "paid"},
        "rates": {"mode": "marginal", "bands": [["0", "4%"], ["200000", "6%"]]},
    },
    "pool": {"share_by": ["bonus_base", "score"]},
    "contest": {"by": {"kpi": "paid_sales"}, "prizes": [3000, 2000, 1000]},
    "profit_share": {"profit": {"kpi": "gross_profit", "share": "5%"}, "share_by": ["bonus_base", "score"]},
    "year_end": {"months": 1},
}
MOST = 12


def reshaped(data: dict[str, Any], do: str) -> dict[str, Any]:
    """The document after `add:gate` or `drop:kicker:1`; anything else only draws the form again."""
    what, _, rest = do.partition(":")
    part, _, number = rest.partition(":")
    if part not in _PARTS:
        return with_example(data)
    written = data.get(part)
    parts = [*written] if isinstance(written, list) else [written] if written else []
    at = int(number) if number.isascii() and number.isdigit() else -1
    if what == "add" and len(parts) < MOST:
        parts.append(dict(_PARTS[part]))
    elif what == "drop" and 0 <= at < len(parts):
        del parts[at]
    return {**data, part: parts}


def with_example(data: dict[str, Any]) -> dict[str, Any]:
    """A kind that was chosen just now starts from a table that reads well."""
    found = dict(data)
    for key, value in _EXAMPLES.get(str(data.get("kind", "")), {}).items():
        stands = found.get(key)
        inside = {"rates": "bands", "base": "kpi", "by": "kpi", "profit": "kpi"}.get(key)
        empty = not (stands or {}).get(inside) if inside else not stands
        if empty:
            found[key] = value
    return found

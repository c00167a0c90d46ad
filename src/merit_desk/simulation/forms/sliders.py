"""What the sliders say, as an address and as a row keep it: the name of each with its decimal text."""

from collections.abc import Mapping
from decimal import Decimal, InvalidOperation

from django.http import QueryDict

KINDS = ("w", "b", "k", "t", "f")
"""Weight of an indicator, edge and coefficient of a grade, targets overall, floor of the company coefficient."""
MOST = 400
_LONGEST = 120


def sliders_of(query: QueryDict) -> dict[str, str]:
    """Every slider that the query names; what is no number is left out, since the control cannot send it."""
    found: dict[str, str] = {}
    for name in list(query)[:MOST]:
        if len(name) <= _LONGEST and name.partition(":")[0] in KINDS and number(query.get(name, "")) is not None:
            found[name] = query.get(name, "").strip()
    return found


def number(text: str) -> Decimal | None:
    """A plain decimal of sensible size; None for anything else."""
    try:
        value = Decimal(text.strip()[:20])
    except InvalidOperation:
        return None
    if not value.is_finite() or abs(value) > 10**9:
        return None
    return value if value.as_tuple().exponent >= -6 else None  # type: ignore[operator]  # finite


def numbers(sliders: Mapping[str, str]) -> dict[str, Decimal]:
    """The same as numbers."""
    read = {name: number(str(text)) for name, text in sliders.items()}
    return {name: value for name, value in read.items() if value is not None}

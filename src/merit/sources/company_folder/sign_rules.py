"""`signs:` of company.yaml: from when on something is a sign of gaming or false data."""

from dataclasses import replace
from fractions import Fraction
from typing import Any

from merit.company import SignRules
from merit.kernel.document import Document
from merit.kernel.problems import Problem, Severity

FIELD = "signs"
KINDS = (
    *("brushing", "self_purchase", "month_end_spike", "chosen_invitations"),
    *("empty_replies", "stock_moved", "sandbagged", "pair_falls"),
)
_LEAST = {
    "brushing_orders": 2,
    "brushing_days": 1,
    "own_orders": 1,
    "led_orders": 3,
    "month_end_days": 1,
    "refund_days": 1,
    "stock_skus": 1,
    "easy_periods": 2,
    "rows": 1,
}
"""Whole numbers, each with the smallest that makes sense."""
FIELDS = ("certainty", *_LEAST, "pairs", "off")
_USUAL = SignRules()


def read_sign_rules(document: Document, problems: list[Problem]) -> SignRules:
    """The rules; what cannot be read is told and stays as it usually is."""
    data = document.data.get(FIELD)
    if data is None:
        return _USUAL
    if not isinstance(data, dict):
        problems.append(_wrong(document, (FIELD,), data, "{…}"))
        return _USUAL
    for name in data:
        if name not in FIELDS:
            params: dict[str, str | int] = {"column": str(name), "known": ", ".join(FIELDS)}
            problems.append(Problem("company.column_unknown", document.place(FIELD, name), params, Severity.NOTE))
    return replace(
        _USUAL,
        certainty=_certainty(document, problems, data.get("certainty", _USUAL.certainty)),
        pairs=_pairs(document, problems, data.get("pairs") or []),
        off=_off(document, problems, data.get("off") or []),
        **{name: _number(document, problems, name, data[name]) for name in _LEAST if name in data},
    )


def _number(document: Document, problems: list[Problem], name: str, given: Any) -> int:
    if isinstance(given, int) and not isinstance(given, bool) and given >= _LEAST[name]:
        return given
    problems.append(_wrong(document, (FIELD, name), given, f"≥ {_LEAST[name]}"))
    return int(getattr(_USUAL, name))


def _certainty(document: Document, problems: list[Problem], given: Any) -> float:
    text = str(given).strip()
    try:
        chance = Fraction(text.removesuffix("%")) / (100 if text.endswith("%") else 1)
    except (ValueError, ZeroDivisionError):
        chance = Fraction(-1)
    if isinstance(given, bool) or not 0 < chance <= Fraction(1, 20):
        problems.append(_wrong(document, (FIELD, "certainty"), given, "0.001, 0.01 … 0.05"))
        return _USUAL.certainty
    return float(chance)


def _pairs(document: Document, problems: list[Problem], given: Any) -> tuple[tuple[str, str], ...]:
    pairs = given if isinstance(given, list) else [given]
    good = [each for each in pairs if isinstance(each, list) and len(each) == 2]
    if len(good) < len(pairs):
        problems.append(_wrong(document, (FIELD, "pairs"), given, "[[paid_sales, gross_margin], …]"))
    return tuple((str(first), str(second)) for first, second in good)


def _off(document: Document, problems: list[Problem], given: Any) -> tuple[str, ...]:
    kinds = [str(each) for each in (given if isinstance(given, list) else [given])]
    if unknown := [each for each in kinds if each not in KINDS]:
        params: dict[str, str | int] = {"value": ", ".join(unknown), "choices": ", ".join(KINDS)}
        problems.append(Problem("company.not_a_choice", document.place(FIELD, "off"), params))
    return tuple(each for each in kinds if each in KINDS)


def _wrong(document: Document, path: tuple[str | int, ...], given: Any, wanted: str) -> Problem:
    return Problem("company.not_a_sign_rule", document.place(*path), {"value": str(given), "wanted": wanted})

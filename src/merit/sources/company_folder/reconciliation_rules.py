"""`reconciliation:` of company.yaml: how far own figures may be from the platforms'."""

from fractions import Fraction
from typing import Any

from merit.company import ReconciliationRules
from merit.kernel.document import Document
from merit.kernel.problems import Problem, Severity

FIELD = "reconciliation"
FIELDS = ("tolerance", "day_tolerance", "kpis")
_USUAL = ReconciliationRules()


def read_rules(document: Document, problems: list[Problem]) -> ReconciliationRules:
    """The rules; what cannot be read is told and takes the usual tolerance."""
    data = document.data.get(FIELD)
    if data is None:
        return _USUAL
    if not isinstance(data, dict):
        problems.append(_wrong(document, (FIELD,), data))
        return _USUAL
    for name in data:
        if name not in FIELDS:
            params: dict[str, str | int] = {"column": str(name), "known": ", ".join(FIELDS)}
            problems.append(Problem("company.column_unknown", document.place(FIELD, name), params, Severity.NOTE))
    day = data.get("day_tolerance")
    return ReconciliationRules(
        tolerance=_part(document, problems, (FIELD, "tolerance"), data.get("tolerance", "1%")),
        day_tolerance=None if day is None else _part(document, problems, (FIELD, "day_tolerance"), day),
        kpis=_of_kpis(document, problems, data.get("kpis")),
    )


def _of_kpis(document: Document, problems: list[Problem], given: Any) -> tuple[tuple[str, Fraction], ...]:
    if given is None:
        return ()
    if not isinstance(given, dict):
        problems.append(_wrong(document, (FIELD, "kpis"), given))
        return ()
    return tuple(
        (str(kpi), _part(document, problems, (FIELD, "kpis", str(kpi)), value)) for kpi, value in given.items()
    )


def _part(document: Document, problems: list[Problem], path: tuple[str | int, ...], given: Any) -> Fraction:
    """`1%`, `0.5%` or `0.01`, from nothing to the whole."""
    text = str(given).strip().removesuffix("%")
    try:
        part = Fraction(text) / (100 if str(given).strip().endswith("%") else 1)
    except (ValueError, ZeroDivisionError):
        part = Fraction(-1)
    if isinstance(given, bool) or not 0 <= part <= 1:
        problems.append(_wrong(document, path, given))
        return _USUAL.tolerance
    return part


def _wrong(document: Document, path: tuple[str | int, ...], given: Any) -> Problem:
    return Problem("company.not_a_tolerance", document.place(*path), {"value": str(given)})

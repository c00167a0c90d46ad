"""Whether a requested change makes past days worse for the person, and whether they have signed it."""

from collections.abc import Mapping
from datetime import date
from fractions import Fraction

from merit.catalogue.kpi import Direction
from merit.kernel.exact import exact
from merit_desk.agreements.models import Agreement, ChangeRequest
from merit_desk.agreements.queries.effect import SUBJECT
from merit_desk.agreements.queries.terms import Line, line_named


def harder(line: Line, point: Mapping[str, str]) -> bool:
    """Whether the new target is harder; any other is for a KPI without a good direction, or beside a growth target."""
    try:
        was, now = exact(point["before"]), exact(point["target"])
    except ValueError:
        return True
    if point.get("basis", "absolute") != "absolute":
        return True
    return _harder(Direction(line["direction"]), was, now)


def _harder(direction: Direction, was: Fraction, now: Fraction) -> bool:
    match direction:
        case Direction.UP:
            return now > was
        case Direction.DOWN:
            return now < was
        case _:
            return now != was


def needs_consent(one: Agreement, change: ChangeRequest) -> bool:
    """Whether any of its points is harder than what stood."""
    lines = ((line_named(one.terms, point["indicator"]), point) for point in change.points)
    return any(line is None or harder(line, point) for line, point in lines)


def consented(change: ChangeRequest) -> bool:
    """Whether the person has signed it."""
    return change.signatures.filter(capacity=SUBJECT, digest=change.digest).exists()


def waits_for_consent(one: Agreement, change: ChangeRequest, today: date) -> bool:
    """Whether it may not be approved today without the person's signature."""
    return change.start < today and needs_consent(one, change) and not consented(change)

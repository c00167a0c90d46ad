"""Points of a proposal beside the line that they concern."""

from dataclasses import dataclass

from merit.company import Company
from merit_desk.agreements.forms.answers import AnswerForm, TypedPoint
from merit_desk.agreements.models import Agreement
from merit_desk.agreements.queries.sheet import said_in, shown_target
from merit_desk.agreements.queries.terms import line_named


@dataclass(frozen=True, slots=True)
class ShownPoint:
    """What stands, what is proposed and why, with the fields of its answer."""

    title: str
    weight: str
    before: str
    target: str
    reason: str
    typed: TypedPoint


def shown_points(company: Company, one: Agreement, form: AnswerForm) -> list[ShownPoint]:
    """In the order of the proposal; a line that is gone shows its key."""
    found = []
    for typed in form.rows:
        point = typed.point
        line = line_named(one.terms, point.indicator)
        before = shown_target(company, line, point.before, point.basis) if line else point.before
        target = shown_target(company, line, point.target) if line else point.target
        title = said_in(line["title"]) if line else point.indicator
        weight = f"{line['weight']}%" if line else ""
        found.append(ShownPoint(title, weight, before, target, point.reason, typed))
    return found

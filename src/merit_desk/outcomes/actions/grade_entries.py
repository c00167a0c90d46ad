"""A grade that an appeal or a correction has settled becomes a row of grade_decisions.csv."""

from dataclasses import dataclass

from django.utils import timezone

from merit.kernel.refusals import ConflictRefusal
from merit.scores.grades.decisions import DecisionStage
from merit_desk.accounts.viewer import Viewer
from merit_desk.cycles.models import Participant
from merit_desk.documents.actions.append import append_rows
from merit_desk.documents.models import Version
from merit_desk.outcomes.queries.versions import result_period
from merit_desk.results.queries.open_company import declared_company

FILE = "grade_decisions.csv"


@dataclass(frozen=True, slots=True)
class NewGrade:
    """`before` is the grade that was seen when `grade` was decided."""

    stage: DecisionStage
    before: str
    grade: str
    reason: str


def enter_grade(viewer: Viewer, one: Participant, new: NewGrade) -> Version:
    """Add the row; nothing that stands there is changed. Who may decide was settled by the caller.

    Raises ConflictRefusal for a grade that the plan does not give, or where there was none before; Unsound when the
    folder would have errors.
    """
    if not new.before:
        raise ConflictRefusal("outcomes.no_grade_before", person=one.person)
    if new.grade not in grades_of(one):
        raise ConflictRefusal("outcomes.no_such_grade", grade=new.grade, known=", ".join(grades_of(one)))
    row = {
        "period": result_period(one),
        "person": one.person,
        "stage": str(new.stage),
        "before": new.before,
        "grade": new.grade,
        "reason": new.reason[:300],
        "decided_by": viewer.person or viewer.name,
        "decided_at": timezone.now().replace(microsecond=0).isoformat(),
    }
    return append_rows(viewer.account, FILE, [row], new.reason[:300])


def grades_of(one: Participant) -> list[str]:
    """The grades of the person's plan, best first; of every plan where theirs is not known."""
    plans = declared_company().plans
    own = [plan for plan in plans if plan.plan == one.plan] or list(plans)
    quotas = [plan.distribution.quota for plan in own if plan.distribution]
    return list(dict.fromkeys(name for grades in (*(plan.grades for plan in own), *quotas) for name, _ in grades))

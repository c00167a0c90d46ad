"""What a session decided, as rows of the company folder: only grades that are really others than the computed ones."""

from collections.abc import Sequence

from merit.kernel.period import Period
from merit.scores.grades.decisions import DecisionStage
from merit_desk.calibration.models import Change, Session
from merit_desk.calibration.queries.standing import GRADE, Standing
from merit_desk.results.queries.open_company import declared_company


def decision_rows(session: Session, here: Sequence[Standing]) -> list[dict[str, str]]:
    """One row per person whose grade differs from what stands in force: by who made the last change, when, and why."""
    in_force = _in_force(session.cycle.period)
    last = {each.person: each for each in session.changes.filter(field=GRADE).select_related("by")}
    rows = []
    for each in here:
        made = last.get(each.person)
        before = in_force.get(each.person, each.submitted)
        if made is not None and each.grade != before:
            rows.append(_row(session, before, made, _reasoned(session, made)))
    return rows


def _in_force(period: str) -> dict[str, str]:
    """What earlier sessions decided: results on the screen may not have been computed with it yet."""
    asked = Period.parse(period)
    decided = (each for each in declared_company().grade_decisions if each.period == asked)
    calibrated = (each for each in decided if each.stage is DecisionStage.CALIBRATION)
    return {each.person: each.grade for each in sorted(calibrated, key=lambda each: each.decided_at)}


def _reasoned(session: Session, made: Change) -> Change:
    """The change whose reason holds: taking a later one back brings back the reason of the one before."""
    if made.undoes_id is None:
        return made
    earlier = session.changes.filter(person=made.person, field=GRADE, undoes=None, after=made.after, pk__lt=made.pk)
    return earlier.last() or made


def _row(session: Session, before: str, made: Change, reasoned: Change) -> dict[str, str]:
    return {
        "period": session.cycle.period,
        "person": made.person,
        "stage": DecisionStage.CALIBRATION,
        "before": before,
        "grade": made.after,
        "reason": reasoned.reason or session.title,
        "decided_by": made.by.person or str(made.by),
        "decided_at": made.at.isoformat(timespec="microseconds"),
    }

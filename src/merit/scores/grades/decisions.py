"""What people decide about a grade, and in which order it takes effect.

A calibration replaces the grade that bands or quotas give, and stays below the plan's gates and vetoes; an appeal or a
correction replaces whatever stands after them. Of each kind the latest counts; none is ever taken away.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from merit.kernel.explain import DecisionRef, Explained, LineRef, Rule, rule
from merit.kernel.period import Period


class DecisionStage(StrEnum):
    """Where in the life of a review the grade was decided."""

    CALIBRATION = "calibration"
    APPEAL = "appeal"
    CORRECTION = "correction"
    """After the seal: changes nothing that is sealed, brings an adjustment in an open period."""


LAST_WORD = frozenset({DecisionStage.APPEAL, DecisionStage.CORRECTION})
"""Stages that a veto does not overrule."""


@dataclass(frozen=True, slots=True)
class GradeDecision:
    """One row of grade_decisions: `before` is the grade that was seen when `grade` was decided."""

    period: Period
    person: str
    stage: DecisionStage
    before: str
    grade: str
    reason: str
    decided_by: str
    """A person's id, or the name of somebody who is no employee."""
    decided_at: datetime
    """With its offset."""
    source: LineRef

    @property
    def ref(self) -> DecisionRef:
        """The reference that an explanation carries."""
        return DecisionRef(self.decided_by, self.decided_at.isoformat(), self.reason)


@rule("scores.calibrated_grade")
def calibrated_grade(*, grade: str, seen: str, decided: str) -> str:  # noqa: ARG001
    """The grade that the calibration decided, whatever it was before."""
    return decided


@rule("scores.appealed_grade")
def appealed_grade(*, grade: str, seen: str, decided: str) -> str:  # noqa: ARG001
    """The grade that the appeal decided, also where a veto had forced another."""
    return decided


@rule("scores.corrected_grade")
def corrected_grade(*, grade: str, seen: str, decided: str) -> str:  # noqa: ARG001
    """The grade that was decided after the seal."""
    return decided


_RULES: dict[DecisionStage, Rule[str]] = {
    DecisionStage.CALIBRATION: calibrated_grade,
    DecisionStage.APPEAL: appealed_grade,
    DecisionStage.CORRECTION: corrected_grade,
}


def in_turn(decisions: Sequence[GradeDecision], stages: frozenset[DecisionStage]) -> list[GradeDecision]:
    """Those of the stages, oldest first; of two at the same moment, the earlier line first. The last one counts."""
    asked = (each for each in decisions if each.stage in stages)
    return sorted(asked, key=lambda each: (each.decided_at, each.source.line))


def decided_grade(grade: Explained[str], decision: GradeDecision) -> Explained[str]:
    """The grade after the decision, with who decided, when and why."""
    made = _RULES[decision.stage](grade=grade, seen=decision.before, decided=decision.grade)
    return made.citing(decision.ref, decision.source)

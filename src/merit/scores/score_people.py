"""Everybody's scorecard of a period: each person's segments, totals, grades."""

from merit.kernel.period import Period
from merit.kernel.problems import Place, Problem, in_order
from merit.metrics.figures import Figures
from merit.people.spells import people_in
from merit.scores.declared import Declared
from merit.scores.draft import Draft, drafted
from merit.scores.grades.decisions import GradeDecision
from merit.scores.grades.grading import graded
from merit.scores.indicators.events import CountedEvent
from merit.scores.indicators.ratings import Rating
from merit.scores.scorecard import Scorecard, ScoreStatus
from merit.scores.scoring import Scoring, place_of
from merit.scores.segments import segments_of
from merit.targets.resolve import rows_by_node


def score_people(company: Declared, figures: Figures, period: Period) -> tuple[list[Scorecard], list[Problem]]:
    """Scorecards by person id, of everybody for whom a plan of this cycle is in force, and all Problems found."""
    drafts, scoring = drafts_of(company, figures, period)
    return graded(drafts, scoring), in_order(scoring.problems)


def drafts_of(company: Declared, figures: Figures, period: Period) -> tuple[list[Draft], Scoring]:
    """Everybody's scorecard without its grade, by person id, with the run that found them and their Problems."""
    scoring = _scoring(company, figures, period)
    if all(plan.cycle is not period.grain for plan in company.plans):
        scoring.warn(Problem("scores.no_plan_of_cycle", Place("plans"), {"period": str(period)}))
    drafts = [draft for person in people_in(company.organisation, period) if (draft := _draft(person, scoring))]
    _note_decisions_without_a_grade(
        scoring, {draft.last.person for draft in drafts if draft.status is ScoreStatus.FINAL}
    )
    return drafts, scoring


def score_person(company: Declared, figures: Figures, period: Period, person: str) -> Scorecard | None:
    """The scorecard of one person alone, for a look at where it stands; None where no plan is in force.

    Nobody is ranked with anybody: a plan with forced distribution grades by its bands.
    """
    scoring = _scoring(company, figures, period)
    draft = _draft(person, scoring)
    return graded([draft], scoring)[0] if draft is not None else None


def _scoring(company: Declared, figures: Figures, period: Period) -> Scoring:
    ratings: dict[str, list[Rating]] = {}
    for rating in company.ratings:
        if rating.period == period:
            ratings.setdefault(rating.subject, []).append(rating)
    events: dict[str, list[CountedEvent]] = {}
    for event in company.events:
        if event.day in period:
            events.setdefault(event.person, []).append(event)
    decisions: dict[str, list[GradeDecision]] = {}
    for decision in company.grade_decisions:
        if decision.period == period:
            decisions.setdefault(decision.person, []).append(decision)
    targets = rows_by_node(company.targets)
    return Scoring(company, figures, period, targets, ratings, events, decisions=decisions)


def _draft(person: str, scoring: Scoring) -> Draft | None:
    declared = scoring.declared
    segments, problems = segments_of(person, scoring.period, declared.plans, declared.organisation, declared.calendar)
    scoring.problems.extend(problems)
    return drafted(segments, scoring) if segments else None


def _note_decisions_without_a_grade(scoring: Scoring, scored: set[str]) -> None:
    for person in sorted(scoring.decisions.keys() - scored):
        source = scoring.decisions[person][-1].source
        params: dict[str, str | int] = {"person": person, "period": str(scoring.period)}
        scoring.warn(Problem("scores.decided_without_score", place_of(source), params))

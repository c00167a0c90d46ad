"""Everybody's scorecard of a period: each person's segments, totals, grades."""

from merit.kernel.period import Period
from merit.kernel.problems import Place, Problem, in_order
from merit.metrics.figures import Figures
from merit.people.spells import people_in
from merit.scores.declared import Declared
from merit.scores.draft import Draft, drafted
from merit.scores.grades.grading import graded
from merit.scores.indicators.events import CountedEvent
from merit.scores.indicators.ratings import Rating
from merit.scores.scorecard import Scorecard
from merit.scores.scoring import Scoring
from merit.scores.segments import segments_of
from merit.targets.resolve import rows_by_node


def score_people(company: Declared, figures: Figures, period: Period) -> tuple[list[Scorecard], list[Problem]]:
    """Scorecards by person id, of everybody for whom a plan of this cycle is in force, and all Problems found."""
    scoring = _scoring(company, figures, period)
    if all(plan.cycle is not period.grain for plan in company.plans):
        scoring.warn(Problem("scores.no_plan_of_cycle", Place("plans"), {"period": str(period)}))
    drafts = [draft for person in people_in(company.organisation, period) if (draft := _draft(person, scoring))]
    return graded(drafts, scoring), in_order(scoring.problems)


def _scoring(company: Declared, figures: Figures, period: Period) -> Scoring:
    ratings: dict[str, list[Rating]] = {}
    for rating in company.ratings:
        if rating.period == period:
            ratings.setdefault(rating.subject, []).append(rating)
    events: dict[str, list[CountedEvent]] = {}
    for event in company.events:
        if event.day in period:
            events.setdefault(event.person, []).append(event)
    return Scoring(company, figures, period, rows_by_node(company.targets), ratings, events)


def _draft(person: str, scoring: Scoring) -> Draft | None:
    declared = scoring.declared
    segments, problems = segments_of(person, scoring.period, declared.plans, declared.organisation, declared.calendar)
    scoring.problems.extend(problems)
    return drafted(segments, scoring) if segments else None

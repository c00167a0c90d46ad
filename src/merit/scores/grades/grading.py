"""Grades for drafts: by the plan's bands or forced distribution, then what people decided, gates and vetoes."""

from collections.abc import Sequence

from merit.kernel.explain import Explained, given
from merit.kernel.problems import Place, Problem
from merit.people.tree import department_of
from merit.scores.draft import Draft
from merit.scores.grades.decisions import LAST_WORD, DecisionStage, GradeDecision, decided_grade, in_turn
from merit.scores.grades.distribution import distribute
from merit.scores.grades.grade import grade_of, limited_grade
from merit.scores.plan.score_plan import Distribution, Group
from merit.scores.scorecard import Scorecard, ScoreStatus
from merit.scores.scoring import Scoring, place_of
from merit.scores.total.consequences import strictest, strictest_by_reward


def graded(drafts: Sequence[Draft], scoring: Scoring) -> list[Scorecard]:
    """Every draft as a scorecard, in the same order."""
    ranked = _ranked(drafts, scoring)
    return [_scorecard(draft, ranked, scoring) for draft in drafts]


def ranked_groups(drafts: Sequence[Draft], scoring: Scoring) -> list[tuple[Distribution, list[Draft]]]:
    """Who is ranked with whom: groups that are large enough, each with its plan's rule.

    Protected leave, blocked and unscored people take no place.
    """
    groups: dict[tuple[str, ...], list[Draft]] = {}
    for draft in drafts:
        distribution = draft.last.plan.distribution
        if distribution and draft.total is not None and not draft.duty.protected_leave:
            groups.setdefault(_group(draft, distribution, scoring), []).append(draft)
    ruled = ((members[0].last.plan.distribution, members) for members in groups.values())
    return [(rule, members) for rule, members in ruled if rule is not None and len(members) >= rule.minimum]


def _ranked(drafts: Sequence[Draft], scoring: Scoring) -> dict[str, Explained[str]]:
    """Grades by forced distribution, by person."""
    found: dict[str, Explained[str]] = {}
    for rule, members in ranked_groups(drafts, scoring):
        totals = {draft.last.person: draft.total for draft in members if draft.total is not None}
        found |= distribute(totals, rule.quota)
    return found


def _group(draft: Draft, distribution: Distribution, scoring: Scoring) -> tuple[str, ...]:
    last = draft.last
    plan = (last.plan.plan, str(last.plan.version))
    match distribution.group:
        case Group.PLAN:
            return plan
        case Group.POST:
            return (*plan, last.spell.post)
        case Group.TEAM:
            return (*plan, last.spell.team)
        case Group.DEPARTMENT:
            found = department_of(scoring.declared.organisation, last.spell.team, last.days.start)
            return (*plan, found.team if found else "")


def _scorecard(draft: Draft, ranked: dict[str, Explained[str]], scoring: Scoring) -> Scorecard:
    last, final = draft.last, draft.status is ScoreStatus.FINAL
    return Scorecard(
        person=last.person,
        period=last.whole,
        plan=last.plan.plan,
        plan_version=last.plan.version,
        indicators=draft.lines,
        total=draft.total,
        grade=_grade(draft, ranked, scoring) if final else None,
        status=draft.status,
        on_duty=draft.on_duty,
        payout=strictest(draft.consequences.payouts) if final else None,
        vetoed=strictest_by_reward(draft.consequences.vetoed),
    )


def _grade(draft: Draft, ranked: dict[str, Explained[str]], scoring: Scoring) -> Explained[str] | None:
    """By bands or quotas, then calibration, then gates and vetoes, then an appeal or a correction."""
    plan, person = draft.last.plan, draft.last.person
    found = ranked.get(person) or _given(draft)
    if found is None:
        if plan.distribution:
            params: dict[str, str | int] = {"person": person, "plan": plan.plan}
            scoring.warn(Problem("scores.no_grade", place_of(plan.source), params))
        return None
    best_first = tuple(name for name, _ in plan.grades or (plan.distribution.quota if plan.distribution else ()))
    decisions = _usable(scoring.decisions.get(person, ()), best_first, scoring)
    calibrated = _decided(found.citing(plan.ref), in_turn(decisions, frozenset({DecisionStage.CALIBRATION})), scoring)
    limited = limited_grade(calibrated, draft.consequences.grades, best_first)
    return _decided(limited, in_turn(decisions, LAST_WORD), scoring)


def _given(draft: Draft) -> Explained[str] | None:
    """The grade of the plan's bands; without bands, the one that a veto forces."""
    if draft.last.plan.grades:
        return grade_of(total=draft.total, grades=draft.last.plan.grades)
    forced = next((each.grade for each in draft.consequences.grades if each.forced), None)
    return Explained(forced, given(value=forced).step) if forced else None


def _usable(decisions: Sequence[GradeDecision], best_first: tuple[str, ...], scoring: Scoring) -> list[GradeDecision]:
    """Without those for a grade that this person's plan does not have, each of which is an error."""
    for each in decisions:
        if each.grade not in best_first:
            place = Place(each.source.file, each.source.line, "grade")
            scoring.problems.append(Problem("scores.unknown_grade", place, {"grade": each.grade}))
    return [each for each in decisions if each.grade in best_first]


def _decided(grade: Explained[str], decisions: Sequence[GradeDecision], scoring: Scoring) -> Explained[str]:
    """The last decision stands even if the figures have moved since it was made; then it is said to look again."""
    for decision in decisions:
        if decision is decisions[-1] and decision.before != grade.value:
            scoring.warn(_moved(decision, grade.value))
        grade = decided_grade(grade, decision)
    return grade


def _moved(decision: GradeDecision, now: str) -> Problem:
    params: dict[str, str | int] = {
        "person": decision.person,
        "seen": decision.before,
        "now": now,
        "grade": decision.grade,
    }
    return Problem("scores.decided_on_another_grade", place_of(decision.source), params)

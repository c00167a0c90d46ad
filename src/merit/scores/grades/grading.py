"""Grades for drafts: by the plan's bands, or by forced distribution where a group is large enough."""

from collections.abc import Sequence

from merit.kernel.explain import Explained, given
from merit.kernel.problems import Problem
from merit.people.tree import department_of
from merit.scores.draft import Draft
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


def _ranked(drafts: Sequence[Draft], scoring: Scoring) -> dict[str, Explained[str]]:
    """Grades by forced distribution, by person. Protected leave, blocked and unscored people take no place."""
    groups: dict[tuple[str, ...], list[Draft]] = {}
    for draft in drafts:
        distribution = draft.last.plan.distribution
        if distribution and draft.total is not None and not draft.duty.protected_leave:
            groups.setdefault(_group(draft, distribution, scoring), []).append(draft)
    found: dict[str, Explained[str]] = {}
    for members in groups.values():
        rule = members[0].last.plan.distribution
        if rule is not None and len(members) >= rule.minimum:
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
    plan = draft.last.plan
    grade = ranked.get(draft.last.person)
    if grade is None and plan.grades:
        grade = grade_of(total=draft.total, grades=plan.grades)
    if grade is None:
        forced = next((each.grade for each in draft.consequences.grades if each.forced), None)
        grade = Explained(forced, given(value=forced).step) if forced else None
    if grade is None:
        if plan.distribution:
            params: dict[str, str | int] = {"person": draft.last.person, "plan": plan.plan}
            scoring.warn(Problem("scores.no_grade", place_of(plan.source), params))
        return None
    best_first = tuple(name for name, _ in plan.grades or (plan.distribution.quota if plan.distribution else ()))
    return limited_grade(grade.citing(plan.ref), draft.consequences.grades, best_first)

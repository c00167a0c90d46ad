"""Grades that tell nobody apart, results without follow-up, people who were never asked, rewards out of proportion."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date

from merit.company import Company
from merit.insight.plan_check.known import Asked, Known
from merit.insight.plan_check.subject import PlanInUse, earlier, listed, note, warning
from merit.insight.proportion import PaidAlike, Rewarded, TooNarrow, TooSmall, paid_alike, too_narrow, too_small
from merit.kernel.period import Period
from merit.kernel.problems import Place, Problem, Severity
from merit.rewards.plan.reward_plan import BonusTerms, RewardPlan
from merit.scores.scorecard import Scorecard

RECENT = 6
FEWEST_GRADES = 12
FEWEST_PERIODS = 3
LONG_WAIT = 7
"""Days that a proposal may wait for an answer."""


def grade_findings(company: Company, used: PlanInUse, cards: dict[Period, list[Scorecard]]) -> Iterator[Problem]:
    """Bands that are missing where a bonus asks for them, and bands of which only one was ever used."""
    plan = used.plan
    if not plan.grades:
        paid = [each for each in company.rewards if _by_grade(each) and set(each.audience.posts) & _posts(used)]
        if paid:
            yield warning("insight.no_grades", plan.source, plan=plan.plan, reward=paid[0].reward)
        return
    found = [
        (period, str(card.grade.value))
        for period in earlier(used.cycle, RECENT)
        for card in cards.get(period, [])
        if card.plan == plan.plan and card.grade is not None
    ]
    if len(found) >= FEWEST_GRADES and len({period for period, _ in found}) >= FEWEST_PERIODS:
        grades = {grade for _, grade in found}
        if len(grades) == 1:
            periods = len({period for period, _ in found})
            params: dict[str, str | int] = {"grade": grades.pop(), "count": len(found), "periods": periods}
            yield warning("insight.one_grade", plan.source, plan=plan.plan, **params)


def _by_grade(reward: RewardPlan) -> bool:
    return isinstance(reward.terms, BonusTerms) and bool(reward.terms.grades)


def _posts(used: PlanInUse) -> set[str]:
    return {spell.post for spell in used.spells}


def follow_up_findings(used: PlanInUse, known: Known) -> Iterator[Problem]:
    """For a plan of results alone: people of whom nobody heard between the beginning and the end."""
    if known.followed_up is None:
        yield note("insight.only_results", used.plan.source, plan=used.plan.plan)
        return
    people = list(dict.fromkeys(spell.person for spell in used.spells))
    alone = [person for person in people if not known.followed_up.get(person)]
    if alone:
        params: dict[str, str | int] = {"count": len(alone), "all": len(people), "people": listed(alone)}
        yield warning("insight.no_follow_up", used.plan.source, plan=used.plan.plan, **params)


def consultation_findings(company: Company, plans: Sequence[PlanInUse], known: Known) -> Iterator[Problem]:
    """Whether those whom a plan is for were told of its version, agreed to it, and were answered.

    Where nothing at all is recorded, that is told once and not for every plan.
    """
    asked = [*_by_notice(company), *known.asked]
    concerned = [each for each in plans if each.spells]
    untold = [each for each in concerned if not any(_is_of(one, each) for one in asked)]
    if known.asked_elsewhere:
        concerned = [each for each in concerned if each not in untold]
    elif concerned and len(untold) == len(concerned):
        people = {spell.person for each in concerned for spell in each.spells}
        source = concerned[0].plan.source
        yield warning("insight.nobody_asked", source, plans=len(concerned), people=len(people))
        return
    for each in concerned:
        yield from _told_in_part(each, asked, known.today) if each not in untold else (_told_nothing(each),)


def _told_nothing(used: PlanInUse) -> Problem:
    plan = used.plan
    params: dict[str, str | int] = {"version": plan.version, "since": str(plan.valid_from), "count": len(used.spells)}
    return warning("insight.not_asked", plan.source, plan=plan.plan, **params)


def _told_in_part(used: PlanInUse, asked: Sequence[Asked], today: date | None) -> Iterator[Problem]:
    plan, own = used.plan, [each for each in asked if _is_of(each, used)]
    people = list(dict.fromkeys(spell.person for spell in used.spells))
    agreed = {each.person for each in own if each.agreed_on is not None}
    open_ones = [each for each in own if each.waits_since is not None]
    silent = [person for person in people if person not in agreed]
    if silent:
        params: dict[str, str | int] = {"version": plan.version, "count": len(silent), "all": len(people)}
        yield note("insight.not_agreed", plan.source, plan=plan.plan, people=listed(silent), **params)
    late = [each for each in open_ones if today is not None and _days(each.waits_since, today) > LONG_WAIT]
    if late:
        since = str(min(each.waits_since for each in late if each.waits_since is not None))
        people_named = listed([each.person for each in late])
        yield warning(
            "insight.unanswered", plan.source, plan=plan.plan, people=people_named, since=since, days=LONG_WAIT
        )


def _days(since: date | None, today: date) -> int:
    return (today - since).days if since is not None else 0


def _is_of(one: Asked, used: PlanInUse) -> bool:
    return one.plan == used.plan.plan and one.version == used.plan.version


def _by_notice(company: Company) -> Iterator[Asked]:
    for each in company.guard_records.notices:
        yield Asked(each.plan, each.version, each.person, each.given_on, each.acknowledged_on)


def reward_findings(company: Company, rewarded: Sequence[Rewarded]) -> Iterator[Problem]:
    """Of every post the widest case: alike for unlike results, too small to be felt, best and worst paid alike."""
    told: set[str] = set()
    for alike in paid_alike(rewarded):
        if alike.better.audience not in told:
            told.add(alike.better.audience)
            yield _placed(company, alike.better.audience, alike)
    flags: list[TooSmall | TooNarrow] = [*too_small(rewarded), *too_narrow(rewarded)]
    for flag in flags:
        yield _placed(company, flag.audience, flag)


def _placed(company: Company, post: str, flag: PaidAlike | TooSmall | TooNarrow) -> Problem:
    """At the bonus of the post, where there is one."""
    reward = next((each for each in company.rewards if post in each.audience.posts), None)
    place = Place("rewards") if reward is None else Place(reward.source.file, reward.source.line)
    return replace(flag.problem, place=place, severity=Severity.WARNING)

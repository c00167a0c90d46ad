"""The frame of an outcome and its sides, filled from results of the exact engine."""

from collections.abc import Iterable, Sequence
from datetime import timedelta

import numpy as np

from merit.company import Company
from merit.kernel.period import Period
from merit.people.organisation import Organisation
from merit.people.spells import people_in
from merit.people.tree import department_of
from merit.run import PeriodResult
from merit.what_if.outcome import NO_GRADE, NO_TOTAL, NOWHERE, Frame, Side, Whole


def frame_of(company: Company, periods: Sequence[Period], results: Iterable[PeriodResult]) -> Frame:
    """Names and places. `results` are those of both worlds, so that nobody of either is left out."""
    found = list(results)
    people = {person for period in periods for person in people_in(company.organisation, period)}
    people |= {card.person for result in found for card in result.scorecards}
    people |= {line.person for result in found for line in result.pay_lines}
    ordered = tuple(sorted(people))
    where = [[_department(company.organisation, person, period) for period in periods] for person in ordered]
    departments = tuple(sorted({name for row in where for name in row if name is not None}))
    plans = {
        (card.person, column): card.plan
        for column, period in enumerate(periods)
        for result in found
        if result.period == period
        for card in result.scorecards
    }
    names = tuple(sorted(set(plans.values())))
    return Frame(
        tuple(periods),
        ordered,
        _grade_names(company, found),
        tuple(sorted({line.reward for result in found for line in result.pay_lines} | _rewards(company))),
        departments,
        _numbers(where, departments),
        names,
        _numbers([[plans.get((person, column)) for column in range(len(periods))] for person in ordered], names),
        company.profile.currency,
    )


def side_of(frame: Frame, results: Sequence[PeriodResult]) -> Side:
    """One world as the engine found it. `results` are of the frame's periods, in order."""
    rows = {person: number for number, person in enumerate(frame.people)}
    grades = {name: number for number, name in enumerate(frame.grade_names)}
    rewards = {name: number for number, name in enumerate(frame.rewards)}
    shape = (len(frame.people), len(frame.periods))
    side = Side(
        np.full(shape, NO_TOTAL, np.int64),
        np.full(shape, NO_GRADE, np.int64),
        np.zeros(shape, np.int64),
        np.zeros((len(frame.rewards), len(frame.periods)), np.int64),
    )
    for column, result in enumerate(results):
        for card in result.scorecards:
            if card.total is not None:
                side.totals[rows[card.person], column] = int(card.total.value * 100)
            if card.grade is not None:
                side.grades[rows[card.person], column] = grades[card.grade.value]
        for line in result.pay_lines:
            side.fen[rows[line.person], column] += line.amount.value.fen
            side.by_reward[rewards[line.reward], column] += line.amount.value.fen
    return side


def _grade_names(company: Company, results: Sequence[PeriodResult]) -> tuple[str, ...]:
    """Every grade of every plan in the plans' order, and those that only a veto or a decision gives."""
    names = [name for plan in company.plans for name, _ in plan.grades]
    names += [name for plan in company.plans if plan.distribution for name, _ in plan.distribution.quota]
    names += sorted({card.grade.value for result in results for card in result.scorecards if card.grade})
    return tuple(dict.fromkeys(names))


def _rewards(company: Company) -> set[str]:
    return {plan.reward for plan in company.rewards}


def _department(organisation: Organisation, person: str, period: Period) -> str | None:
    begun = [spell for spell in organisation.spells_of.get(person, ()) if spell.start < period.end]
    if not begun:
        return None
    last = begun[-1]
    day = period.last if last.end is None else min(period.last, last.end - timedelta(days=1))
    found = department_of(organisation, last.team, max(day, last.start))
    return found.team if found is not None else ""


def _numbers(names: Sequence[Sequence[str | None]], known: Sequence[str]) -> Whole:
    places = {name: number for number, name in enumerate(known)}
    rows = [[NOWHERE if name is None else places[name] for name in row] for row in names]
    return np.array(rows, np.int64).reshape(len(rows), -1)

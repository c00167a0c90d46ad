"""Contest lines: everybody in the audience with a figure of the contest's days, ranked."""

from datetime import timedelta
from fractions import Fraction

from merit.catalogue.kpi import Direction
from merit.kernel.explain import Explained
from merit.kernel.node import person_node
from merit.kernel.period import Period
from merit.kernel.problems import Problem, Severity
from merit.metrics.figures import KpiValue, ValueStatus
from merit.rewards.bonus.contest import below_minimum, contest_prize, prize_left, reaches
from merit.rewards.bonus.pay_bonus import payout_share
from merit.rewards.pay_run import PayRun, own_parts
from merit.rewards.payment.pay_line import PayLine
from merit.rewards.plan.contest_terms import Best, ContestTerms
from merit.rewards.plan.reward_plan import RewardPlan
from merit.rewards.readings import Reader
from merit.scores.scoring import UNUSABLE, usable


def pay_contest(run: PayRun, plan: RewardPlan, terms: ContestTerms) -> tuple[list[PayLine], list[Problem]]:
    """One line per person with a figure, most of them nothing. While one figure is in doubt nobody is paid.

    Whom a veto leaves nothing takes no place; without a figure there is none either.
    """
    if terms.last is not None and terms.last not in run.period:
        return [], []
    found = {person: _figure(run, terms, person) for person in _competing(run, plan, terms)}
    doubted = [person for person, value in found.items() if _doubted(value)]
    if doubted:
        waits = Problem("rewards.contest_waits", plan.place, {"reward": plan.reward}, Severity.WARNING)
        return [], [*(Reader(run, plan, each, run.period).no_value(terms.kpi) for each in doubted), waits]
    known = {person: usable(value) for person, value in found.items()}
    standings = {person: value for person, value in known.items() if value is not None and _leaves(run, plan, person)}
    return [_line(run, plan, terms, standings, person) for person in standings], []


def _line(
    run: PayRun, plan: RewardPlan, terms: ContestTerms, standings: dict[str, Explained[Fraction]], person: str
) -> PayLine:
    # The others' figures stand bare: a place can be checked, a colleague's working not opened.
    shown = {each: value if each == person else value.value for each, value in standings.items()}
    currency, lowest = run.company.profile.currency, lowest_wins(run, terms)
    if terms.minimum is not None and not reaches(standings[person].value, terms.minimum, lowest):
        prize = below_minimum(actual=standings[person], minimum=terms.minimum, currency=currency)
    else:
        placed = {each: value for each, value in shown.items() if reaches(standings[each].value, terms.minimum, lowest)}
        prize = contest_prize(
            person=person, standings=placed, prizes=terms.prizes, lowest_wins=lowest, currency=currency
        )
    card = run.cards.get(person)
    left = payout_share(card, plan.reward) if card else Fraction(1)
    if left != Fraction(1):
        prize = prize_left(prize=prize, payout=left)
    return PayLine(person, run.period, plan.reward, plan.version, "contest", prize.citing(plan.ref))


def lowest_wins(run: PayRun, terms: ContestTerms) -> bool:
    """As the terms say, else as is favourable for the KPI."""
    if terms.best is not None:
        return terms.best is Best.LOWEST
    catalogue = run.company.catalogue
    return terms.kpi in catalogue and catalogue[terms.kpi].direction is Direction.DOWN


def _competing(run: PayRun, plan: RewardPlan, terms: ContestTerms) -> list[str]:
    days = _days(run, terms)
    return [person for person in sorted(run.organisation.spells_of) if own_parts(run, plan, person, days)]


def _figure(run: PayRun, terms: ContestTerms, person: str) -> KpiValue:
    return run.figures.value(terms.kpi, person_node(person), _days(run, terms))


def _doubted(value: KpiValue) -> bool:
    return value.status in UNUSABLE and value.status is not ValueStatus.EMPTY


def _days(run: PayRun, terms: ContestTerms) -> Period:
    if terms.first is None or terms.last is None:
        return run.period
    return Period(terms.first, terms.last + timedelta(days=1))


def _leaves(run: PayRun, plan: RewardPlan, person: str) -> bool:
    card = run.cards.get(person)
    left = payout_share(card, plan.reward) if card else Fraction(1)
    return bool(left.value if isinstance(left, Explained) else left)

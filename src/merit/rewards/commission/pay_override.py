"""管理提成: a leader's indirect commission on what the members of the team were credited with, on lines of its own."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from merit.kernel.explain import Explained
from merit.kernel.node import person_node
from merit.kernel.period import Period
from merit.people.spells import SpellPart, spell_on
from merit.people.tree import leader_of
from merit.rewards.commission.commission import base_of_spells, override, taken_back
from merit.rewards.commission.commission_case import Case, Statement
from merit.rewards.commission.pay_refunds import Earned, add_clawback
from merit.rewards.pay_run import PayRun, own_parts, receivers
from merit.rewards.payment.paid_before import Sale
from merit.rewards.plan.reward_plan import CommissionTerms, RefundRule, RewardPlan
from merit.scores.scoring import usable


@dataclass(frozen=True, slots=True)
class Led:
    """What the members of each leader's teams brought in the period, and every refunded sale by its day's leader."""

    bases: Mapping[str, tuple[Explained[Fraction], ...]]
    refunded: Mapping[str, tuple[Sale, ...]]


def led(run: PayRun, plan: RewardPlan, terms: CommissionTerms) -> Led:
    """Who led whom. Nobody is credited indirectly with their own sales, or with sales that are not to be relied on."""
    bases: dict[str, list[Explained[Fraction]]] = {}
    for person in receivers(run, plan):
        for part in own_parts(run, plan, person, run.period):
            for leader, days in _led_days(run, part):
                found = usable(run.figures.value(terms.base.kpi, person_node(person), days))
                if found is not None:
                    bases.setdefault(leader, []).append(found)
    refunded: dict[str, list[Sale]] = {}
    for (person, reward), sales in sorted(run.ledger.sales.items()):
        for sale in sales if reward == plan.reward else ():
            leader_then = _leader(run, person, sale.sold_on)
            if leader_then and sale.taken_back:
                refunded.setdefault(leader_then, []).append(sale)
    return Led(
        {leader: tuple(found) for leader, found in bases.items()},
        {leader: tuple(found) for leader, found in refunded.items()},
    )


def pay_override(case: Case, statement: Statement, teams: Led) -> None:
    """Add the leader's line, and take back what refunds of the members' sales take."""
    rate = case.terms.override_rate
    if rate is None:
        return
    earned: list[Earned] = []
    if parts := teams.bases.get(case.person, ()):
        base = base_of_spells(parts=parts)
        amount = override(base=base, rate=rate, currency=case.currency)
        statement.lines.append(case.line("override", amount, base=base.value))
        earned.append(Earned(case.run.period, amount, base.value, case.terms))
    if case.terms.refunds is not RefundRule.CLAWBACK:
        return
    for each in (*_sealed(case), *earned):
        sales = [
            sale.worked_out(sale.taken_back)
            for sale in teams.refunded.get(case.person, ())
            if sale.sold_on in each.period
        ]
        add_clawback(case, statement, "override_clawback", each, taken_back(lines=tuple(sales)))


def _sealed(case: Case) -> list[Earned]:
    """What each earlier period earned, with what later adjustments made of it."""
    lines = case.earlier("override", "override_adjustment")
    found: list[Earned] = []
    for period in sorted({line.concerns or line.period for line in lines}):
        own = tuple(line for line in lines if (line.concerns or line.period) == period)
        base = sum((line.base or Fraction(0) for line in own), Fraction(0))
        found.append(Earned(period, case.paid(own), base, case.terms))
    return found


def _led_days(run: PayRun, part: SpellPart) -> list[tuple[str, Period]]:
    """The days of the part by their leader, as few runs as possible; days without a leader are left out."""
    runs: list[tuple[str, Period]] = []
    for day in part.period.days():
        leader = _leader_at(run, part.spell.person, part.spell.team, day)
        if runs and runs[-1][0] == leader:
            runs[-1] = (leader, Period(runs[-1][1].start, _next(day)))
        else:
            runs.append((leader, Period(day, _next(day))))
    whole = part.period
    return [(leader, whole.overlap(days.start, days.end) or days) for leader, days in runs if leader]


def _leader(run: PayRun, person: str, day: date) -> str:
    spell = spell_on(run.organisation, person, day)
    return _leader_at(run, person, spell.team, day) if spell else ""


def _leader_at(run: PayRun, person: str, team: str, day: date) -> str:
    leader = leader_of(run.organisation, team, day)
    return leader if leader and leader != person else ""


def _next(day: date) -> date:
    return date.fromordinal(day.toordinal() + 1)

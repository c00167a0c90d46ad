"""试用期: its length by the contract's term, agreed once; its pay at least a share of the wage and the minimum wage."""

from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from merit.guards.law_tables import Limits, most_months
from merit.guards.laws import PROBATION_LENGTH, PROBATION_PAY, cited
from merit.guards.months import ContractKind, months_after, whole_months
from merit.kernel.exact import plain
from merit.kernel.explain import Explained, rule
from merit.kernel.money import Money
from merit.kernel.period import Period
from merit.kernel.problems import Place, Problem, Severity
from merit.people.organisation import Organisation, Spell, SpellStatus

NOWHERE = Place()


@dataclass(frozen=True, slots=True)
class Contract:
    """A labour contract with its probation; ends are the day after the last, None where there is none."""

    person: str
    kind: ContractKind
    start: date
    end: date | None
    probation_end: date | None
    wage: Money | None = None
    """Per month after probation."""
    probation_wage: Money | None = None
    lowest_grade: Money | None = None
    """The lowest monthly wage of the same post."""
    earlier_probations: int = 0
    """How many probations the person has had with this employer before."""
    place: Place = NOWHERE


@rule("guards.probation_months")
def probation_months(*, kind: str, contract_months: int | None, limits: tuple[tuple[int, int], ...]) -> int:
    """The longest probation in months: none for a task, the longest of all for a contract without end (None)."""
    if kind == ContractKind.TASK:
        return 0
    if contract_months is None:
        return max((most for _, most in limits), default=0)
    return most_months(limits, contract_months)


@rule("guards.probation_until")
def probation_until(*, start: date, months: int) -> date:
    """The day after the last on which probation may still run."""
    return months_after(start, months)


@rule("guards.least_probation_pay")
def least_probation_pay(
    *, wage: Money | None, lowest_grade: Money | None, share: Fraction, minimum_wage: Money | None
) -> Money:
    """The least monthly pay in probation: the share of the lower measure, and never under the minimum wage.

    劳动合同法实施条例 art. 15 reads art. 20 so: the share of the lowest grade *or* of the contract wage.
    """
    measures = [each for each in (wage, lowest_grade) if each is not None]
    stated = minimum_wage if minimum_wage is not None else Money(0, measures[0].currency if measures else "CNY")
    shares = [_share_of(each, share) for each in measures]
    return Money(max([stated.fen, *([min(shares)] if shares else [])]), stated.currency)


def allowed_until(contract: Contract, limits: Limits) -> Explained[date]:
    """Up to which day, not included, the contract's probation may run, with its working."""
    months = whole_months(contract.start, contract.end) if contract.end is not None else None
    most = probation_months(kind=str(contract.kind), contract_months=months, limits=limits.probation_months)
    return probation_until(start=contract.start, months=most).citing(PROBATION_LENGTH.ref)


def probation_findings(contract: Contract, limits: Limits, minimum: Money | None) -> list[Problem]:
    """What is wrong with the length and the pay of a contract's probation; `minimum` is the region's, per month."""
    if contract.probation_end is None or contract.probation_end <= contract.start:
        return []
    return [*_length(contract, limits, contract.probation_end), *_pay(contract, limits, minimum)]


def _length(contract: Contract, limits: Limits, probation_end: date) -> list[Problem]:
    until = allowed_until(contract, limits).value
    problems: list[Problem] = []
    if contract.end is not None and probation_end >= contract.end:
        params = cited("guards.probation_only", person=contract.person)
        problems.append(Problem("guards.probation_only", contract.place, params))
    elif until == contract.start:
        params = cited("guards.probation_not_allowed", person=contract.person)
        problems.append(Problem("guards.probation_not_allowed", contract.place, params))
    elif probation_end > until:
        problems.append(_too_long(contract.person, probation_end, until, contract.place))
    if contract.earlier_probations:
        params = cited("guards.probation_twice", person=contract.person)
        problems.append(Problem("guards.probation_twice", contract.place, params))
    return problems


def _too_long(person: str, end: date, until: date, place: Place) -> Problem:
    params = cited("guards.probation_too_long", person=person, until=str(end), allowed=str(until))
    return Problem("guards.probation_too_long", place, params)


def _pay(contract: Contract, limits: Limits, minimum: Money | None) -> list[Problem]:
    paid = contract.probation_wage
    if paid is None:
        return []
    least = least_probation_pay(
        wage=contract.wage,
        lowest_grade=contract.lowest_grade,
        share=limits.probation_share,
        minimum_wage=minimum,
    ).citing(PROBATION_PAY.ref)
    percent = plain(limits.probation_share * 100)
    if paid.fen < least.value.fen:
        params = cited(
            "guards.probation_pay_low",
            person=contract.person,
            paid=str(paid),
            least=str(least.value),
            percent=percent,
        )
        return [Problem("guards.probation_pay_low", contract.place, params)]
    measures = [each for each in (contract.wage, contract.lowest_grade) if each is not None]
    stricter = max((_share_of(each, limits.probation_share) for each in measures), default=0)
    if paid.fen >= stricter:
        return []
    params = cited(
        "guards.probation_pay_one_measure",
        person=contract.person,
        paid=str(paid),
        stricter=str(Money(stricter, paid.currency)),
        percent=percent,
    )
    return [Problem("guards.probation_pay_one_measure", contract.place, params, Severity.WARNING)]


def _share_of(wage: Money, share: Fraction) -> int:
    """At least the share, so a broken fen counts as a whole one."""
    return -(-wage.fen * share.numerator // share.denominator)


def spell_findings(organisation: Organisation, person: str, period: Period, limits: Limits) -> list[Problem]:
    """A probation of spells that runs, without a break, past the longest the law knows; no contract is needed."""
    run = _probation_run(organisation.spells_of.get(person, ()), period)
    if not run:
        return []
    most = probation_months(kind=str(ContractKind.OPEN_ENDED), contract_months=None, limits=limits.probation_months)
    until = probation_until(start=run[0].start, months=most).value
    end = min(run[-1].end or period.end, period.end)
    place = Place(run[-1].source.file, run[-1].source.line, "status")
    return [_too_long(person, end, until, place)] if end > until else []


def _probation_run(spells: tuple[Spell, ...], period: Period) -> list[Spell]:
    """The probation spells that follow each other without a break, up to the last that touches the period."""
    run: list[Spell] = []
    for spell in spells:
        if spell.start >= period.end:
            break
        if spell.status is not SpellStatus.PROBATION:
            run = []
        elif run and run[-1].end == spell.start:
            run.append(spell)
        else:
            run = [spell]
    return run if run and period.overlap(run[0].start, run[-1].end) is not None else []

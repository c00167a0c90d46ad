"""A small month for tests of guards: one or two invented people, their wages and pay lines."""

from datetime import date
from fractions import Fraction

from merit.guards.law_tables import LawTables, Limits, MinimumWage
from merit.guards.minimum_wage import minimum_of
from merit.guards.month_pay import Payroll, month_pay
from merit.kernel.explain import DefinitionRef, LineRef, given
from merit.kernel.money import Money
from merit.kernel.period import Period
from merit.people.organisation import Leave, Organisation, Spell, SpellStatus
from merit.rewards.payment.pay_line import PayLine

OCTOBER = Period.parse("2026-10")
REGION = "CN-99"
LIMITS = Limits(
    valid_from=date(2008, 1, 1),
    loss_share=Fraction(1, 5),
    probation_share=Fraction(4, 5),
    probation_months=((0, 0), (3, 1), (12, 2), (36, 6)),
    without_notice=frozenset({"carried"}),
    source=LineRef("limits.yaml", 1),
)


def yuan(units) -> Money:
    return Money.of(Fraction(units))


def day(text: str) -> date:
    return date.fromisoformat(text)


def minimum_wage(monthly, since="2020-01-01", region=REGION, sample=False) -> MinimumWage:
    return MinimumWage(region, ("Sampleton",), day(since), yuan(monthly), sample, LineRef("guards.yaml", 5))


TABLES = LawTables(minimum_wages=(minimum_wage(2000),), limits=(LIMITS,))


def spell(person="zhao", wage="3000", start="2026-01-01", end=None, status=SpellStatus.REGULAR) -> Spell:
    return Spell(
        person=person,
        name=person.title(),
        post="clerk",
        team="all",
        managers=(),
        start=day(start),
        end=day(end) if end else None,
        status=status,
        bonus_base=None,
        wage=Fraction(wage) if wage is not None else None,
        source=LineRef("people.csv", 2),
    )


def unpaid(person, first, last) -> Leave:
    return Leave(person, day(first), day(last), "unpaid", LineRef("facts/leave.csv", 2))


def organisation(*spells, leave=()) -> Organisation:
    return Organisation(tuple(spells), (), tuple(leave))


def pay_line(amount, line="commission", *, person="zhao", reward="sales", period=OCTOBER, cites=True) -> PayLine:
    explained = given(value=yuan(amount))
    explained = explained.citing(DefinitionRef("reward", reward, 1)) if cites else explained
    return PayLine(person, period, reward, 1, line, explained)


def october(*lines, wage="3000", overtime=0, allowances=0, spells=None, leave=()):
    """The month's pay of `zhao`."""
    people = organisation(*(spells or (spell(wage=wage),)), leave=leave)
    payroll = Payroll("zhao", None, yuan(overtime), yuan(allowances))
    return month_pay(people, OCTOBER, lines, "zhao", payroll)


def minimum(pay, tables=TABLES):
    return minimum_of(tables, REGION, pay.days, OCTOBER)

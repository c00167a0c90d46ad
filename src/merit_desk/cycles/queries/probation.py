"""A person's probation: its own days from the joining date, and what labour law says of its length and pay."""

from datetime import date
from fractions import Fraction
from pathlib import Path

from django.conf import settings

from merit.company import Company
from merit.guards.law_tables import LawTables
from merit.guards.months import ContractKind, months_after
from merit.guards.probation import Contract, probation_findings, spell_findings
from merit.kernel.money import Money
from merit.kernel.period import Period
from merit.kernel.problems import Place, Problem
from merit.people.organisation import Organisation, Spell, SpellStatus
from merit.sources.guard_tables import guard_tables
from merit_desk.cycles.forms.terms import ProbationTerms

PAY = frozenset({"guards.probation_pay_low", "guards.probation_pay_one_measure"})
"""Findings that tell a wage."""


def probation_days(organisation: Organisation, person: str, period: Period, terms: ProbationTerms) -> Period | None:
    """From the joining date to the last day of probation, when any of it lies in the period; else None."""
    run = _employment(organisation, person, period)
    if not run:
        return None
    start = run[0].start
    probation = [spell for spell in run if spell.status is SpellStatus.PROBATION]
    if not probation and not _joined_lately(start, period, terms):
        return None
    end = _end(run, probation, terms)
    return Period(start, end) if end > start and period.overlap(start, end) is not None else None


def _end(run: list[Spell], probation: list[Spell], terms: ProbationTerms) -> date:
    """The day after the last: where the spells say so, else by the terms; nobody is judged after leaving."""
    planned = months_after(run[0].start, terms.months)
    if probation and probation[-1].end is not None:
        return probation[-1].end
    return min(planned, run[-1].end or planned)


def _joined_lately(start: date, period: Period, terms: ProbationTerms) -> bool:
    return bool(terms.joined_within) and start in period and months_after(start, terms.joined_within) >= period.start


def _employment(organisation: Organisation, person: str, period: Period) -> list[Spell]:
    """The last unbroken run of spells that touches the period: who came back has joined anew."""
    run: list[Spell] = []
    for spell in organisation.spells_of.get(person, ()):
        if spell.start >= period.end:
            break
        run = [*run, spell] if run and run[-1].end == spell.start else [spell]
    return run if run and period.overlap(run[0].start, run[-1].end) else []


def findings_about(company: Company, person: str, own: Period, terms: ProbationTerms) -> list[Problem]:
    """What is wrong with the length and the pay of one person's probation; nothing where no limits are in force."""
    tables, _ = law_tables()
    limits = tables.limits_on(own.start)
    if limits is None:
        return []
    minimum = tables.minimum_wage(company.profile.region, own.start)
    contract = _contract(company, person, own, terms)
    found = probation_findings(contract, limits, minimum.monthly if minimum else None)
    told = {each.code for each in found}
    return found + [each for each in spell_findings(company.organisation, person, own, limits) if each.code not in told]


def law_tables() -> tuple[LawTables, list[Problem]]:
    """The shipped tables with those of the company folder."""
    return guard_tables(Path(settings.MERIT_COMPANY))


def _contract(company: Company, person: str, own: Period, terms: ProbationTerms) -> Contract:
    spells = company.organisation.spells_of[person]
    first = next(spell for spell in spells if spell.start == own.start)
    later = next((each for each in spells if each.start >= own.end and each.status is SpellStatus.REGULAR), None)
    currency = company.profile.currency
    without_end = not terms.contract_months
    return Contract(
        person=first.name,
        kind=ContractKind.OPEN_ENDED if without_end else ContractKind.FIXED,
        start=own.start,
        end=None if without_end else months_after(own.start, terms.contract_months),
        probation_end=own.end,
        wage=_money(later.wage if later else None, currency),
        probation_wage=_money(first.wage if first.status is SpellStatus.PROBATION else None, currency),
        lowest_grade=_lowest(company, first, own.start),
        earlier_probations=_earlier(spells, own.start),
        place=Place(first.source.file, first.source.line, "status"),
    )


def _earlier(spells: tuple[Spell, ...], start: date) -> int:
    return sum(1 for spell in spells if spell.status is SpellStatus.PROBATION and spell.start < start)


def _lowest(company: Company, spell: Spell, day: date) -> Money | None:
    """The lowest wage of those who hold the same post on that day and are past their probation."""
    wages = [
        each.wage
        for each in company.organisation.spells
        if each.post == spell.post
        and each.status is SpellStatus.REGULAR
        and each.wage is not None
        and each.start <= day
        and (each.end is None or day < each.end)
    ]
    return _money(min(wages), company.profile.currency) if wages else None


def _money(amount: Fraction | None, currency: str) -> Money | None:
    return Money(round(amount * 100), currency) if amount is not None else None

"""All guards over one period's pay: one list of findings, each with its law. Nothing is changed or stopped here."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from merit.guards.deductions import loss_findings
from merit.guards.law_tables import LawTables, Limits, MinimumWage
from merit.guards.minimum_wage import minimum_of, minimum_wage_findings
from merit.guards.month_pay import Payroll, month_pay
from merit.guards.negative_lines import without_notice, without_rule
from merit.guards.notice import Notice, PlanVersion, notice_findings
from merit.guards.probation import Contract, probation_findings, spell_findings
from merit.guards.year_end_bonus import blind_zone_findings
from merit.kernel.explain import Explained
from merit.kernel.money import Money
from merit.kernel.period import Grain, Period
from merit.kernel.problems import Place, Problem, Severity, in_order
from merit.people.organisation import Organisation, SpellStatus
from merit.people.spells import people_in, spells_in
from merit.rewards.payment.pay_line import PayLine

YEAR_END_LINES = frozenset({"bonus", "pool", "contest", "year_end", "adjustment", "manual"})


@dataclass(frozen=True, slots=True)
class GuardedPay:
    """A period's statements and what is known about the people in them. What is not known is not guarded."""

    period: Period
    organisation: Organisation
    lines: tuple[PayLine, ...]
    region: str = ""
    currency: str = "CNY"
    regions: Mapping[str, str] = field(default_factory=dict)
    """Person → region, for those who do not work in the company's."""
    payroll: tuple[Payroll, ...] = ()
    contracts: tuple[Contract, ...] = ()
    plans: tuple[PlanVersion, ...] = ()
    notices: tuple[Notice, ...] | None = None
    """None: the company keeps no notices in Merit, which is one finding instead of many."""
    paid_on: date | None = None
    """The day of payment, whose tax tables count; by default the day after the period."""


def guard_findings(pay: GuardedPay, tables: LawTables) -> list[Problem]:
    """What the law has against the period's pay, in order of place. The monthly floor is checked for months only."""
    limits = tables.limits_on(pay.period.last)
    problems = [*_negative_lines(pay, limits), *_plans(pay), *_year_end(pay, tables)]
    if limits is not None:
        problems += _probations(pay, tables, limits)
    if pay.period.grain is Grain.MONTH:
        problems += _months(pay, tables, limits)
    return in_order(problems)


@dataclass(frozen=True, slots=True)
class _Minimums:
    """The minimum wage of a month by region and days; most people share theirs."""

    tables: LawTables
    month: Period
    known: dict[tuple[str, tuple[date, ...]], Explained[Money] | None] = field(default_factory=dict)

    def of(self, region: str, days: tuple[date, ...]) -> Explained[Money] | None:
        if (region, days) not in self.known:
            self.known[region, days] = minimum_of(self.tables, region, days, self.month)
        return self.known[region, days]


def _months(pay: GuardedPay, tables: LawTables, limits: Limits | None) -> list[Problem]:
    payroll = {each.person: each for each in pay.payroll}
    lines = _by_person(pay.lines)
    problems: list[Problem] = []
    unknown: list[str] = []
    minimums = _Minimums(tables, pay.period)
    for person in people_in(pay.organisation, pay.period):
        nothing = Money(0, pay.currency)
        added = payroll.get(person) or Payroll(person, None, nothing, nothing)
        own = lines.get(person, [])
        month = month_pay(pay.organisation, pay.period, own, person, added)
        if month is not None:
            region = pay.regions.get(person, pay.region)
            minimum = minimums.of(region, month.days)
            problems += minimum_wage_findings(month, minimum, region) if minimum is not None else []
            problems += loss_findings(own, month, minimum, limits.loss_share) if limits is not None else []
        elif added.wage is None and _wage_unknown(pay, person):
            unknown.append(person)
    if unknown:
        params: dict[str, str | int] = {"count": len(unknown), "people": ", ".join(unknown[:5])}
        problems.append(Problem("guards.no_wage", Place(), params, Severity.NOTE))
    return [*problems, *_regions(pay, tables)]


def _wage_unknown(pay: GuardedPay, person: str) -> bool:
    spells = (part.spell for part in spells_in(pay.organisation, person, pay.period))
    return any(spell.wage is None and spell.status is not SpellStatus.LEAVE for spell in spells)


def _regions(pay: GuardedPay, tables: LawTables) -> list[Problem]:
    """Once per region: no region is stated, none of its rows is in force, or the row is only a sample."""
    problems: list[Problem] = []
    for region in sorted({pay.region, *pay.regions.values()}):
        first, last = (tables.minimum_wage(region, day) for day in (pay.period.start, pay.period.last))
        if not region:
            problems.append(Problem("guards.no_region", Place("company.yaml"), {}, Severity.NOTE))
        elif first is None or last is None:
            params: dict[str, str | int] = {"region": region, "day": str(pay.period.start)}
            problems.append(Problem("guards.no_minimum_wage", Place("company.yaml"), params, Severity.WARNING))
        else:
            problems += _samples(region, (first, last))
    return problems


def _samples(region: str, rows: tuple[MinimumWage, ...]) -> list[Problem]:
    return [
        Problem(
            "guards.sample_minimum_wage",
            Place(row.source.file, row.source.line),
            {"region": region, "monthly": str(row.monthly), "since": str(row.valid_from)},
            Severity.NOTE,
        )
        for row in dict.fromkeys(rows)
        if row.sample
    ]


def _negative_lines(pay: GuardedPay, limits: Limits | None) -> list[Problem]:
    places = {(plan.name, plan.version): plan.place for plan in pay.plans}
    problems = without_rule(pay.lines, places)
    if pay.notices is not None:
        exempt = limits.without_notice if limits is not None else frozenset()
        problems += without_notice(pay.lines, pay.notices, exempt, places)
    return problems


def _plans(pay: GuardedPay) -> list[Problem]:
    if pay.notices is None:
        return [Problem("guards.no_notices", Place(), {}, Severity.NOTE)] if pay.plans or pay.lines else []
    paid: dict[tuple[str, int], set[str]] = {}
    for line in pay.lines:
        paid.setdefault((line.reward, line.reward_version), set()).add(line.person)
    known = [
        PlanVersion(
            plan.name,
            plan.version,
            plan.valid_from,
            tuple(sorted({*plan.people, *paid.get((plan.name, plan.version), ())})),
            plan.place,
        )
        for plan in pay.plans
    ]
    return notice_findings(known, pay.notices, pay.period.last)


def _probations(pay: GuardedPay, tables: LawTables, limits: Limits) -> list[Problem]:
    problems: list[Problem] = []
    for contract in pay.contracts:
        if contract.probation_end is not None and pay.period.overlap(contract.start, contract.probation_end):
            row = tables.minimum_wage(pay.regions.get(contract.person, pay.region), pay.period.last)
            problems += probation_findings(contract, limits, row.monthly if row is not None else None)
    with_contract = {contract.person for contract in pay.contracts}
    for person in people_in(pay.organisation, pay.period):
        if person not in with_contract:
            problems += spell_findings(pay.organisation, person, pay.period, limits)
    return problems


def _year_end(pay: GuardedPay, tables: LawTables) -> list[Problem]:
    """Cliff warnings for what a year's bonuses and pools come to per person; commissions are monthly wage."""
    if pay.period.grain is not Grain.YEAR:
        return []
    totals: dict[str, int] = {}
    for line in pay.lines:
        if line.line in YEAR_END_LINES:
            totals[line.person] = totals.get(line.person, 0) + line.amount.value.fen
    paid_on = pay.paid_on or pay.period.end
    return [
        problem
        for person, fen in sorted(totals.items())
        for problem in blind_zone_findings(person, Money(fen, pay.currency), paid_on, tables, Place())
    ]


def _by_person(lines: Iterable[PayLine]) -> dict[str, list[PayLine]]:
    grouped: dict[str, list[PayLine]] = {}
    for line in lines:
        grouped.setdefault(line.person, []).append(line)
    return grouped

"""The lines of a statement: the bonus with its multiplication, every other line with its reason, and their sums."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction

from django.urls import reverse

from merit.company import Company
from merit.kernel.period import Period
from merit_desk.explain.queries.sums import line_name, pay_address
from merit_desk.explain.queries.workings import Reader, field_name
from merit_desk.explain.queries.written import parts
from merit_desk.results.queries.names import reward_title
from merit_desk.results.queries.period_files import PayRow, PeriodFiles, Working, period_files, periods_run
from merit_desk.rewards.queries.margin import MarginNote
from merit_desk.shell import formats
from merit_desk.shell.sentences import say

BONUS = "bonus"


@dataclass(frozen=True, slots=True)
class Factor:
    """One number of the multiplication."""

    name: str
    text: str
    address: str


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the statement."""

    name: str
    reward: str
    amount: Decimal
    why: str
    address: str
    factors: tuple[Factor, ...] = ()
    notes: tuple[MarginNote, ...] = ()


@dataclass(frozen=True, slots=True)
class Statement:
    """`before` is what the period before paid, where it was run."""

    payable: Decimal
    address: str
    bonuses: tuple[Line, ...]
    others: tuple[Line, ...]
    bonus_sum: Decimal
    other_sum: Decimal
    than_before: str


def statement(company: Company, files: PeriodFiles, person: str, notes: Sequence[MarginNote] = ()) -> Statement:
    """Everything that the person is paid for the period."""
    rows = files.pay.get(person, ())
    lines = [(row, replace(_line(company, files, row), notes=_beside(row, notes))) for row in rows]
    bonuses = tuple(line for row, line in lines if row.line == BONUS)
    others = tuple(line for row, line in lines if row.line != BONUS)
    return Statement(
        payable=files.payable(person),
        address=reverse("explain:payable", args=(files.period, person)),
        bonuses=bonuses,
        others=others,
        bonus_sum=sum((line.amount for line in bonuses), Decimal(0)),
        other_sum=sum((line.amount for line in others), Decimal(0)),
        than_before=_than_before(files, person),
    )


def _beside(row: PayRow, notes: Sequence[MarginNote]) -> tuple[MarginNote, ...]:
    return tuple(note for note in notes if note.of == row)


def _line(company: Company, files: PeriodFiles, row: PayRow) -> Line:
    working = files.workings[("pay", row.person, row.reward, row.line)][row.number - 1]
    address = pay_address(files.period, row)
    reader = Reader(company)
    return Line(
        name=line_name(row),
        reward=reward_title(company, row.reward),
        amount=row.amount,
        why=_why(reader, row, working),
        address=address,
        factors=_factors(reader, working, address) if row.line == BONUS else (),
    )


def _why(reader: Reader, row: PayRow, working: Working) -> str:
    if row.base:
        rate = formats.percent(Fraction(row.amount) / Fraction(row.base))
        return say("slip.of_base", base=formats.grouped(row.base, 2), rate=rate)
    return reader.formula(working, reader.unit(working, None))


def _factors(reader: Reader, working: Working, address: str) -> tuple[Factor, ...]:
    """Base, coefficients and share on duty, each opening where it comes from; the share paid out where it is not 1."""
    found = [
        Factor(_factor_name(part.key or part.field, part.working), _text(reader, part.field, part.working), way)
        for index, part in enumerate(parts(working))
        for way in (f"{address}?open={index}",)
    ]
    payout = working["inputs"].get("payout")
    if isinstance(payout, str) and payout != "1":
        found.append(Factor(field_name("payout"), reader.shown("payout", payout, None), address))
    return tuple(found)


def _factor_name(name: str, working: Working) -> str:
    if name == "individual" and working["rule"] == "rewards.grade_coefficient":
        grade = working["inputs"]["grade"]
        return say("slip.own_grade", grade=grade["value"] if isinstance(grade, dict) else grade)
    known = {"base": "slip.base", "department": "slip.department", "company": "slip.company", "on_duty": "slip.on_duty"}
    return say(known[name]) if name in known else field_name(name)


def _text(reader: Reader, field: str, working: Working) -> str:
    value = Fraction(working["value"]) if isinstance(working["value"], str) else None
    if value is None:
        return reader.result(working, None, field)
    if field == "on_duty":
        return formats.percent(value)
    return formats.exact_number(value, 2)


def _than_before(files: PeriodFiles, person: str) -> str:
    before = str(Period.parse(files.period).previous())
    if before not in periods_run() or person not in period_files(before).pay:
        return ""
    moved = files.payable(person) - period_files(before).payable(person)
    code = "slip.more" if moved > 0 else "slip.less" if moved < 0 else "slip.same"
    return say(code, amount=formats.grouped(abs(moved), 2), period=formats.period_name(before))

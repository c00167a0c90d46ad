"""Sums of pay, which are nothing but their lines."""

from dataclasses import dataclass
from decimal import Decimal

from django.urls import reverse

from merit.company import Company
from merit_desk.results.queries.names import node_name, reward_title
from merit_desk.results.queries.period_files import PayRow, PeriodFiles
from merit_desk.shell import formats
from merit_desk.shell.sentences import knows, say


@dataclass(frozen=True, slots=True)
class Addend:
    """One part of a sum, with the way to its own explanation."""

    name: str
    note: str
    amount: Decimal
    address: str


def named_line(line: str, concerns: str) -> str:
    """绩效奖金, 提成, 退款扣回（2026 年 9 月的业绩）…"""
    code = f"payline.{line}"
    name = say(code) if knows(code) else line.replace("_", " ")
    return say("payline.concerning", name=name, period=formats.period_name(concerns)) if concerns else name


def line_name(row: PayRow) -> str:
    """What a line of a statement is called."""
    return named_line(row.line, row.concerns)


def pay_address(period: str, row: PayRow) -> str:
    """Where the line is explained."""
    return reverse("explain:pay", args=(period, row.person, row.reward, row.line, row.number))


def of_person(company: Company, files: PeriodFiles, person: str) -> list[Addend]:
    """The lines of one statement."""
    return [
        Addend(line_name(row), reward_title(company, row.reward), row.amount, pay_address(files.period, row))
        for row in files.pay.get(person, ())
    ]


def of_company(company: Company, files: PeriodFiles) -> list[Addend]:
    """Everybody's statement, the largest first."""
    people = sorted(files.pay, key=lambda person: (-files.payable(person), person))
    return [
        Addend(
            node_name(company, "person", person),
            person,
            files.payable(person),
            reverse("explain:payable", args=(files.period, person)),
        )
        for person in people
    ]

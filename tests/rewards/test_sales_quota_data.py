"""Real quota data: seventeen salespeople, commission = sales of the year × their own rate, to the fen."""

import csv
import json
from datetime import date
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest

from merit.kernel.money import Money
from merit.kernel.period import Period
from merit.rewards.pay_people import pay_people
from merit.rewards.payment.paid_before import PaidBefore
from tests.rewards.small_company import DailyFigures, SmallCompany, organisation, plans, spell

DATA = Path(__file__).parents[3] / "shared" / "data" / "adventureworks_sales_quota"
PLAN = """
reward: commission-{person}
kind: commission
for: {{person: "{person}"}}
base: {{kpi: paid_sales, date_basis: paid}}
rates: {{mode: highest, bands: [[0, {rate}]]}}
{extra}
"""


@pytest.fixture(scope="module")
def salespeople() -> list[list[str]]:
    if not DATA.is_dir():
        pytest.skip(f"the sales quota data is not there: {DATA}")
    with (DATA / "SalesPerson.tsv").open(encoding="utf-8") as file:
        return [row for row in csv.reader(file, delimiter="\t") if row]


@pytest.fixture(scope="module")
def truth() -> dict[str, dict[str, Decimal]]:
    found = json.loads((DATA / "truth.json").read_text("utf-8"), parse_float=Decimal)
    return {each["name"]: each["value"] for each in found}


def pay(salespeople: list[list[str]], with_bonus: bool) -> dict[str, Money]:
    texts, figures = [], DailyFigures()
    for person, _, _, bonus, rate, sales, *_ in salespeople:
        # Whoever has no rate has no commission plan: a table of zeros is a fault in a plan.
        if Fraction(rate):
            extra = f"kicker: {{kpi: paid_sales, at_least: 0, add: {bonus}}}" if with_bonus else ""
            texts.append(PLAN.format(person=person, rate=rate, extra=extra))
        figures.amounts["paid_sales", person] = [(date(2014, 6, 30), Fraction(sales))]
    people = organisation(*[spell(row[0], start=date(2010, 1, 1)) for row in salespeople])
    company = SmallCompany(people, plans("---".join(texts)))
    lines, problems = pay_people(company, figures, [], Period.parse("2014"), PaidBefore())
    assert problems == []
    return {line.person: line.amount.value for line in lines}


def test_each_commission_equals_the_stated_one(salespeople, truth) -> None:
    paid = pay(salespeople, with_bonus=False)
    stated = {person: Fraction(amount) for person, amount in truth["commission"].items()}
    assert len(stated) == 17
    assert {person: paid.get(person, Money(0)) for person in stated} == {
        person: Money.of(amount) for person, amount in stated.items()
    }
    # Each of 14 amounts is rounded once to the fen, so the sum is at most 14 half fen away.
    total = sum((money.units for money in paid.values()), Fraction(0))
    assert abs(total - Fraction(truth["commission_total"])) <= Fraction(14, 200)


def test_with_the_bonus_on_top_each_payout_equals_the_stated_one(salespeople, truth) -> None:
    paid = pay(salespeople, with_bonus=True)
    stated = {person: Fraction(amount) for person, amount in truth["payout"].items()}
    assert {person: paid.get(person, Money(0)) for person in stated} == {
        person: Money.of(amount) for person, amount in stated.items()
    }

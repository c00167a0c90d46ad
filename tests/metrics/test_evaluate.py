"""Values, statuses and formulas from given numbers: pure arithmetic, worked by hand."""

from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction

import pytest

from merit.catalogue.expression import Name
from merit.catalogue.kpi import (
    Aggregate,
    Body,
    Catalogue,
    Direction,
    Entered,
    Formula,
    Kpi,
    Measure,
    Measured,
    RatioOf,
    Unit,
)
from merit.catalogue.parse_expression import parse_formula
from merit.kernel.period import Period
from merit.metrics.components import Number, nothing_of
from merit.metrics.evaluate import Judged, evaluate
from merit.metrics.figures import ValueStatus

OCTOBER, SEPTEMBER, LAST_OCTOBER = (Period.parse(text) for text in ("2026-10", "2026-09", "2025-10"))


def measure(name: str, aggregate: Aggregate = Aggregate.SUM) -> Measure:
    return Measure("orders", aggregate, "paid_at", Name(name))


@dataclass
class Known:
    """Numbers by measure name and period: (value, n)."""

    numbers: dict[tuple[str, Period], tuple[str, int]]
    last_day: date | None = date(2026, 11, 20)
    unreconciled: frozenset[str] = frozenset()
    entered_values: dict[str, Fraction] = field(default_factory=dict)
    benchmarks: dict[str, Fraction] = field(default_factory=dict)

    def number(self, measure: Measure, period: Period) -> Number:
        name = measure.value.id
        if (name, period) not in self.numbers:
            return nothing_of(measure)
        value, n = self.numbers[name, period]
        return Number(Fraction(value), n)

    def entered(self, kpi: str, period: Period) -> Fraction | None:
        return self.entered_values.get(kpi)

    def benchmark(self, name: str, period: Period) -> Fraction | None:
        return self.benchmarks.get(name)

    def is_unreconciled(self, kpi: str, period: Period) -> bool:
        return kpi in self.unreconciled


def kpi(name: str, body: Body, **more: object) -> Kpi:
    return Kpi(name, 1, {}, "sales", Unit.MONEY, Direction.UP, body, **more)


def formula(text: str) -> Formula:
    expression, problems = parse_formula(text)
    assert expression is not None, problems
    return Formula(expression)


def value_of(text: str, known: Known, period: Period = OCTOBER, **more: object) -> Judged:
    """A formula over the measured KPIs `sales` and `refunds` and the ratio `aov` of sales by orders."""
    kpis = [kpi(name, Measured(measure(name))) for name in ("sales", "refunds", "orders")]
    kpis += [kpi("median", Measured(measure("median", Aggregate.QUANTILE)))]
    kpis += [kpi("aov", RatioOf("sales", "orders")), kpi("audit", Entered()), kpi("asked", formula(text), **more)]
    return evaluate(Catalogue({each.id: each for each in kpis}), "asked", period, known)


KNOWN = Known(
    {
        ("sales", OCTOBER): ("300", 30),
        ("orders", OCTOBER): ("40", 40),
        ("sales", SEPTEMBER): ("200", 20),
        ("sales", LAST_OCTOBER): ("-50", 5),
    },
    benchmarks={"industry_sales": Fraction(1000)},
)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("sales - refunds", 300),
        ("sales / orders * 2 + 1", 16),
        ("aov", Fraction("7.5")),
        ("-aov", Fraction("-7.5")),
        ("sales / refunds", None),
        ("aov + sales / refunds", None),
        ("sales - median", None),
        ("sales / previous(sales) - 1", Fraction(1, 2)),
        ("sales / months_earlier(sales, 1) - 1", Fraction(1, 2)),
        ("months_earlier(sales, 12) - a_year_earlier(sales)", Fraction(0)),
        ("sales / a_year_earlier(sales) - 1", None),
        ("sales - a_year_earlier(sales)", 350),
        ("sales / benchmark(industry_sales)", Fraction(3, 10)),
        ("sales / benchmark(unheard_of)", None),
        ("sales / calendar_days()", Fraction(300, 31)),
        ("max(sales, orders) - min(sales, orders)", 260),
        ("abs(orders - sales)", 260),
    ],
)
def test_formulas_are_exact_and_empty_where_a_part_is(text: str, expected: Fraction | None) -> None:
    assert value_of(text, KNOWN).value == expected


def test_the_rows_behind_a_formula_are_those_of_its_parts_in_the_period() -> None:
    assert value_of("sales / orders", KNOWN).n == 70
    assert value_of("sales / previous(sales)", KNOWN).n == 30
    assert value_of("previous(sales)", KNOWN).n == 20
    assert value_of("sales + sales", KNOWN).n == 30


def test_a_formula_without_any_row_is_empty_though_its_parts_are_nought() -> None:
    found = value_of("sales - refunds", KNOWN, Period.parse("2024-01"))
    assert (found.value, found.n, found.status) == (None, 0, ValueStatus.EMPTY)


def test_an_average_says_what_was_divided() -> None:
    average = kpi("stock", Measured(measure("stock", Aggregate.AVERAGE)))

    class Averaged(Known):
        def number(self, measure: Measure, period: Period) -> Number:
            return Number(Fraction(10), 60, Fraction(300), Fraction(30))

    found = evaluate(Catalogue({"stock": average}), "stock", OCTOBER, Averaged({}))
    assert (found.value, found.numerator, found.denominator) == (10, 300, 30)


def test_a_small_sample_is_insufficient_below_the_minimum_only() -> None:
    assert value_of("sales", KNOWN, minimum_sample=31).status is ValueStatus.INSUFFICIENT
    assert value_of("sales", KNOWN, minimum_sample=30).status is ValueStatus.OK


@pytest.mark.parametrize(
    ("last_day", "status"),
    [
        (date(2026, 11, 29), ValueStatus.IMMATURE),
        (date(2026, 11, 30), ValueStatus.OK),
        (None, ValueStatus.IMMATURE),
    ],
)
def test_a_cohort_is_immature_until_its_days_have_passed_in_the_data(
    last_day: date | None, status: ValueStatus
) -> None:
    known = Known(KNOWN.numbers, last_day)
    assert value_of("sales", known, mature_after_days=30).status is status


def test_a_gap_to_the_platform_goes_before_a_small_sample() -> None:
    known = Known(KNOWN.numbers, unreconciled=frozenset({"asked"}))
    found = value_of("sales", known, minimum_sample=31)
    assert (found.value, found.status) == (300, ValueStatus.UNRECONCILED)


def test_an_entered_value_counts_as_one_row() -> None:
    entered = Known({}, entered_values={"audit": Fraction(88)})
    assert (value_of("audit", entered).value, value_of("audit", entered).n) == (88, 1)
    assert value_of("audit", Known({})).status is ValueStatus.EMPTY

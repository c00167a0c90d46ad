"""Targets set low and then far exceeded, and one KPI up while its pair falls, over hand-made monthly values."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from fractions import Fraction

from merit.catalogue.expression import Literal
from merit.catalogue.kpi import Direction, Formula, Kpi, Unit
from merit.company import Company
from merit.insight.signs.pair_falls import pair_signs
from merit.insight.signs.sandbagged import sandbagging_signs
from merit.kernel.explain import LineRef
from merit.kernel.node import Node, person_node
from merit.kernel.period import Period
from merit.metrics.figures import KpiValue, Refinement, ValueStatus
from merit.targets.target import Target, TargetBasis
from tests.engines.tiny_company import company

JUNE = Period.parse("2026-06")
MONTHS = [f"2025-{month:02}" for month in range(1, 13)] + [f"2026-{month:02}" for month in range(1, 7)]


def kpi(name: str, unit: Unit = Unit.MONEY) -> Kpi:
    return Kpi(name, 1, {"en": name}, "sales", unit, Direction.UP, Formula(Literal(Fraction(0))))


ACME = company([kpi("paid_sales"), kpi("gross_margin", Unit.RATE)])


@dataclass
class Known:
    """Monthly values by KPI and person; 400 rows behind each."""

    values: Mapping[tuple[str, str], Mapping[str, Fraction]]
    as_of: datetime | None = None
    rows: int = 400

    def value(self, kpi: str, node: Node, period: Period, refined: Refinement | None = None) -> KpiValue:
        value = self.values.get((kpi, node.id), {}).get(str(period))
        rate = Fraction(1) if kpi == "gross_margin" else None
        status = ValueStatus.EMPTY if value is None else ValueStatus.OK
        return KpiValue(kpi, 1, node, period, value, value, rate, self.rows if value is not None else 0, status, None)

    def daily(self, kpi: str, node: Node, period: Period) -> Mapping[Period, KpiValue]:
        raise NotImplementedError


def months(values: Iterable[int | str]) -> dict[str, Fraction]:
    """From January 2025 on."""
    return {month: Fraction(value) for month, value in zip(MONTHS, values, strict=False)}


def targets(person: str, amounts: Iterable[int]) -> tuple[Target, ...]:
    """From January 2026 on."""
    return tuple(
        Target("paid_sales", "person", person, Period.parse(month), Fraction(amount), TargetBasis.ABSOLUTE, None, "",
               LineRef("targets.csv", at + 2))
        for at, (month, amount) in enumerate(zip(MONTHS[12:], amounts, strict=True))
    )  # fmt: skip


def with_targets(low: Iterable[int]) -> Company:
    """Ann's targets as told; nine others have targets at their usual 100."""
    others = tuple(row for at in range(9) for row in targets(f"p{at}", [100] * 6))
    return replace(ACME, targets=targets("ann", low) + others)


SALES = Known(
    {("paid_sales", "ann"): months([100] * 18)} | {("paid_sales", f"p{at}"): months([100] * 18) for at in range(9)}
)


def test_targets_far_below_what_is_usual_and_far_exceeded_four_times_are_a_sign() -> None:
    """A target of 70 where 100 is usual, and 100 reached: 30 % below, 43 % over, four times of six."""
    (sign,) = sandbagging_signs(with_targets([100, 100, 70, 70, 70, 70]), SALES, JUNE)
    assert (sign.subject.id, sign.seen["easy"], sign.seen["periods"]) == ("ann", 4, 6)
    assert (sign.seen["target"], sign.seen["expected"], sign.seen["actual"]) == ("70", "100", "100")
    assert [each.source.line for each in sign.evidence] == [4, 5, 6, 7]


def test_one_easy_month_is_no_sign() -> None:
    assert list(sandbagging_signs(with_targets([100, 100, 100, 100, 100, 70]), SALES, JUNE)) == []


def test_what_was_easy_once_but_is_not_now_is_told_no_more() -> None:
    assert list(sandbagging_signs(with_targets([70, 70, 70, 70, 70, 100]), SALES, JUNE)) == []


def test_a_target_that_is_low_because_the_season_is_low_is_none() -> None:
    """January to June bring 70, July to December 100; a target of 55 is far exceeded, yet not where 70 are usual."""
    seasonal = months([70] * 6 + [100] * 6 + [70] * 6)
    known = Known({**SALES.values, ("paid_sales", "ann"): seasonal})
    assert list(sandbagging_signs(with_targets([68] * 6), known, JUNE)) == []


def test_a_shop_that_grows_does_not_hide_targets_of_three_quarters_of_what_is_sold() -> None:
    """100 in January 2026, 5 more each month; targets of 76, 80, 84…: below the median of the half year before."""
    growing = months([*range(40, 100, 5), *range(100, 130, 5)])
    known = Known({**SALES.values, ("paid_sales", "ann"): growing})
    (sign,) = sandbagging_signs(with_targets([76, 80, 84, 87, 91, 95]), known, JUNE)
    assert sign.subject.id == "ann"


def test_a_forecast_may_say_what_was_to_be_expected_instead_of_history() -> None:
    low = with_targets([100, 100, 70, 70, 70, 70])
    assert list(sandbagging_signs(low, SALES, JUNE, lambda kpi, node, period: Fraction(70))) == []


PUSHED = months([100, 104, 97, 101, 99, 103, 98, 100, 102, 96, 105, 100, 101, 99, 102, 98, 100])
MARGIN = months(["0.30", "0.31", "0.29"] * 5 + ["0.30", "0.30"])


def now(sales: int, margin: str, rows: int = 400) -> Known:
    return Known(
        {
            ("paid_sales", "ann"): PUSHED | {"2026-06": Fraction(sales)},
            ("gross_margin", "ann"): MARGIN | {"2026-06": Fraction(margin)},
        },
        rows=rows,
    )


def test_sales_far_up_with_margin_far_down_are_a_sign() -> None:
    (sign,) = pair_signs(ACME, now(160, "0.08"), JUNE, [person_node("ann")])
    assert (sign.seen["pushed_now"], sign.seen["pushed_usual"]) == ("160", "100")
    assert (sign.seen["paying_now"], sign.seen["paying_usual"]) == ("0.08", "0.3")


def test_sales_far_up_with_the_margin_as_ever_are_none() -> None:
    assert list(pair_signs(ACME, now(160, "0.30"), JUNE, [person_node("ann")])) == []


def test_a_margin_that_falls_in_an_ordinary_month_is_none() -> None:
    assert list(pair_signs(ACME, now(101, "0.08"), JUNE, [person_node("ann")])) == []


def test_values_of_few_rows_vary_by_themselves() -> None:
    assert list(pair_signs(ACME, now(160, "0.08", rows=20), JUNE, [person_node("ann")])) == []

"""Commission: base, table, modifiers in their order, draw, holdback, override. Every figure worked by hand."""

from datetime import date
from fractions import Fraction

import pytest

from merit.kernel.explain import replays, steps
from merit.kernel.period import Period
from merit.metrics.figures import ValueStatus
from merit.rewards.pay_people import pay_people
from merit.rewards.payment.paid_before import PaidBefore, paid_lines
from tests.rewards.small_company import (
    DailyFigures,
    SmallCompany,
    Sold,
    Till,
    amounts,
    card,
    figure,
    organisation,
    paid,
    plans,
    spell,
    target,
)

COMMISSION = """
reward: c
kind: commission
for: {post: sales}
base: {kpi: paid_sales, date_basis: paid}
rates: {mode: marginal, bands: [[0, 0.01]]}
"""
TIERS = COMMISSION.replace("[[0, 0.01]]", "[[0, 0.01], [10000, 0.02], [50000, 0.03]]")


def till(text, *sold, people=None, targets=(), fixed=None):
    company = SmallCompany(organisation(*(people or [spell("an")])), plans(text), targets)
    lines = [Sold(person, date.fromisoformat(day), Fraction(amount)) for person, day, amount in sold]
    return Till(company, lines, DailyFigures(fixed=fixed or {}))


@pytest.mark.parametrize(("mode", "pay"), [("highest", "1800.00"), ("marginal", "1200.00")])
def test_sixty_thousand_under_two_readings_of_one_table(mode, pay) -> None:
    lines = till(TIERS.replace("marginal", mode), ("an", "2026-10-05", 60_000)).month("2026-10")
    assert amounts(lines) == {"commission": pay}


def test_thirty_thousand_between_two_points_pays_750() -> None:
    text = COMMISSION.replace("marginal", "interpolated").replace("[[0, 0.01]]", "[[10000, 0.02], [50000, 0.03]]")
    assert amounts(till(text, ("an", "2026-10-05", 30_000)).month("2026-10")) == {"commission": "750.00"}


def test_four_percent_to_two_hundred_thousand_then_six_pays_9200() -> None:
    text = COMMISSION.replace("[[0, 0.01]]", "[[0, 0.04], [200000, 0.06]]")
    assert amounts(till(text, ("an", "2026-10-05", 220_000)).month("2026-10")) == {"commission": "9200.00"}


def test_a_cumulative_quarter_pays_the_total_to_date_less_what_was_paid() -> None:
    # Total to date 150,000 → 2,000; 70,000 → 700; 170,000 → 2,400. The 1,300 owed after November wait for December.
    text = COMMISSION.replace("[[0, 0.01]]", "[[0, 0.01], [100000, 0.02]]").replace(
        "date_basis: paid", "date_basis: paid, cumulative: quarter"
    )
    shop = till(text, ("an", "2026-10-31", 150_000), ("an", "2026-11-01", -80_000), ("an", "2026-12-31", 100_000))
    assert amounts(shop.seal("2026-10")) == {"commission": "2000.00"}
    assert amounts(shop.seal("2026-11")) == {"commission": "-1300.00", "carried": "1300.00"}
    assert amounts(shop.seal("2026-12")) == {"commission": "1700.00", "carried": "-1300.00"}
    assert paid(shop.sealed) == 2_400_00


def test_a_new_quarter_starts_from_nothing() -> None:
    text = TIERS.replace("date_basis: paid", "date_basis: paid, cumulative: quarter")
    shop = till(text, ("an", "2026-09-30", 60_000), ("an", "2026-10-01", 60_000))
    assert amounts(shop.seal("2026-09")) == {"commission": "1200.00"}
    assert amounts(shop.seal("2026-10")) == {"commission": "1200.00"}


def test_the_draw_table() -> None:
    # Earned 500, 700, 400: paid 1,000 each, owed 500, 800, 1,400. Then 1,800 pays 800 back and 2,500 the last 600.
    text = COMMISSION + "draw: {amount: 1000, recoverable: true}\n"
    months = ("2026-08", "2026-09", "2026-10", "2026-11", "2026-12")
    earned = (50_000, 70_000, 40_000, 180_000, 250_000)
    shop = till(text, *[("an", f"{month}-15", amount) for month, amount in zip(months, earned, strict=True)])
    statements = [shop.seal(month) for month in months]
    assert [paid(each) for each in statements] == [1_000_00, 1_000_00, 1_000_00, 1_000_00, 1_900_00]
    assert amounts(statements[3]) == {"commission": "1800.00", "draw_recovery": "-800.00"}
    moves = [sum(line.amount.value.fen for line in each if line.line.startswith("draw")) for each in statements]
    balances = [sum(moves[: place + 1]) for place in range(len(moves))]
    assert balances == [500_00, 800_00, 1_400_00, 600_00, 0]


def test_a_draw_that_is_not_recoverable_is_never_taken_back() -> None:
    text = COMMISSION + "draw: {amount: 1000, recoverable: false}\n"
    shop = till(text, ("an", "2026-10-05", 50_000), ("an", "2026-11-05", 300_000))
    assert amounts(shop.seal("2026-10")) == {"commission": "500.00", "draw": "500.00"}
    assert amounts(shop.seal("2026-11")) == {"commission": "3000.00"}


def test_a_share_is_held_back_and_released_when_its_days_have_passed() -> None:
    text = COMMISSION + "holdback: {share: 0.2, release_after: 31d}\n"
    shop = till(text, ("an", "2026-10-05", 100_000))
    assert amounts(shop.seal("2026-10")) == {"commission": "1000.00", "holdback": "-200.00"}
    assert amounts(shop.seal("2026-11")) == {"commission": "0.00"}
    released = shop.seal("2026-12")
    assert amounts(released) == {"commission": "0.00", "holdback_release": "200.00"}
    assert next(line for line in released if line.line == "holdback_release").concerns == Period.parse("2026-10")
    assert amounts(shop.seal("2027-01")) == {"commission": "0.00"}


MODIFIED = (
    COMMISSION
    + """
gate: {kpi: gross_margin, at_least: 0.15, else: zero}
multiplier: {kpi: csat, of: person, bands: [[0, 1], [0.9, 1.5]]}
kicker: {kpi: new_customers, at_least: 20, add: 500}
cap: 1800
"""
)


@pytest.mark.parametrize(
    ("margin", "csat", "customers", "pay"),
    [
        ("0.15", "0.9", 20, "1800.00"),  # 1,000 × 1.5 + 500 = 2,000, capped
        ("0.15", "0.8", 20, "1500.00"),
        ("0.15", "0.9", 19, "1500.00"),
        ("0.1499", "0.9", 20, "500.00"),  # the gate takes the commission, not the kicker after it
    ],
)
def test_gate_then_multiplier_then_kicker_then_cap(margin, csat, customers, pay) -> None:
    fixed = {("gross_margin", "an"): Fraction(margin), ("csat", "an"): Fraction(csat),
             ("new_customers", "an"): Fraction(customers)}  # fmt: skip
    lines = till(MODIFIED, ("an", "2026-10-05", 100_000), fixed=fixed).month("2026-10")
    assert amounts(lines) == {"commission": pay}
    assert all(replays(step) for line in lines for step in steps(line.amount))


def test_a_gate_may_leave_a_share() -> None:
    text = COMMISSION + "gate: {kpi: gross_margin, at_least: 0.15, else: 0.4}\n"
    lines = till(text, ("an", "2026-10-05", 100_000), fixed={("gross_margin", "an"): Fraction(0)}).month("2026-10")
    assert amounts(lines) == {"commission": "400.00"}


def test_a_gate_whose_kpi_is_empty_takes_nothing_and_warns() -> None:
    text = COMMISSION + "gate: {kpi: gross_margin, at_least: 0.15}\n"
    company = SmallCompany(organisation(spell("an")), plans(text))
    figures = DailyFigures({("paid_sales", "an"): [(date(2026, 10, 5), Fraction(100_000))]})
    lines, problems = pay_people(company, figures, [], Period.parse("2026-10"), PaidBefore())
    assert amounts(lines) == {"commission": "1000.00"}
    assert [problem.code for problem in problems] == ["rewards.gate_without_value"]


def test_the_cap_stands_beside_the_uncapped_amount() -> None:
    lines = till(COMMISSION + "cap: 300\n", ("an", "2026-10-05", 100_000)).month("2026-10")
    capped = next(step for step in steps(lines[0].amount) if step.code == "rewards.cap")
    assert (capped.inputs["commission"].value, capped.result) == (1000, 300)  # type: ignore[union-attr]


def test_the_floor_is_a_line_of_its_own() -> None:
    lines = till(COMMISSION + "floor: 1500\n", ("an", "2026-10-05", 100_000)).month("2026-10")
    assert amounts(lines) == {"commission": "1000.00", "floor": "500.00"}


def test_attainment_reads_the_table_at_amount_over_target() -> None:
    # Target 50,000, table at attainment: 120 % of it is 60,000 → 50,000 × 1 % + 10,000 × 3 %.
    text = COMMISSION.replace("bands: [[0, 0.01]]", "on: attainment, bands: [[0, 0.01], [1, 0.03]]")
    goal = (target("paid_sales", "an", "2026-10", 50_000),)
    assert amounts(till(text, ("an", "2026-10-05", 60_000), targets=goal).month("2026-10")) == {"commission": "800.00"}


def test_a_persons_own_target_goes_before_the_plans_and_that_before_none() -> None:
    # At 60,000: target 50,000 of the person pays 800; 20,000 of the plan pays 200 + 40,000 × 3 % = 1,400.
    text = COMMISSION.replace("bands: [[0, 0.01]]", "on: attainment, bands: [[0, 0.01], [1, 0.03]]")
    text = text.replace("date_basis: paid", "date_basis: paid, target: 20000")
    goal = (target("paid_sales", "an", "2026-10", 50_000),)
    assert amounts(till(text, ("an", "2026-10-05", 60_000), targets=goal).month("2026-10")) == {"commission": "800.00"}
    assert amounts(till(text, ("an", "2026-10-05", 60_000)).month("2026-10")) == {"commission": "1400.00"}


def test_a_span_whose_earlier_months_are_not_sealed_is_warned_of() -> None:
    text = COMMISSION.replace("date_basis: paid", "date_basis: paid, cumulative: quarter")
    company = SmallCompany(organisation(spell("an"), spell("bo", start=date(2026, 11, 1))), plans(text))
    figures = DailyFigures({("paid_sales", "an"): [(date(2026, 10, 5), Fraction(100_000))]})
    october, problems = pay_people(company, figures, [], Period.parse("2026-10"), PaidBefore())
    assert problems == []
    november = pay_people(company, figures, [], Period.parse("2026-11"), PaidBefore())
    assert [problem.code for problem in november[1]] == ["rewards.earlier_not_sealed"]
    assert amounts(november[0], "an") == {"commission": "1000.00"}
    sealed = pay_people(company, figures, [], Period.parse("2026-11"), PaidBefore(paid_lines(october)))
    assert sealed[1] == []
    assert amounts(sealed[0], "an") == {"commission": "0.00"}


def test_an_accelerator_speeds_up_what_lies_above_the_target() -> None:
    # 60,000 against 50,000: 500 + 100 × 1.5.
    text = COMMISSION + "accelerator: {above: 1, times: 1.5}\n"
    goal = (target("paid_sales", "an", "2026-10", 50_000),)
    assert amounts(till(text, ("an", "2026-10-05", 60_000), targets=goal).month("2026-10")) == {"commission": "650.00"}


def test_a_newcomers_band_edges_are_lower() -> None:
    # First month half the edges: 5,000 × 1 % + 20,000 × 2 % + 15,000 × 3 % = 900; second month the full table.
    text = TIERS + "ramp: {1: 0.5}\n"
    newcomer = [spell("an", start=date(2026, 10, 1))]
    shop = till(text, ("an", "2026-10-05", 40_000), ("an", "2026-11-05", 40_000), people=newcomer)
    assert amounts(shop.month("2026-10")) == {"commission": "900.00"}
    assert amounts(shop.month("2026-11")) == {"commission": "700.00"}


def test_a_spiff_counts_on_its_own_dates_and_pays_when_they_end() -> None:
    text = COMMISSION + "kicker: {kpi: live_orders, at_least: 3, add: 88, from: 2026-10-25, to: 2026-11-11}\n"
    shop = till(text, ("an", "2026-10-05", 100), ("an", "2026-11-05", 100))
    shop.figures.amounts["live_orders", "an"] = [(date(2026, 10, 25), Fraction(2)), (date(2026, 11, 11), Fraction(1))]
    assert amounts(shop.seal("2026-10")) == {"commission": "1.00"}
    assert amounts(shop.seal("2026-11")) == {"commission": "89.00"}
    assert amounts(shop.seal("2026-12")) == {"commission": "0.00"}


def test_rates_by_line_read_the_table_for_each_sold_line() -> None:
    # 60,000 in one line earns 1,200; in six lines of 10,000 it earns 600.
    text = TIERS.replace("date_basis: paid", "date_basis: paid, counting: line")
    one = till(text, ("an", "2026-10-05", 60_000))
    six = till(text, *[("an", "2026-10-05", 10_000)] * 6)
    assert (amounts(one.month("2026-10")), amounts(six.month("2026-10"))) == (
        {"commission": "1200.00"},
        {"commission": "600.00"},
    )


def test_the_leader_earns_indirectly_on_the_members_and_not_on_themselves() -> None:
    text = COMMISSION + "override: {to: leader, rate: 0.002}\n"
    people = [spell("an"), spell("bo"), spell("lin")]
    sold = [("an", "2026-10-05", 10_000), ("bo", "2026-10-05", 20_000), ("lin", "2026-10-05", 40_000)]
    lines = till(text, *sold, people=people).month("2026-10")
    assert amounts(lines, "lin") == {"commission": "400.00", "override": "60.00"}
    assert amounts(lines, "an") == {"commission": "100.00"}


def test_commission_counts_only_the_days_in_the_post() -> None:
    people = [spell("an", "ops", end=date(2026, 10, 16)), spell("an", "sales", start=date(2026, 10, 16))]
    lines = till(COMMISSION, ("an", "2026-10-15", 7_000), ("an", "2026-10-16", 10_000), people=people).month("2026-10")
    assert amounts(lines) == {"commission": "100.00"}


def test_a_veto_touches_commission_only_when_it_names_it() -> None:
    shop = till(COMMISSION, ("an", "2026-10-05", 10_000))
    spared = shop.month("2026-10", [card("an", payout=figure(Fraction(0)))])
    named = shop.month("2026-10", [card("an", vetoed={"c": figure(Fraction(1, 4))})])
    assert amounts(spared) == {"commission": "100.00"}
    assert amounts(named) == {"commission": "100.00", "veto": "-75.00"}


def test_a_veto_takes_its_share_of_the_floor_too() -> None:
    # 100 lifted by 200 to the floor of 300; a veto that leaves a quarter leaves 25 + 50.
    shop = till(COMMISSION + "floor: 300\n", ("an", "2026-10-05", 10_000))
    lines = shop.month("2026-10", [card("an", vetoed={"c": figure(Fraction(1, 4))})])
    assert amounts(lines) == {"commission": "100.00", "veto": "-75.00", "floor": "50.00"}


def test_a_base_that_does_not_agree_with_the_platform_stops_the_commission() -> None:
    company = SmallCompany(organisation(spell("an")), plans(COMMISSION))
    figures = DailyFigures(fixed={("paid_sales", "an"): Fraction(5)}, doubted={"paid_sales": ValueStatus.UNRECONCILED})
    lines, problems = pay_people(company, figures, [], Period.parse("2026-10"), PaidBefore())
    assert (lines, [problem.code for problem in problems]) == ([], ["rewards.base_unreconciled"])


def test_a_plan_that_has_ended_still_releases_what_it_held_back() -> None:
    text = COMMISSION + "valid_to: 2026-10-31\nholdback: {share: 0.2, release_after: 1d}\n"
    shop = till(text, ("an", "2026-10-05", 100_000), ("an", "2026-11-05", 100_000))
    assert amounts(shop.seal("2026-10")) == {"commission": "1000.00", "holdback": "-200.00"}
    assert amounts(shop.seal("2026-11")) == {"holdback_release": "200.00"}

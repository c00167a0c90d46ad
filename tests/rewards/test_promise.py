"""What a plan promises on supposed figures is what a pay run pays on real ones."""

from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from merit.kernel.money import Money
from merit.rewards.promise import (
    Supposed,
    bonus_promised,
    coefficient_of,
    commission_curve,
    commission_promised,
    individual_of,
    needs_target,
)
from tests.rewards.small_company import DailyFigures, SmallCompany, Sold, Till, organisation, paid, plans, spell

TWO_BANDS = """
reward: c
kind: commission
for: {post: sales}
base: {kpi: paid_sales, date_basis: paid, target: 100000}
rates: {mode: marginal, bands: [[0, 0.04], [200000, 0.06]]}
"""
USUAL = Supposed(target=Fraction(100_000))


def terms(more="", text=TWO_BANDS):
    return plans(text + more)[0].terms


def promised(amount, more="", supposed=USUAL, text=TWO_BANDS):
    return commission_promised(terms(more, text), Fraction(amount), supposed, "CNY")


def test_220_000_at_four_then_six_percent_is_9_200() -> None:
    assert str(promised(220_000).earned) == "9200.00"


@pytest.mark.parametrize(("mode", "earned"), [("highest", "13200.00"), ("marginal", "9200.00")])
def test_the_reading_of_the_table_decides(mode, earned) -> None:
    assert str(promised(220_000, text=TWO_BANDS.replace("marginal", mode)).earned) == earned


def test_interpolated_points_give_750_at_30_000() -> None:
    text = TWO_BANDS.replace(
        "marginal, bands: [[0, 0.04], [200000, 0.06]]", "interpolated, bands: [[10000, 0.02], [50000, 0.03]]"
    )
    assert str(promised(30_000, text=text).earned) == "750.00"


def test_every_step_that_changes_something_is_told_in_order() -> None:
    more = "gate: {kpi: csat, at_least: 0.8, else: 0.5}\ncap: 4000\nholdback: {share: 0.2, release_after: 90d}\n"
    found = promised(220_000, more, Supposed(gates_met=False))
    assert [(step.code, step.value) for step in found.steps] == [
        ("rewards.marginal", 9200),
        ("rewards.gate", 4600),
        ("rewards.cap", 4000),
        ("rewards.holdback", -800),
    ]
    assert (str(found.earned), str(found.paid)) == ("4000.00", "3200.00")


def test_a_draw_fills_up_what_is_earned_and_a_floor_lifts_it_first() -> None:
    assert str(promised(5_000, "draw: {amount: 1000, recoverable: true}\n").paid) == "1000.00"
    assert str(promised(5_000, "floor: 300\n").earned) == "300.00"


def test_the_highest_band_jumps_at_its_edge_and_the_curve_shows_both_sides() -> None:
    curve = commission_curve(terms(text=TWO_BANDS.replace("marginal", "highest")), Fraction(300_000), USUAL, "CNY")
    assert [str(money) for amount, money in curve if amount == 200_000] == ["8000.00", "12000.00"]


def test_marginal_tiers_do_not_jump() -> None:
    curve = commission_curve(terms(), Fraction(300_000), USUAL, "CNY")
    assert [str(money) for amount, money in curve if amount == 200_000] == ["8000.00"]


def test_the_curve_bends_where_the_cap_is_reached_and_the_floor_is_left() -> None:
    curve = dict(commission_curve(terms("cap: 5000\nfloor: 1000\n"), Fraction(300_000), USUAL, "CNY"))
    assert curve[Fraction(125_000)] == Money.of(5_000)
    assert Fraction(25_001) in curve  # the first whole amount above the floor's level
    assert curve[Fraction(0)] == Money.of(1_000)


def test_attainments_are_read_against_the_target() -> None:
    text = TWO_BANDS.replace("[[0, 0.04], [200000, 0.06]]", "[[0, 0.04], [1, 0.06]], on: attainment")
    assert needs_target(terms(text=text))
    assert str(promised(120_000, text=text).earned) == "5200.00"
    with pytest.raises(ValueError, match="target"):
        promised(120_000, text=text, supposed=Supposed())


MODIFIERS = {
    "gate": "gate: {kpi: csat, at_least: 0.8, else: 0.5}\n",
    "kicker": "kicker: {kpi: aov, above: 10, add: 500, times: 2}\n",
    "cap": "cap: 6000\n",
    "floor": "floor: 700\n",
    "accelerator": "accelerator: {above: 1.2, times: 1.5}\n",
    "draw": "draw: {amount: 900, recoverable: false}\n",
    "holdback": "holdback: {share: 0.25, release_after: 60d}\n",
}


@settings(max_examples=80, deadline=None)
@given(
    mode=st.sampled_from(["marginal", "highest", "interpolated"]),
    chosen=st.sets(st.sampled_from(sorted(MODIFIERS))),
    amount=st.integers(0, 400_000),
    gates=st.booleans(),
    kickers=st.booleans(),
)
def test_a_promise_is_what_the_pay_run_pays(mode, chosen, amount, gates, kickers) -> None:
    text = TWO_BANDS.replace("marginal", mode) + "".join(MODIFIERS[each] for each in sorted(chosen))
    company = SmallCompany(organisation(spell("an")), plans(text))
    fixed = {("csat", "an"): Fraction(9 if gates else 7, 10), ("aov", "an"): Fraction(20 if kickers else 10)}
    till = Till(company, [Sold("an", date(2026, 10, 5), Fraction(amount))], DailyFigures(fixed=fixed))
    supposed = replace(USUAL, gates_met=gates, kickers_met=kickers)
    assert paid(till.month("2026-10")) == promised(amount, supposed=supposed, text=text).paid.fen


BONUS = """
reward: b
kind: bonus
for: {post: cs}
coefficients: {S: 1.5, A: 1.2, B: 1.0, D: 0}
department_coefficient: {kpi: csat, of: department, bands: [[0, 0.9], [0.85, 1.0], [0.92, 1.05]]}
company_coefficient: {kpi: paid_sales, of: company, on: attainment, bands: [[0, 0.8], [0.9, 0.98], [1.2, 1.0]]}
"""


def test_3_000_by_the_three_coefficients_is_3_704_40() -> None:
    found = terms(text=BONUS)
    own = individual_of(found, "A", None)
    others = [coefficient_of(found.department, Fraction("0.95")), coefficient_of(found.company, Fraction("1.1"))]
    assert str(bonus_promised(Fraction(3_000), [own.value, *others], "CNY")) == "3704.40"
    assert individual_of(found, "E", None) is None
    assert coefficient_of(None, Fraction(1)) == coefficient_of(found.company, None) == 1


def test_a_coefficient_by_score_is_read_from_the_bands() -> None:
    found = terms(text=BONUS.replace("{S: 1.5, A: 1.2, B: 1.0, D: 0}", "[[0, 0], [60, 0.6], [90, 1.1]]"))
    assert individual_of(found, "", Fraction(89)).value == Fraction("0.6")

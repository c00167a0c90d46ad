"""What changes a total after the weighted sum, in its fixed order, each by hand."""

from fractions import Fraction
from itertools import permutations

import pytest

from merit.kernel.explain import replays, steps
from merit.metrics.figures import ValueStatus
from merit.scores.score_people import score_people
from merit.scores.scorecard import ScoreStatus
from tests.people.organisations import leave, spell
from tests.scores.fake_company import OCTOBER, company, event, organisation, plan
from tests.scores.fake_figures import FakeFigures

TWO = """
indicators:
  - {kpi: sales, weight: 60, target: 100, curve: {proportional: {cap: 150}}}
  - {kpi: csat, weight: 40, target: 1, curve: {proportional: {}}}
"""
GRADES = "grades: [[S, 110], [A, 95], [B, 80], [C, 60], [D, 0]]\n"


def figures(**values):
    given = {"sales": 140, "csat": 1} | values
    made = FakeFigures()
    for kpi, value in given.items():
        made.put(kpi, "ann", value)
    return made


def scored(modifiers, made, body=TWO, **given):
    text = body + ("modifiers:\n" + "".join(f"  - {{{each}}}\n" for each in modifiers) if modifiers else "") + GRADES
    cards, problems = score_people(company(text, **given), made, OCTOBER)
    assert all(replays(step) for card in cards if card.total for step in (*steps(card.total), *steps(card.grade)))
    return cards[0], [problem.code for problem in problems]


def total(modifiers, made, **given):
    return scored(modifiers, made, **given)[0].total.value


BALANCE = "balance: {kpi: sales, with: margin, at_least: 0.18}"


@pytest.mark.parametrize(("margin", "expected"), [("0.18", 124), ("0.1799", 100), ("0.5", 124)])
def test_points_above_100_count_only_while_the_paired_kpi_is_at_its_floor(margin, expected):
    assert total([BALANCE], figures(margin=margin)) == expected  # 0.6 × 140 + 0.4 × 100, or 0.6 × 100 + 0.4 × 100


def test_a_balance_pair_takes_nothing_from_points_of_100_or_less():
    assert total([BALANCE], figures(sales=90, margin="0.01")) == 94


@pytest.mark.parametrize(
    "modifier",
    [
        BALANCE,
        "gate: {kpi: margin, below: 0.9, cap_total: 1}",
        "cost_factor: {kpi: margin, above: 0, slope: 1}",
        "bonus_points: {kpi: margin, below: 0.9, points: 5}",
        "veto: {kpi: margin, below: 0.9, grade: D}",
    ],
)
@pytest.mark.parametrize("status", [ValueStatus.EMPTY, ValueStatus.IMMATURE, ValueStatus.UNRECONCILED])
def test_a_modifier_whose_kpi_is_empty_changes_nothing_and_warns(modifier, status):
    made = figures().put("margin", "ann", None if status is ValueStatus.EMPTY else 5, status=status)
    card, codes = scored([modifier], made)
    assert (card.total.value, card.grade.value, codes) == (124, "S", ["scores.condition_without_value"])


def test_events_add_and_take_points_up_to_their_own_limits():
    praise = "bonus_points: {event: praise, points: 2, limit: 5}"
    slip = "deduction: {event: slip, points: 3, limit: 15}"
    events = (
        event("praise", "ann", 8, 2),
        event("praise", "ann", 9),
        event("slip", "ann", 31, 2),
        event("slip", "bob", 9),
    )
    assert total([praise, slip], figures(), events=events) == 124 + 5 - 6
    assert total([praise], figures()) == 124


def test_bonus_points_under_a_condition_come_once():
    bonus = "bonus_points: {kpi: margin, at_least: 0.25, points: 5}"
    assert total([bonus], figures(margin="0.25")) == 129
    assert total([bonus], figures(margin="0.24")) == 124


@pytest.mark.parametrize(("ratio", "expected"), [("0.15", 124), ("0.18", "116.56"), ("0.65", 0), ("0.9", 0)])
def test_the_cost_factor_falls_with_the_ratio_and_never_below_nothing(ratio, expected):
    assert total(["cost_factor: {kpi: cost_ratio, above: 0.15, slope: 2}"], figures(cost_ratio=ratio)) == Fraction(
        expected
    )


@pytest.mark.parametrize(
    ("sign", "limit", "true"),
    [
        ("above", "0.5", False),
        ("above", "0.4", True),
        ("at_least", "0.5", True),
        ("below", "0.5", False),
        ("below", "0.6", True),
        ("at_most", "0.5", True),
    ],
)
def test_above_and_below_are_strict_and_the_others_include_the_limit(sign, limit, true):
    gate = f"gate: {{kpi: margin, {sign}: {limit}, cap_total: 70}}"
    assert total([gate], figures(margin="0.5")) == (70 if true else 124)


def test_a_gate_may_cap_an_indicator_the_grade_and_the_payout():
    gate = "gate: {kpi: margin, below: 0.1, cap_indicator: {sales: 80}, cap_grade: B, payout: 0.5}"
    card, _ = scored([gate], figures(margin="0.05"))
    assert (card.total.value, card.grade.value, card.payout.value) == (88, "B", Fraction(1, 2))
    assert all(replays(step) for step in steps(card.payout))
    free, _ = scored([gate], figures(margin="0.1"))
    assert (free.total.value, free.grade.value, free.payout) == (124, "S", None)


def test_an_indicator_capped_by_a_gate_loses_its_points_after_the_cost_factor():
    gate = "gate: {kpi: margin, below: 0.1, cap_indicator: {sales: 80}}"
    cost = "cost_factor: {kpi: cost_ratio, above: 0.1, slope: 1}"
    made = figures(margin="0.05", cost_ratio="0.6")  # factor 0.5
    assert total([gate, cost], made) == 44  # as (0.6 × 80 + 0.4 × 100) × 0.5


def test_the_order_in_the_file_changes_nothing():
    events = (event("praise", "ann", 8),)
    modifiers = [
        "bonus_points: {event: praise, points: 6}",
        BALANCE,
        "cost_factor: {kpi: cost_ratio, above: 0.1, slope: 1}",
        "gate: {kpi: complaint_rate, above: 0.005, cap_total: 93}",
        "gate: {kpi: margin, below: 0.1, cap_indicator: {csat: 90}}",
    ]
    made = figures(margin="0.05", cost_ratio="0.2", complaint_rate="0.01")
    # (0.6 × 100 + 0.4 × 100 + 6) × 0.9 = 95.4; csat to 90: − 0.4 × 10 × 0.9 = 91.8; the cap of 93 is not reached
    assert {total(list(order), made, events=events) for order in permutations(modifiers)} == {Fraction("91.8")}


@pytest.mark.parametrize(("praise", "expected"), [(0, 100), (1, 100)])
def test_bonus_points_cannot_lift_a_total_over_its_gate(praise, expected):
    events = (event("praise", "ann", 8),) * praise
    modifiers = [
        "gate: {kpi: complaint_rate, above: 0.005, cap_total: 100}",
        "bonus_points: {event: praise, points: 9}",
    ]
    assert total(modifiers, figures(complaint_rate="0.01"), events=events) == expected


def test_of_several_gates_the_lowest_cap_holds():
    gates = [f"gate: {{kpi: margin, below: 1, cap_total: {cap}}}" for cap in (90, 70, 80)]
    assert total(gates, figures(margin="0.5")) == 70


def test_a_veto_forces_the_grade_and_nothing_else():
    card, _ = scored(["veto: {event: red_line, grade: D}"], figures(), events=(event("red_line", "ann", 8, line=5),))
    assert (card.total.value, card.grade.value) == (124, "D")
    assert (card.payout, card.vetoed) == (None, {})
    assert any(ref.line == 5 for ref in card.grade.about)


def test_a_veto_on_the_payout_touches_other_rewards_only_when_it_names_them():
    events = (event("red_line", "ann", 8),)
    card, _ = scored(["veto: {event: red_line, payout: 0}"], figures(), events=events)
    assert (card.grade.value, card.payout.value, card.vetoed) == ("S", 0, {})
    card, _ = scored(["veto: {event: red_line, payout: 0, rewards: [sales-commission]}"], figures(), events=events)
    assert {reward: left.value for reward, left in card.vetoed.items()} == {"sales-commission": 0}


def test_a_gate_on_the_payout_leaves_commission_to_the_veto_that_names_it():
    modifiers = ["gate: {kpi: margin, below: 1, payout: 0.1}", "veto: {event: red, payout: 0.5, rewards: [c]}"]
    card, _ = scored(modifiers, figures(margin="0.5"), events=(event("red", "ann", 8),))
    assert (card.payout.value, card.vetoed["c"].value) == (Fraction(1, 10), Fraction(1, 2))


def test_a_veto_that_only_names_a_reward_leaves_nothing_of_it_whatever_a_gate_leaves_of_the_payout():
    modifiers = ["gate: {kpi: margin, below: 1, payout: 0.5}", "veto: {event: red, grade: D, rewards: [c]}"]
    card, _ = scored(modifiers, figures(margin="0.5"), events=(event("red", "ann", 8),))
    assert (card.payout.value, card.vetoed["c"].value) == (Fraction(1, 2), 0)


def test_a_blocked_or_unscored_result_keeps_no_veto_off_a_commission():
    veto = "modifiers:\n  - {veto: {event: red, grade: D, rewards: [c]}}\n" + GRADES
    events = (event("red", "ann", 8),)
    for body in (TWO, TWO.replace("curve:", "missing: reweight, curve:")):
        cards, _ = score_people(company(body + veto, events=events), FakeFigures({"csat", "sales"}), OCTOBER)
        assert (cards[0].total, cards[0].vetoed["c"].value) == (None, 0)


def test_a_red_line_before_the_leave_holds_and_no_kpi_of_somebody_on_leave_is_missed():
    away = organisation(spell("ann", "north"), leave=[leave("ann", "2026-09-01", "2026-12-31", "maternity")])
    veto = (
        "modifiers:\n  - {veto: {event: red, grade: D, rewards: [c]}}\n  - {veto: {kpi: margin, below: 0, grade: D}}\n"
    )
    firm = company(TWO + veto + GRADES, organisation=away, events=(event("red", "ann", 8),))
    cards, problems = score_people(firm, FakeFigures({"csat", "sales", "margin"}), OCTOBER)
    assert (cards[0].status, cards[0].vetoed["c"].value, problems) == (ScoreStatus.NOT_SCORED, 0, [])


def test_bonus_points_under_a_condition_keep_to_their_limit():
    bonus = "bonus_points: {kpi: margin, at_least: 0.25, points: 5, limit: 3}"
    assert total([bonus], figures(margin="0.25")) == 127


def test_corrections_beyond_the_events_take_no_points():
    praise = "bonus_points: {event: praise, points: 6}"
    events = (event("praise", "ann", 8), event("praise", "ann", 9, -2))
    assert total([praise], figures(), events=events) == 124


def test_a_veto_without_its_event_is_silent():
    card, codes = scored(["veto: {event: red_line, grade: D}"], figures(), events=(event("red_line", "bob", 8),))
    assert (card.grade.value, codes) == ("S", [])


def test_the_strictest_of_several_limits_holds():
    modifiers = [
        "gate: {kpi: margin, below: 1, payout: 0.8, cap_grade: B}",
        "veto: {event: late, payout: 0.3}",
        "gate: {kpi: margin, below: 1, cap_grade: C}",
    ]
    card, _ = scored(modifiers, figures(margin="0.5"), events=(event("late", "ann", 8),))
    assert (card.grade.value, card.payout.value) == ("C", Fraction("0.3"))


def test_floor_and_cap_of_the_total_come_last_and_only_if_given():
    slips = (event("slip", "ann", 8, 50),)
    deduction = "deduction: {event: slip, points: 3}"
    assert total([deduction], figures(), events=slips) == -26
    assert total([deduction], figures(), body="total: {floor: 0, cap: 110}\n" + TWO, events=slips) == 0
    assert total([], figures(), body="total: {floor: 0, cap: 110}\n" + TWO) == 110


def test_a_total_below_every_edge_has_the_lowest_grade():
    card, _ = scored(["deduction: {event: slip, points: 3}"], figures(), events=(event("slip", "ann", 8, 50),))
    assert card.grade.value == "D"


def test_a_change_of_team_within_a_plan_neither_doubles_nor_thins_out_bonus_points():
    people = organisation(spell("ann", "north", end="2026-10-12"), spell("ann", "south", "2026-10-12"))
    events = (event("praise", "ann", 8), event("praise", "ann", 20), event("praise", "ann", 21))
    praise = "bonus_points: {event: praise, points: 6, limit: 15}"
    card, _ = scored([praise], figures(), organisation=people, events=events, body=RATES)
    assert card.total.value == 115


def test_under_two_plans_an_event_counts_under_the_plan_of_its_day():
    people = organisation(spell("ann", "north", end="2026-10-12"), spell("ann", "north", "2026-10-12", post="buyer"))
    events = (event("praise", "ann", 8), event("praise", "ann", 20), event("praise", "ann", 21))
    praise = RATES + "modifiers:\n  - {bonus_points: {event: praise, points: 6}}\n"
    firm = company(praise, organisation=people, events=events)
    other = plan(praise, "plan: buying\nfor: {post: buyer}\ncycle: month\nvalid_from: 2026-01-01\n")
    firm.plans = (*firm.plans, other)
    cards, _ = score_people(firm, figures(), OCTOBER)
    assert cards[0].total.value == 111  # (3 × (100 + 6) + 15 × (100 + 12)) ÷ 18


RATES = "\nindicators:\n  - {kpi: csat, weight: 100, target: 1, curve: {proportional: {}}}\n"


def test_a_blocked_card_has_no_total_no_grade_and_no_limit():
    made = FakeFigures({"csat"}).put("sales", "ann", 1)
    cards, _ = score_people(company(TWO + "modifiers:\n  - {veto: {event: red, payout: 0}}\n" + GRADES), made, OCTOBER)
    card = cards[0]
    assert (card.status, card.total, card.grade, card.payout) == (ScoreStatus.BLOCKED, None, None, None)

"""Whole scorecards from plan texts and hand-made figures."""

from fractions import Fraction

import pytest

from merit.kernel.explain import KpiRef, LineRef, as_data, replays, steps
from merit.kernel.period import Period
from merit.scores.score_people import score_people
from merit.scores.scorecard import IndicatorStatus, ScoreStatus
from tests.people.organisations import leave, spell
from tests.scores.fake_company import OCTOBER, company, event, organisation, plan, target
from tests.scores.fake_figures import FakeFigures

THREE = """
indicators:
  - {kpi: volume, weight: 40, target: 1000, curve: {proportional: {cap: 120}}}
  - {kpi: sales, weight: 30, target: 1000000, curve: {proportional: {cap: 120}}}
  - {kpi: profit, weight: 30, target: 100000, curve: {proportional: {cap: 120}}}
"""
NEW_CUSTOMERS = """
  - {bonus_points: {count: new_customers, where: {first_order_amount: {at_least: 500}}, points: 10, limit: 15}}
"""
COST = """
  - {cost_factor: {kpi: cost_ratio, above: 0.15, slope: 2}}
"""
GRADES = "grades: [[S, 110], [A, 95], [B, 80], [C, 60], [D, 0]]\n"
ONE = "indicators:\n  - {kpi: sales, weight: 100, target: 1000, curve: {proportional: {}}}\n"


def three_figures():
    return (
        FakeFigures()
        .put("volume", "ann", 1150)
        .put("sales", "ann", 960000)
        .put("profit", "ann", 84000)
        .put("new_customers", "ann", 2)
        .put("cost_ratio", "ann", "0.18")
    )


def only(cards):
    assert len(cards) == 1
    return cards[0]


def card_of(body, figures, **given):
    cards, _ = score_people(company(body, **given), figures, OCTOBER)
    return only(cards)


@pytest.mark.parametrize(
    ("modifiers", "total"),
    [("", "100"), ("modifiers:" + NEW_CUSTOMERS, "115"), ("modifiers:" + COST + NEW_CUSTOMERS, "108.1")],
)
def test_the_worked_example_comes_to_its_three_totals(modifiers, total):
    card = card_of(THREE + modifiers + GRADES, three_figures())
    assert [line.points.value for line in card.indicators] == [115, 96, 84]
    assert [line.weighted.value for line in card.indicators] == [46, Fraction("28.8"), Fraction("25.2")]
    assert card.total.value == Fraction(total)
    assert card.status is ScoreStatus.FINAL


def test_the_worked_example_has_its_grades_and_says_no_problem():
    cards, problems = score_people(
        company(THREE + "modifiers:" + COST + NEW_CUSTOMERS + GRADES), three_figures(), OCTOBER
    )
    assert problems == []
    assert only(cards).grade.value == "A"
    assert (only(cards).plan, only(cards).plan_version, only(cards).on_duty.value) == ("sales", 1, 1)


def test_every_step_replays_and_leads_to_the_kpi_and_the_line_of_the_target():
    card = card_of(THREE + "modifiers:" + COST + NEW_CUSTOMERS + GRADES, three_figures())
    taken = [*steps(card.total), *steps(card.grade), *steps(card.on_duty)]
    assert len(taken) > 20
    assert all(replays(step) for step in taken)
    assert card.total.step.code == "scores.total"
    text = str(as_data(card.total))
    assert str(as_data(KpiRef("volume", 1, "person", "ann", "2026-10"))) in text
    assert str(as_data(LineRef("plans/plan.yaml", 8))) in text


def test_a_total_is_rounded_half_up_only_at_the_end():
    body = "indicators:\n" + "".join(
        f"  - {{kpi: {kpi}, weight: {weight}, target: 3, curve: {{proportional: {{}}}}}}\n"
        for kpi, weight in (("volume", 50), ("sales", 50))
    )
    figures = FakeFigures().put("volume", "ann", "1.99995").put("sales", "ann", "1.99995")
    card = card_of(body, figures)
    assert card.indicators[0].points.value == Fraction("66.665")
    assert card.total.value == Fraction("66.67")


def test_a_total_is_not_rounded_twice():
    body = "indicators:\n  - {kpi: sales, weight: 100, curve: {interpolated: [[0, 0], [100, 100]]}}\n"
    card = card_of(body, FakeFigures().put("sales", "ann", "66.6645"))
    assert card.total.value == Fraction("66.66")  # by way of 66.665 it would be 66.67


def test_a_slope_of_a_third_is_neither_cut_nor_rounded_on_the_way():
    body = """
indicators:
  - {kpi: sales, weight: 100, curve: {interpolated: [[0, 0], [300, 100]]}}
"""
    assert card_of(body, FakeFigures().put("sales", "ann", 1)).indicators[0].points.value == Fraction(1, 3)
    assert card_of(body, FakeFigures().put("sales", "ann", 1)).total.value == Fraction("0.33")
    assert card_of(body, FakeFigures().put("sales", "ann", "0.5")).total.value == Fraction("0.17")


def test_a_score_of_zero_is_a_score():
    card = card_of(ONE + GRADES, FakeFigures().put("sales", "ann", 0))
    assert (card.total.value, card.grade.value, card.status) == (0, "D", ScoreStatus.FINAL)


def test_a_transfer_on_the_12th_is_weighted_by_working_days_with_the_day_made_up():
    people = organisation(spell("ann", "north", end="2026-10-12"), spell("ann", "south", "2026-10-12", line=3))
    figures = FakeFigures().put_days("sales", "ann", d8=300, d10=200, d20=600)
    card = card_of(ONE, figures, organisation=people, targets=(target("sales", "ann", 1800),))
    north, south = card.indicators
    assert (north.segment, south.segment) == (
        Period.parse("2026-10-01..2026-10-11"),
        Period.parse("2026-10-12..2026-10-31"),
    )
    assert (north.target, south.target) == (300, 1500)  # 1,800 × 3 ÷ 18 and × 15 ÷ 18
    assert (north.points.value, south.points.value) == (120, 40)  # 500 ÷ 300 capped; 600 ÷ 1,500
    assert card.total.value == Fraction("53.33")  # (3 × 120 + 15 × 40) ÷ 18
    assert all(replays(step) for step in steps(card.total))


def test_a_transfer_between_posts_scores_each_segment_on_its_own_plan():
    people = organisation(
        spell("ann", "north", end="2026-10-12"), spell("ann", "north", "2026-10-12", post="buyer", line=3)
    )
    other = "plan: buying\nfor: {post: buyer}\ncycle: month\nvalid_from: 2026-01-01\n"
    buying = plan(
        "indicators:\n  - {kpi: margin, weight: 100, target: 0.2, curve: {proportional: {}}}\n" + GRADES, other
    )
    both = company(ONE, organisation=people)
    both.plans = (*both.plans, buying)
    figures = FakeFigures().put_days("sales", "ann", d8=100).put("margin", "ann", "0.1")
    card = only(score_people(both, figures, OCTOBER)[0])
    assert [line.indicator for line in card.indicators] == ["sales", "margin"]
    assert card.indicators[1].target == Fraction("0.2")  # a rate does not shrink with the days
    assert card.total.value == Fraction("51.67")  # 100 of 1,000 × 3 ÷ 18 is 60; (3 × 60 + 15 × 50) ÷ 18
    assert (card.plan, card.grade.value) == ("buying", "D")


def test_a_new_manager_or_a_leave_does_not_cut_the_period():
    people = organisation(
        spell("ann", "north", end="2026-10-12", managers=("leader",)),
        spell("ann", "north", "2026-10-12", managers=("chief",), line=3),
    )
    card = card_of(ONE, FakeFigures().put("sales", "ann", 1000), organisation=people)
    assert [line.segment for line in card.indicators] == [OCTOBER]
    assert card.total.value == 100


def test_a_leavers_target_shrinks_to_the_working_days_before_leaving():
    people = organisation(spell("ann", "north", end="2026-10-15"))
    card = card_of(ONE, FakeFigures().put_days("sales", "ann", d8=200, d14=100), organisation=people)
    assert card.indicators[0].target == Fraction(1000, 3)  # 6 of 18 working days
    assert (card.total.value, card.on_duty.value) == (90, Fraction(1, 3))


def test_maternity_leave_takes_its_days_off_the_target_and_the_share_on_duty():
    people = organisation(spell("ann", "north"), leave=[leave("ann", "2026-10-19", "2026-12-31", "maternity")])
    card = card_of(ONE, FakeFigures().put("sales", "ann", 400), organisation=people)
    assert card.indicators[0].target == Fraction(4000, 9)  # on duty 8 of 18 working days: the 8th–10th, 12th–16th
    assert (card.total.value, card.on_duty.value) == (90, Fraction(4, 9))


def test_leave_through_the_whole_period_is_not_scored_and_nobody_is_blamed():
    people = organisation(spell("ann", "north"), leave=[leave("ann", "2026-09-01", "2026-12-31", "maternity")])
    cards, problems = score_people(company(ONE + GRADES, organisation=people), FakeFigures({"sales"}), OCTOBER)
    assert (only(cards).status, only(cards).total, only(cards).grade) == (ScoreStatus.NOT_SCORED, None, None)
    assert (only(cards).on_duty.value, problems) == (0, [])


def test_a_team_figure_is_not_shrunk_by_the_persons_own_leave():
    body = "indicators:\n  - {kpi: sales, of: team, weight: 100, curve: {proportional: {}}}\n"
    people = organisation(spell("ann", "north"), leave=[leave("ann", "2026-10-12", "2026-10-16", "sick")])
    given = {"organisation": people, "targets": (target("sales", "north", 1000, kind="team"),)}
    card = card_of(body, FakeFigures().put("sales", "north", 900), **given)
    assert (card.indicators[0].target, card.total.value) == (1000, 90)


@pytest.mark.parametrize(
    ("of", "node", "kind"),
    [("team", "north", "team"), ("department", "sales", "department"), ("company", "company", "company")],
)
def test_an_indicator_reads_the_figure_of_whom_it_says(of, node, kind):
    body = f"indicators:\n  - {{kpi: sales, of: {of}, weight: 100, curve: {{proportional: {{}}}}}}\n"
    card = card_of(body, FakeFigures().put("sales", node, 55), targets=(target("sales", node, 50, kind=kind),))
    assert card.total.value == 110


def test_a_persons_own_target_goes_before_the_plans():
    own = (target("sales", "ann", 500, line=7),)
    card = card_of(ONE, FakeFigures().put("sales", "ann", 500), targets=own)
    assert card.total.value == 100
    assert str(as_data(LineRef("targets.csv", 7))) in str(as_data(card.total))


def test_the_plans_target_goes_before_the_row_of_the_team():
    body = ONE.replace("kpi: sales,", "kpi: sales, of: team,")
    row = target("sales", "north", 500, kind="team")
    assert card_of(body, FakeFigures().put("sales", "north", 900), targets=(row,)).indicators[0].target == 1000


def test_a_leaders_own_row_is_no_target_of_the_team_that_has_its_own():
    body = "indicators:\n  - {kpi: sales, of: team, weight: 100, curve: {proportional: {}}}\n"
    rows = (target("sales", "ann", 100), target("sales", "north", 900, kind="team", line=3))
    assert card_of(body, FakeFigures().put("sales", "north", 900), targets=rows).total.value == 100


def test_a_leaders_own_row_belongs_to_the_indicator_of_the_leaders_own_figure():
    body = """
indicators:
  - {kpi: sales, weight: 50, curve: {proportional: {}}}
  - {kpi: sales, name: team_sales, of: team, weight: 50, target: 900, curve: {proportional: {}}}
"""
    figures = FakeFigures().put("sales", "ann", 100).put("sales", "north", 900)
    card = card_of(body, figures, targets=(target("sales", "ann", 100),))
    assert [line.target for line in card.indicators] == [100, 900]


def test_where_nobody_else_says_a_persons_row_is_their_measure_of_the_teams_figure():
    body = ONE.replace("kpi: sales,", "kpi: sales, of: team,")
    rows = (target("sales", "ann", 900),)
    assert card_of(body, FakeFigures().put("sales", "north", 900), targets=rows).indicators[0].target == 900


def test_the_plan_of_a_person_goes_before_the_post_and_that_before_the_team():
    def named(name, audience, wanted):
        head = f"plan: {name}\nfor: {audience}\ncycle: month\nvalid_from: 2026-01-01\n"
        return plan(ONE.replace("1000", str(wanted)), head)

    plans = [named("a", "{team: sales}", 1), named("b", "{post: clerk}", 2), named("c", "{person: ann}", 3)]
    for last, name in ((3, "c"), (2, "b"), (1, "a")):
        firm = company()
        firm.plans = tuple(plans[:last])
        assert only(score_people(firm, FakeFigures().put("sales", "ann", 3), OCTOBER)[0]).plan == name


def test_two_plans_of_the_same_right_are_a_problem():
    firm = company(ONE)
    firm.plans = (*firm.plans, plan(ONE, "plan: other\nfor: {post: clerk}\ncycle: month\nvalid_from: 2026-01-01\n"))
    cards, problems = score_people(firm, FakeFigures().put("sales", "ann", 3), OCTOBER)
    assert only(cards).plan == "other"
    assert [problem.code for problem in problems] == ["scores.two_plans"]


def test_the_version_valid_on_the_first_day_of_the_segment_counts():
    head = "plan: sales\nfor: {post: clerk}\ncycle: month\n"
    firm = company()
    firm.plans = tuple(
        plan(ONE, f"{head}version: {version}\nvalid_from: {start}\n")
        for version, start in ((1, "2026-01-01"), (2, "2026-10-01"), (3, "2026-10-15"))
    )
    assert only(score_people(firm, FakeFigures().put("sales", "ann", 3), OCTOBER)[0]).plan_version == 2


def test_a_new_manager_in_the_middle_does_not_bring_a_new_version_in():
    head = "plan: sales\nfor: {post: clerk}\ncycle: month\n"
    people = organisation(
        spell("ann", "north", end="2026-10-20", managers=("leader",)), spell("ann", "north", "2026-10-20", line=3)
    )
    firm = company(organisation=people)
    firm.plans = tuple(
        plan(ONE, f"{head}version: {version}\nvalid_from: {start}\n")
        for version, start in ((1, "2026-01-01"), (2, "2026-10-15"))
    )
    card = only(score_people(firm, FakeFigures().put("sales", "ann", 3), OCTOBER)[0])
    assert (card.plan_version, len(card.indicators)) == (1, 1)


def test_only_plans_of_the_periods_cycle_are_scored_and_people_come_by_id():
    people = organisation(spell("zoe", "north"), spell("ann", "north"))
    firm = company(ONE, organisation=people)
    figures = FakeFigures().put("sales", "ann", 3).put("sales", "zoe", 3)
    assert [card.person for card in score_people(firm, figures, OCTOBER)[0]] == ["ann", "zoe"]
    cards, problems = score_people(firm, figures, Period.parse("2026-Q4"))
    assert (cards, [problem.code for problem in problems]) == ([], ["scores.no_plan_of_cycle"])


def test_customer_weights_reach_counts_and_never_money():
    weights = "customer_weights: {key_account: 3, regular: 1}\n"
    body = THREE + "modifiers:" + NEW_CUSTOMERS + weights
    figures = three_figures()
    card_of(body, figures)
    asked = dict(figures.asked)
    assert asked["volume"].customer_weights == (("key_account", 3), ("regular", 1))
    assert asked["new_customers"].customer_weights == (("key_account", 3), ("regular", 1))
    assert asked["sales"] is None
    assert asked["new_customers"].where.operator == ">="


def test_an_unknown_kpi_blocks_with_the_line_of_the_indicator():
    cards, problems = score_people(company(ONE), FakeFigures(), OCTOBER)
    assert only(cards).status is ScoreStatus.BLOCKED
    assert [(problem.code, problem.place.line) for problem in problems] == [
        ("scores.blocked", 7),
        ("scores.unknown_kpi", 7),
    ]


@pytest.mark.parametrize(("wanted", "code"), [(None, "scores.no_target"), (0, "scores.target_found_not_positive")])
def test_no_target_or_one_of_zero_blocks_whatever_the_policy(wanted, code):
    body = "indicators:\n  - {kpi: sales, weight: 100, curve: {proportional: {}}, missing: reweight}\n"
    rows = () if wanted is None else (target("sales", "ann", wanted),)
    cards, problems = score_people(company(body, targets=rows), FakeFigures().put("sales", "ann", 5), OCTOBER)
    assert only(cards).status is ScoreStatus.BLOCKED
    assert code in [problem.code for problem in problems]


def test_a_counted_indicator_counts_the_events_of_the_person_and_none_is_zero():
    body = "indicators:\n  - {counted: slip, weight: 100, curve: {per_occurrence: {each: 15}}}\n"
    events = (event("slip", "ann", 9), event("slip", "ann", 20, 2, line=3), event("slip", "bob", 9, line=4))
    assert card_of(body, FakeFigures(), events=events).total.value == 55
    assert card_of(body, FakeFigures()).total.value == 100


def test_a_task_indicator_reads_its_kpi_and_is_called_a_task():
    body = "indicators:\n  - {task: csat, weight: 100, target: 0.8, curve: {proportional: {}}}\n"
    line = card_of(body, FakeFigures().put("csat", "ann", "0.6")).indicators[0]
    assert (line.kind, line.points.value, line.attainment) == ("task", 75, Fraction(3, 4))


def test_relative_curves_leave_the_person_out_of_the_average():
    body = """
indicators:
  - {kpi: sales, weight: 100, curve: {relative: {to: TO, by: BY, points: [[0, 50], [1, 80], [2, 120]]}}}
"""
    people = organisation(
        spell("ann", "north"), spell("bob", "south"), spell("cyd", "north"), spell("dan", "north", post="buyer")
    )
    figures = (
        FakeFigures().put("sales", "ann", 30).put("sales", "bob", 10).put("sales", "cyd", 30).put("sales", "dan", 10)
    )

    def points(to, by):
        cards, _ = score_people(
            company(body.replace("TO", to).replace("BY", by), organisation=people), figures, OCTOBER
        )
        return cards[0].indicators[0].points.value

    assert points("peers", "ratio") == 100  # 30 ÷ ((10 + 30) ÷ 2) = 1.5
    assert points("team", "ratio") == 100  # cyd 30, dan 10
    assert points("peers", "difference") == 120  # 10 above the others, beyond the last point


def test_a_person_without_anybody_to_compare_with_follows_the_missing_policy():
    body = """
indicators:
  - {kpi: sales, weight: 100, missing: neutral, curve: {relative: {to: shop, points: [[0, 50], [1, 80]]}}}
"""
    line = card_of(body, FakeFigures().put("sales", "ann", 30)).indicators[0]
    assert (line.status, line.points.value) == (IndicatorStatus.NEUTRAL, 100)


def test_newcomers_have_a_share_of_the_target_by_month_of_service():
    ramp = "ramp: {1: 0.5, 2: 0.75}\n"
    figures = FakeFigures().put("sales", "ann", 300).put("sales", "bob", 300).put("sales", "cyd", 300)
    people = organisation(
        spell("ann", "north", "2026-10-01"), spell("bob", "north", "2026-09-20"), spell("cyd", "north", "2026-08-31")
    )
    cards, _ = score_people(company(ONE + ramp, organisation=people), figures, OCTOBER)
    assert [card.indicators[0].target for card in cards] == [500, 750, 1000]


def test_the_ramp_widens_a_target_where_lower_is_better():
    body = "indicators:\n  - {kpi: frt, weight: 100, target: 30, curve: {lower_is_better: {}}}\nramp: {1: 0.5}\n"
    people = organisation(spell("ann", "north", "2026-10-01"))
    line = card_of(body, FakeFigures().put("frt", "ann", 60), organisation=people).indicators[0]
    assert (line.target, line.points.value) == (60, 100)

"""A target that changes in the middle of a period, seen through a scorecard."""

from fractions import Fraction

import pytest

from merit.kernel.explain import LineRef, as_data, replays, steps
from merit.scores.score_people import score_people
from tests.people.organisations import spell
from tests.scores.fake_company import OCTOBER, company, organisation, target
from tests.scores.fake_figures import FakeFigures

BODY = "\nindicators:\n  - {kpi: KPI, weight: 100, curve: {proportional: {}}}\n"


def line_of(kpi, rows, made, *, body=BODY, people=None):
    given = {"organisation": people} if people else {}
    cards, problems = score_people(company(body.replace("KPI", kpi), targets=rows, **given), made, OCTOBER)
    assert problems == []
    assert all(replays(step) for step in steps(cards[0].total))
    return cards[0].indicators, cards[0]


def change(kpi, first, second):
    return (target(kpi, "ann", first, line=2), target(kpi, "ann", second, start="2026-10-15", line=3))


def test_a_change_on_the_15th_prorates_by_working_days():
    # working days before the 15th: 8, 9, 10, 12, 13, 14; from the 15th: 12
    (line,), card = line_of("sales", change("sales", 900, 1800), FakeFigures().put("sales", "ann", 1500))
    assert line.target == Fraction(900 * 6 + 1800 * 12, 18) == 1500
    assert card.total.value == 100
    assert all(str(as_data(LineRef("targets.csv", number))) in str(as_data(card.total)) for number in (2, 3))


def test_a_change_prorates_by_calendar_days_when_the_plan_says_so():
    body = BODY + "proration: calendar_days\n"
    (line,), _ = line_of("sales", change("sales", 310, 620), FakeFigures().put("sales", "ann", 1), body=body)
    assert line.target == 10 * 14 + 20 * 17


def test_a_change_prorates_by_last_years_days_when_the_plan_says_so():
    made = FakeFigures().put("sales", "ann", 1).put_days("sales", "company", d2025_10_14=30, d2025_10_15=10)
    (line,), _ = line_of("sales", change("sales", 1000, 2000), made, body=BODY + "proration: seasonal\n")
    assert line.target == 750 + 500


def test_a_rate_that_changes_is_averaged_over_the_days():
    (line,), _ = line_of("csat", change("csat", "0.9", "0.6"), FakeFigures().put("csat", "ann", "0.7"))
    assert line.target == Fraction("0.7")  # (0.9 × 6 + 0.6 × 12) ÷ 18


def test_a_change_inside_a_segment_counts_only_the_segments_days():
    people = organisation(spell("ann", "north", end="2026-10-12"), spell("ann", "south", "2026-10-12"))
    made = FakeFigures().put("sales", "ann", 1).put("csat", "ann", 1)
    lines, _ = line_of("sales", change("sales", 900, 1800), made, people=people)
    # north: 3 days of 900; south: the 12th to 14th of 900, then 12 days of 1,800
    assert [line.target for line in lines] == [150, Fraction(900 * 3 + 1800 * 12, 18)]
    lines, _ = line_of("csat", change("csat", "0.9", "0.6"), made, people=people)
    assert [line.target for line in lines] == [Fraction("0.9"), Fraction("0.66")]  # (0.9 × 3 + 0.6 × 12) ÷ 15


def test_the_rows_of_several_periods_are_never_summed():
    rows = tuple(target("sales", "ann", 100, period=f"2026-{month}") for month in ("09", "10", "11"))
    (line,), _ = line_of("sales", rows, FakeFigures().put("sales", "ann", 50))
    assert line.target == 100


@pytest.mark.parametrize(("kind", "node"), [("team", "north"), ("company", "company")])
def test_a_nodes_row_is_no_target_of_a_person(kind, node):
    rows = (target("sales", node, 100, kind=kind),)
    _, problems = score_people(
        company(BODY.replace("KPI", "sales"), targets=rows), FakeFigures().put("sales", "ann", 1), OCTOBER
    )
    assert "scores.no_target" in [problem.code for problem in problems]


def test_growth_in_a_plan_builds_on_the_persons_own_figure():
    body = BODY.replace("weight: 100", "weight: 100, target: {growth_prev: 0.25}")
    made = FakeFigures().put("sales", "ann", 80, period="2026-09").put("sales", "ann", 100, period="2026-10")
    (line,), card = line_of("sales", (), made, body=body)
    assert (line.target, card.total.value) == (100, 100)

"""One month of the tiny company with a transfer, a leaver, a change of manager and a maternity leave, worked by hand.

October 2026 has 18 working days: 8–10, 12–16, 19–23, 26–30. What differs from the tiny company: every plan has the
rated indicator `teamwork` (managers only, scale 1 to 5, 20 %); posts in sales get a bonus on 2,000; `dai` (sales,
north) sells in shop s2 from the 15th and is on maternity leave from the 19th; `cat` has the manager leader up to the
21st and owner from the 22nd; `ann`'s manager in south is owner.

**ann**, transfer on the 12th. North, 3 working days: 1,800 of 3,600 × 3 ÷ 18 = 600, capped 120; leader gives 4 → 75;
0.8 × 120 + 0.2 × 75 = 111. South, 15 days: 2,400 of 3,600 × 15 ÷ 18 = 3,000 → 80; owner gives 5 → 100;
0.8 × 80 + 0.2 × 100 = 84. (3 × 111 + 15 × 84) ÷ 18 = 1,593 ÷ 18 = **88.50**, B. Bonus 2,000 × 1.0 = **2,000.00**.

**bob**, last day the 14th, 6 days of 18: 3,600 of 9,000 × 6 ÷ 18 = 3,000 → 120; leader gives 3 → 50; 96 + 10 =
**106.00**, A. Bonus 2,000 × 1.2 × 6 ÷ 18 = **800.00**.

**cat**, two managers: leader 21 days gives 5, owner 10 days gives 2: (5 × 21 + 2 × 10) ÷ 31 = 125 ÷ 31; points
100 × (125 ÷ 31 − 1) ÷ 4 = 75.8064…; 0.4 × 100 + 0.4 × 90 + 0.2 × 75.8064… = 91.1612… and praise 2 → **93.16**, B.
Bonus 3,000 × 1.0 × 1.05 × 0.98 = **3,087.00**.

**dai**, 8 working days before her leave of 10: she sold 500 (B13) of 1,800 × 8 ÷ 18 = 800 → 62.5; leader gives 4 →
75; 0.8 × 62.5 + 0.2 × 75 = **65.00**, C. Bonus 2,000 × 0.6 × 8 ÷ 18 = 533.333… → **533.33**.
"""

from datetime import UTC, datetime
from fractions import Fraction

import pytest

from merit.closing.compute import computed_period
from merit.kernel.explain import Explained
from merit.kernel.period import Period
from merit.run import PeriodResult, broken_steps
from merit.scores.scorecard import Scorecard
from merit.workspace import open_workspace
from tests.loaded_company import load
from tests.tiny_company import write_tiny_company

OCTOBER = Period.parse("2026-10")
TEAMWORK = "  - {rated: teamwork, weight: 20, scale: [1, 5], raters: {manager: 100}, missing: block}\n"
SPELLS = """\
cat,凯特,cs_agent,north,,2026-01-01,2026-10-21,regular,3000,7000
dai,戴宁,sales,north,,2026-01-01,,regular,2000,8000
cat,凯特,cs_agent,north,owner,2026-10-22,,"""
TARGETS = """\
paid_sales,person,dai,2026-10,1800,absolute,,
paid_sales,person,bob,2026-10"""
RATINGS = """\
2026-10,ann,leader,manager,teamwork,4,
2026-10,ann,owner,manager,teamwork,5,
2026-10,bob,leader,manager,teamwork,3,
2026-10,cat,leader,manager,teamwork,5,
2026-10,cat,owner,manager,teamwork,2,
2026-10,dai,leader,manager,teamwork,4,
2026-10,leader,owner"""
SALES_BONUS = """\
---
reward: sales-bonus
kind: bonus
for: {post: sales}
coefficients: {S: 1.5, A: 1.2, B: 1.0, C: 0.6, D: 0}
---
reward: sales-commission"""
CHANGES = {
    "people.csv": [
        ("ann,安安,sales,south,,", "ann,安安,sales,south,owner,"),
        ("cat,凯特,cs_agent,north,,2026-01-01,,", SPELLS),
    ],
    "credits.csv": [("agent,cs1", "shop,s2,dai,1,,2026-10-15,2026-10-18\nagent,cs1")],
    "targets.csv": [("paid_sales,person,bob,2026-10", TARGETS)],
    "ratings.csv": [("2026-10,leader,owner", RATINGS)],
    "plans/sales.yaml": [("weight: 100,", "weight: 80,"), ("grades:", f"{TEAMWORK}grades:")],
    "plans/service.yaml": [
        ("weight: 50, target", "weight: 40, target"),
        ("weight: 50, curve", "weight: 40, curve"),
        ("modifiers:", f"{TEAMWORK}modifiers:"),
    ],
    "rewards/rewards.yaml": [("---\nreward: sales-commission", SALES_BONUS)],
    "facts/leave.csv": [("leader,2026-09-21", "dai,2026-10-19,2027-01-31,maternity\nleader,2026-09-21")],
}


@pytest.fixture(scope="module")
def october(tmp_path_factory) -> PeriodResult:
    folder = tmp_path_factory.mktemp("cases") / "company"
    write_tiny_company(folder)
    for name, edits in CHANGES.items():
        text = (folder / name).read_text("utf-8")
        for old, new in edits:
            assert old in text, (name, old)
            text = text.replace(old, new, 1)
        (folder / name).write_text(text, "utf-8")
    load(folder, datetime(2026, 11, 2, tzinfo=UTC))
    return computed_period(open_workspace(folder), OCTOBER)


def card(result: PeriodResult, person: str) -> Scorecard:
    return next(each for each in result.scorecards if each.person == person)


def bonus(result: PeriodResult, person: str) -> Explained[object]:
    return next(each.amount for each in result.pay_lines if each.person == person and each.line == "bonus")


@pytest.mark.parametrize(
    ("person", "total", "grade", "paid"),
    [
        ("ann", "88.50", "B", "2000.00"),
        ("bob", "106.00", "A", "800.00"),
        ("cat", "93.16", "B", "3087.00"),
        ("dai", "65.00", "C", "533.33"),
    ],
)
def test_each_case_comes_to_the_figures_worked_by_hand(october, person, total, grade, paid) -> None:
    found = card(october, person)
    assert found.total is not None
    assert found.grade is not None
    assert (found.total.value, found.grade.value) == (Fraction(total), grade)
    assert str(bonus(october, person).value) == paid


def test_two_managers_weigh_by_their_days_in_charge(october) -> None:
    line = next(each for each in card(october, "cat").indicators if each.indicator == "teamwork")
    assert line.actual == Fraction(125, 31)


def test_the_transfer_is_two_segments_with_targets_of_their_own(october) -> None:
    lines = [each for each in card(october, "ann").indicators if each.indicator == "paid_sales"]
    assert [(str(each.segment), each.actual, each.target) for each in lines] == [
        ("2026-10-01..2026-10-11", 1800, 600),
        ("2026-10-12..2026-10-31", 2400, 3000),
    ]


def test_leave_and_leaving_shorten_the_target_and_the_share_on_duty(october) -> None:
    for person, target, share in (("bob", 3000, Fraction(6, 18)), ("dai", 800, Fraction(8, 18))):
        found = card(october, person)
        assert found.indicators[0].target == target
        assert found.on_duty.value == share


def test_every_working_of_the_cycle_replays(october) -> None:
    assert broken_steps(october) == []

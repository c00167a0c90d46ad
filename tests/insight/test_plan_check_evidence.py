"""Findings that need evidence: what history shows of two KPIs and of people, chances, notices, follow-up, pay."""

from collections.abc import Mapping
from datetime import date
from fractions import Fraction

import pytest

from merit.insight.plan_check.known import Asked, Known
from merit.insight.proportion import Rewarded
from merit.kernel.node import Node
from merit.kernel.period import Period
from tests.insight.hand_made import (
    CURVE,
    MONTHS,
    SALES,
    Figures,
    Written,
    found,
    history,
    indicators,
    monthly,
    of_plan,
)
from tests.tiny_company import FILES

TEAM = ("dan", "eve", "fay", "gus", "hal")
FIVE = FILES["people.csv"] + "".join(f"{name},{name},sales,north,,2026-01-01,,regular,2000,8000\n" for name in TEAM)
PAIR = indicators(
    *(f"{{kpi: {kpi}, weight: 50, target: 1, {CURVE}, missing: reweight}}" for kpi in ("paid_sales", "csat"))
)
WAVES = ((0, 9, 4, 7, 2, 8, 1, 6, 5), (6, 1, 8, 0, 9, 3, 7, 2, 4), (3, 5, 0, 9, 4, 1, 8, 7, 2))
"""What is each person's own, month by month; nobody moves with the others."""


def waves(at: int, month: int) -> int:
    return WAVES[at % 3][(month + 2 * at) % 9]


def five_people(satisfied: object) -> Figures:
    """Sales of each move on their own between 100 and 109; `satisfied(at, month)` tells their satisfaction."""
    figures = Figures()
    for month, name in enumerate(MONTHS):
        for kpi in ("paid_sales", "csat"):
            figures.put(kpi, "company", 1, period=name)
        for at, person in enumerate(TEAM):
            figures.put("paid_sales", person, 100 + waves(at, month), period=name, n=200)
            figures.put("csat", person, satisfied(at, month), period=name, n=200)  # type: ignore[operator]
    return figures


def test_a_pair_of_which_one_falls_as_the_other_rises_is_told_with_count_and_interval(written: Written) -> None:
    """Satisfaction is 95 less half of what sales gain, give or take one."""
    traded = five_people(lambda at, month: 95 - waves(at, month) / 2 + (at + month) % 2)
    told = of_plan(found(written(sales=PAIR, people=FIVE), "pair_trades_off", traded))[0].params
    assert (told["one"], told["other"], told["count"], told["nodes"]) == ("paid_sales", "csat", 45, 5)
    assert float(told["high"]) < 0


def test_a_pair_that_only_shares_the_season_or_varies_by_chance_is_not_told(written: Written) -> None:
    """Every month satisfaction falls for everybody alike; what is a person's own has nothing to do with sales."""
    company = written(sales=PAIR, people=FIVE)
    season = five_people(lambda at, month: 95 - 3 * month + (at * 2 + month * month) % 3)
    assert not of_plan(found(company, "pair_trades_off", season))


def test_a_pair_that_a_balance_holds_is_not_told(written: Written) -> None:
    traded = five_people(lambda at, month: 95 - waves(at, month) / 2 + (at + month) % 2)
    held = PAIR + "\nmodifiers:\n  - {balance: {kpi: paid_sales, with: csat, at_least: 90}}"
    assert not of_plan(found(written(sales=held, people=FIVE), "pair_trades_off", traded))


def test_a_pushed_kpi_whose_price_nobody_looks_at_is_told(written: Written) -> None:
    other = f"{{kpi: task_on_time, weight: 50, target: 0.9, {CURVE}}}"
    alone = indicators(SALES.replace("100", "50"), other)
    told = of_plan(found(written(sales=alone), "pair_missing"))
    assert (told[0].params["indicator"], "gross_margin" in str(told[0].params["pairs"])) == ("paid_sales", True)
    held = alone + "\nmodifiers:\n  - {gate: {kpi: refund_rate_amt_event, above: 0.3, cap_total: 80}}"
    assert not of_plan(found(written(sales=held), "pair_missing"))


def test_speed_without_satisfaction_is_told(written: Written) -> None:
    fast = "{kpi: frt_p50, weight: 100, target: 30, curve: {lower_is_better: {}}}"
    assert of_plan(found(written(sales=fast), "pair_missing"))[0].params["indicator"] == "frt_p50"


def test_a_kpi_in_which_people_differ_no_more_than_by_luck_is_told(written: Written) -> None:
    """Everybody's values are the same nine in another order; then each keeps their own level."""
    company = written(people=FIVE)
    luck = history(
        people={person: [100 + waves(0, month + at) for month in range(9)] for at, person in enumerate(TEAM)}
    )
    told = of_plan(found(company, "nobody_stands_out", luck))[0].params
    assert (told["people"], told["count"], told["share"]) == (5, 45, "0%")
    skill = history(
        people={person: [100 + 20 * at + waves(at, month) for month in range(9)] for at, person in enumerate(TEAM)}
    )
    assert not of_plan(found(company, "nobody_stands_out", skill))


class Likely:
    """The same chance for every node, in tenths of a per cent."""

    def __init__(self, chance: int) -> None:
        self.chance = chance

    def of(self, kpi: str, targets: Mapping[Node, Fraction], period: Period) -> Mapping[Node, int]:
        assert (kpi, str(period)) == ("paid_sales", "2026-10")
        return dict.fromkeys(targets, self.chance)


@pytest.mark.parametrize(
    ("chance", "code"), [(40, "chance_small"), (990, "chance_certain"), (500, ""), (100, ""), (950, "")]
)
def test_a_target_is_told_whose_chance_is_below_one_in_ten_or_above_95_in_100(
    written: Written, chance: int, code: str
) -> None:
    stay = FILES["people.csv"].replace("2026-10-14", "")
    company = written(people=stay, targets=monthly(100, 80))
    figures = history(people={"ann": [100, 0], "bob": [0, 90]})
    known = Known(chances=Likely(chance))
    for each in ("chance_small", "chance_certain"):
        assert bool(of_plan(found(company, each, figures, known))) is (each == code)
    if code == "chance_small":
        assert "bob 4%" in str(of_plan(found(company, code, figures, known))[0].params["people"])


def test_plans_of_which_nobody_was_told_are_told_once_and_not_where_agreements_lie_elsewhere(written: Written) -> None:
    company = written()
    assert [each.params["plans"] for each in found(company, "nobody_asked")] == [4]
    assert not found(company, "nobody_asked", known=Known(asked_elsewhere=True))


def test_a_plan_without_notice_beside_one_with_notice_is_told_by_name(written: Written) -> None:
    known = Known(asked=(Asked("sales", 1, "ann", date(2026, 1, 2), date(2026, 1, 3)),))
    assert {each.params["plan"] for each in found(written(), "not_asked", known=known)} == {"service", "boss", "lead"}
    told = found(written(), "not_agreed", known=known)
    assert [(each.params["plan"], each.params["people"]) for each in told] == [("sales", "bob")]
    both = Known(asked=(*known.asked, Asked("sales", 1, "bob", date(2026, 1, 2), date(2026, 1, 5))))
    assert not found(written(), "not_agreed", known=both)


def test_a_notice_of_an_earlier_version_does_not_count(written: Written) -> None:
    known = Known(
        asked=tuple(Asked(plan, 7, "ann", date(2026, 1, 2), None) for plan in ("sales", "service", "boss", "lead"))
    )
    assert found(written(), "nobody_asked", known=known)


@pytest.mark.parametrize(("today", "late"), [(date(2026, 10, 8), False), (date(2026, 10, 9), True)])
def test_a_proposal_that_waits_for_more_than_a_week_is_told(written: Written, today: date, late: bool) -> None:
    asked = Asked("sales", 1, "ann", date(2026, 9, 30), None, waits_since=date(2026, 10, 1))
    assert bool(found(written(), "unanswered", known=Known(asked=(asked,), today=today))) is late


def test_results_alone_are_told_where_nobody_follows_up_and_not_where_somebody_does(written: Written) -> None:
    nobody = found(written(), "no_follow_up", known=Known(followed_up={"ann": 2, "owner": 1, "cat": 1}))
    assert [(each.params["plan"], each.params["people"]) for each in nobody] == [("sales", "bob")]
    heard = Known(followed_up={"ann": 2, "bob": 1, "owner": 1, "cat": 1})
    assert not found(written(), "no_follow_up", known=heard)
    assert "sales" not in {each.params["plan"] for each in found(written(), "only_results", known=heard)}


def test_a_plan_without_grades_under_a_bonus_by_grade_is_told(written: Written) -> None:
    rewards = FILES["rewards/rewards.yaml"].replace("cs_agent", "sales")
    told = found(written(grades="", rewards=rewards), "no_grades")
    assert [(each.params["plan"], each.params["reward"]) for each in told] == [("sales", "service-bonus")]
    assert not found(written(rewards=rewards), "no_grades")


def test_one_grade_for_everybody_is_told(written: Written) -> None:
    plan = written(sales=SALES.replace("missing", "target: 100, missing"), people=FIVE)
    alike = history(people={each: [100] for each in TEAM})
    told = of_plan(found(plan, "one_grade", alike))[0].params
    assert (told["grade"], told["count"], told["periods"]) == ("A", 30, 6)
    unlike = history(people={each: [100, 70] for each in TEAM})
    assert not of_plan(found(plan, "one_grade", unlike))


def test_rewards_out_of_proportion_are_told_at_the_bonus_once_for_a_post(written: Written) -> None:
    def one(person: str, result: int, reward: int) -> Rewarded:
        return Rewarded(person, "sales", Fraction(result), Fraction(reward), Fraction(8000))

    known = Known(rewarded=(one("ann", 110, 2000), one("bob", 80, 2000), one("dan", 70, 1990)))
    told = found(written(), "paid_alike", known=known)
    assert [(each.params["better"], each.params["worse"], each.place.file) for each in told] == [
        ("ann", "dan", "rewards/rewards.yaml")
    ]
    fair = Known(rewarded=(one("ann", 110, 3000), one("bob", 80, 2000), one("dan", 70, 1500)))
    assert not found(written(), "paid_alike", known=fair)

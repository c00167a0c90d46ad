"""Versions by date, windows of days and what a formula may ask: the rule in force on the last day makes the value."""

from datetime import date
from fractions import Fraction

import pytest

from merit.catalogue.kpi import Dialect
from merit.catalogue.made_of import made_of
from merit.catalogue.read import read_kpis
from merit.kernel.period import Period
from merit.metrics.components import leaves
from merit.metrics.figures import ValueStatus
from merit.metrics.validity import in_force, mature_from, taken_over
from tests.metrics.hand_made import HandMade, documents, shipped
from tests.metrics.test_relations_orders import line, order

CHANGED = """
kpi: large_share
version: 1
title: 大单占比
dialect: taobao
ratio:
  part: {count: {from: orders, where: valid and paid_amount >= 100, at: paid_at}}
  whole: {count: {from: orders, where: valid, at: paid_at}}
---
kpi: large_share
version: 2
title: 大单占比
dialect: taobao
valid_from: 2026-03-16
ratio:
  part: {count: {from: orders, where: valid and paid_amount >= 200, at: paid_at}}
  whole: {count: {from: orders, where: valid, at: paid_at}}
---
kpi: gone
title: 已停用
valid_to: 2026-03-15
count: {from: orders, where: valid, at: paid_at}
---
kpi: last_week
title: 近七天订单
window_days: 7
count: {from: orders, where: valid, at: paid_at}
---
kpi: attained
title: 达成率
of: paid_sales
formula: this / target(this)
---
kpi: attained_net
title: 净额达成率
extends: attained
of: net_sales
---
kpi: ahead
title: 进度差
formula: attained - elapsed_share()
---
kpi: kept
title: 没有就用后备
formula: coalesce(target(units), 7)
"""


@pytest.fixture(scope="module")
def shop() -> HandMade:
    amounts = {"2026-03-10": 150, "2026-03-15": 250, "2026-03-16": 150, "2026-03-20": 250, "2026-10-01": 100}
    orders = [order(day, paid_at=f"{day}T12:00", paid_amount=amount) for day, amount in amounts.items()]
    return HandMade({"orders": orders, "order_lines": [line("l1", n, day) for day, n in amounts.items()]}, own=CHANGED)


@pytest.mark.parametrize(
    ("period", "expected", "version"),
    [
        ("2026-03-10", 1, 1),  # 150 is large by the old rule
        ("2026-03-15", 1, 1),
        ("2026-03-16", 0, 2),  # and no longer on the very day the rule changed
        ("2026-03-20", 1, 2),
        ("2026-03-10..2026-03-15", 1, 1),
        ("2026-03", Fraction(1, 2), 2),  # the rule in force on the last day makes the whole period
    ],
)
def test_the_old_rule_makes_the_old_figure_and_the_new_one_the_new(
    shop: HandMade, period: str, expected: Fraction, version: int
) -> None:
    found = shop.judged("large_share", period)
    assert (found.value, found.version) == (expected, version)


def test_the_version_before_is_kept_aside_with_its_parts_and_everything_it_rests_on() -> None:
    catalogue = shipped(CHANGED)
    before = catalogue[catalogue["large_share"].earlier]
    assert (before.id, before.version, before.hidden, before.dialect) == ("large_share@1", 1, True, Dialect.TAOBAO)
    assert {"large_share@1", "large_share@1.part", "large_share.part"} <= set(made_of(catalogue, "large_share"))
    assert len(leaves(catalogue, "large_share")) == 3  # two numerators, one denominator


def test_a_company_that_changes_the_rule_again_keeps_what_was_in_force_before_it() -> None:
    own = "extends: large_share\nvalid_from: 2026-07-01\nratio: {whole: orders_placed}\n"
    catalogue = shipped(CHANGED + "---\n" + own)
    days = (Period.parse(day) for day in ("2026-03-15", "2026-06-30", "2026-07"))
    versions = [in_force(catalogue, "large_share", day) for day in days]
    assert [each.version for each in versions if each] == [1, 2, 3]


def test_a_rule_that_nobody_states_any_more_has_no_value_afterwards(shop: HandMade) -> None:
    assert shop.value("gone", "2026-03-15") == 1
    found = shop.judged("gone", "2026-03-16")
    assert (found.value, found.status) == (None, ValueStatus.EMPTY)


def test_a_window_reaches_back_from_the_end_of_the_period_whatever_its_length(shop: HandMade) -> None:
    assert shop.value("last_week", "2026-03-16") == 3  # 10, 15 and 16 March: seven days with the last one
    assert shop.value("last_week", "2026-03-17") == 2
    assert shop.value("last_week", "2026-03") is None  # 25 to 31 March


def test_the_window_of_a_running_period_ends_with_the_data(shop: HandMade) -> None:
    assert shop.judged("last_week", "2026-03", last_day="2026-03-20").value == 3  # 14 to 20 March
    kpi, march = shop.catalogue["last_week"], Period.parse("2026-03")
    assert taken_over(kpi, march, date(2026, 3, 20)) == Period(date(2026, 3, 14), date(2026, 3, 21))
    assert taken_over(kpi, march, date(2026, 4, 2)) == Period(date(2026, 3, 25), date(2026, 4, 1))


def test_an_attainment_is_of_the_target_of_that_very_period_and_any_kpi_takes_its_place(shop: HandMade) -> None:
    assert shop.value("attained", "2026-10") == Fraction(100, 400)
    assert shop.value("attained_net", "2026-10") == Fraction(100, 1000)
    assert shop.value("attained", "2026-03") is None


def test_pace_is_attainment_less_the_share_of_days_that_have_passed(shop: HandMade) -> None:
    assert shop.judged("ahead", "2026-10", last_day="2026-10-01").value == Fraction(1, 4) - Fraction(1, 31)
    assert shop.judged("ahead", "2026-10", last_day="2026-12-31").value == Fraction(1, 4) - 1


def test_what_has_no_value_may_give_way_to_what_has(shop: HandMade) -> None:
    assert shop.judged("kept", "2026-10").n == 0


def test_months_of_follow_up_are_calendar_months_so_that_february_does_not_count_as_thirty_days() -> None:
    catalogue = shipped("kpi: back\ntitle: 回来\nmature_after_months: 1\ncount: {from: orders, at: paid_at}\n")
    assert mature_from(catalogue["back"], Period.parse("2026-01")) == date(2026, 2, 28)
    assert mature_from(catalogue["back"], Period.parse("2026-01-05")) == date(2026, 2, 28)


@pytest.mark.parametrize("wrong", ["valid_from: sometime", "dialect: ebay", "window_days: -1"])
def test_what_cannot_be_read_is_told_with_what_to_write(wrong: str) -> None:
    text = f"kpi: odd\ntitle: 怪\n{wrong}\ncount: {{from: orders, at: paid_at}}\n"
    _, problems = read_kpis(documents(text))
    assert [problem.code for problem in problems] in (["catalogue.wrong_kind"], ["catalogue.not_a_choice"])

"""采用前检查: what has to be looked at before a draft is adopted, with its figure."""

from dataclasses import replace
from datetime import date

import pytest

from merit.guards.records import NoticeRecord
from merit.kernel.explain import LineRef
from merit_desk.results.queries.open_company import declared_company
from merit_desk.simulation.queries.asked import asking
from merit_desk.simulation.queries.checks import checks
from merit_desk.simulation.queries.noticed import noticed
from tests.desk.simulation.conftest import ready


def found(tried, day=None, **sliders):
    ready(tried)
    tried.starts = day
    asked = asking(declared_company(), tried, {name.replace("__", ":"): value for name, value in sliders.items()})
    lines = checks(asked, date(2026, 11, 22))
    return [(line.tone, line.text) for line in lines]


def test_a_start_that_is_over_is_refused_as_backdating(tried):
    assert ("bad", "从 2026-11-01 起算已经过了今天：薪酬规则不能追溯，改到以后的日期") in found(
        tried, date(2026, 11, 1)
    )
    assert ("good", "不追溯：从 2027-01-01 起算") in found(tried, date(2027, 1, 1))


def test_more_cost_says_what_it_has_to_bring(tried):
    """cat's bonus at 1.3 instead of 1.2: 4,013.10 − 3,704.40 = 308.70."""
    assert any("多花 308.70 元" in text for _, text in found(tried, k__A="1.3"))


def test_more_points_and_less_pay_is_named(tried):
    """csat alone scores less; here the target is easier and the coefficient lower: more points, less pay."""
    moved = found(tried, t="-10", k__S="0.5", k__A="0.5")
    assert any(tone == "watch" and "1 人分数上升、奖金下降" in text for tone, text in moved)


def test_a_cost_above_the_limit_is_said_with_its_share(tried):
    """The company's gross profit of October is below 7,534.80, of which 3,767.40 would be half."""
    assert any(tone == "bad" and "成本 3,767.40 元，占毛利" in text for tone, text in found(tried))


JANUARY, TODAY = date(2027, 1, 1), date(2026, 11, 22)
TOLD = ("service-bonus", 2, date(2026, 12, 1))


def carried(tried, *rows, published=True):
    """The bonus at 1.3 instead of 1.2, as version 2 from January where it is published; `rows` of notices.csv."""
    company = declared_company()
    (now,) = [each for each in company.rewards if each.reward == "service-bonus"]
    later = [replace(now, version=2, valid_from=JANUARY)] if published else []
    notices = tuple(NoticeRecord(*row, "desk", LineRef("notices.csv", 2)) for row in rows)
    company = replace(
        company,
        rewards=(*company.rewards, *later),
        guard_records=replace(company.guard_records, notices=notices),
    )
    tried.starts = JANUARY
    return noticed(company, tried, {"k:A": "1.3"}, TODAY)


def test_what_is_not_published_has_everybody_still_to_confirm(tried):
    (one,) = carried(tried, published=False)
    assert (one.version, one.given_on) == (0, None)
    assert one.people == one.waiting != frozenset()


def test_a_published_version_without_a_row_in_the_notices_was_not_made_known(tried):
    (one,) = carried(tried)
    assert (one.version, one.begins, one.given_on) == (2, JANUARY, None)


def test_who_confirmed_is_read_from_the_notices(tried):
    (told,) = carried(tried, (*TOLD, "", None))
    (confirmed,) = carried(tried, (*TOLD, "", None), (*TOLD, "cat", date(2026, 12, 3)))
    assert (told.given_on, told.waiting - confirmed.waiting) == (TOLD[2], {"cat"})


def test_a_notice_of_the_version_before_counts_for_nothing(tried):
    (one,) = carried(tried, ("service-bonus", 1, date(2026, 1, 1), "", None))
    assert one.given_on is None


@pytest.mark.parametrize(("day", "back"), [(date(2026, 12, 31), False), (JANUARY, False), (date(2027, 1, 2), True)])
def test_a_notice_after_the_first_day_reaches_back(tried, day, back):
    (one,) = carried(tried, ("service-bonus", 2, day, "", None))
    assert one.reaches_back is back


def test_a_draft_that_is_not_published_is_no_fault_but_something_to_do(tried):
    assert ("watch", "公示与确认：改动 1 份方案，生效前要公示并由本人确认") in found(tried, JANUARY, k__A="1.3")
    assert ("good", "没有改动任何方案，不用公示") in found(tried, JANUARY)

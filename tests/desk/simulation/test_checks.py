"""采用前检查: what has to be looked at before a draft is adopted, with its figure."""

from datetime import date

from merit_desk.results.queries.open_company import declared_company
from merit_desk.simulation.queries.asked import asking
from merit_desk.simulation.queries.checks import checks
from tests.desk.simulation.conftest import ready


def found(tried, day=None, **sliders):
    scene = ready(tried)
    tried.starts = day
    asked = asking(declared_company(), tried, {name.replace("__", ":"): value for name, value in sliders.items()})
    lines = checks(tried, scene, asked.outcome(), asked.board(), date(2026, 11, 22))
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

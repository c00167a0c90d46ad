"""Differences of two versions of a definition."""

from decimal import Decimal

from merit.kernel.differences import Difference, differences

OLD = {
    "plan": "service",
    "indicators": [{"kpi": "csat", "weight": 50}, {"kpi": "reply_3min", "weight": 50}],
    "grades": [["A", 90], ["B", 0]],
}


def test_equal_documents_do_not_differ_even_when_a_number_is_written_otherwise():
    assert differences(OLD, {**OLD, "grades": [["A", Decimal("90.0")], ["B", 0]]}) == []


def test_indicators_are_compared_by_what_they_measure_and_not_by_where_they_stand():
    new = {**OLD, "indicators": [{"kpi": "reply_3min", "weight": 40}, {"kpi": "csat", "weight": 60}]}
    assert differences(OLD, new) == [
        Difference(("indicators", "reply_3min", "weight"), 50, 40),
        Difference(("indicators", "csat", "weight"), 50, 60),
    ]


def test_a_removed_indicator_is_one_difference():
    new = {**OLD, "indicators": [{"kpi": "csat", "weight": 50}]}
    assert differences(OLD, new) == [
        Difference(("indicators", "reply_3min"), {"kpi": "reply_3min", "weight": 50}, None)
    ]


def test_bands_are_one_part():
    new = {**OLD, "grades": [["A", 80], ["B", 0]]}
    assert differences(OLD, new) == [Difference(("grades",), [["A", 90], ["B", 0]], [["A", 80], ["B", 0]])]


def test_yes_is_not_the_number_one():
    assert differences({"hidden": 1}, {"hidden": True}) == [Difference(("hidden",), 1, True)]

"""Which column of the nine-box a grade falls into."""

import pytest

from merit.reviews.nine_box import Performance, performance_of

L, M, H = Performance.LOW, Performance.MID, Performance.HIGH


@pytest.mark.parametrize(
    ("best_first", "columns"),
    [("SABCD", [H, H, M, L, L]), ("ABCD", [H, H, M, L]), ("ABC", [H, M, L]), ("AB", [H, M]), ("A", [M])],
)
def test_the_middle_grade_is_in_the_middle(best_first, columns):
    assert [performance_of(grade, best_first) for grade in best_first] == columns


def test_an_unknown_grade_is_in_no_column():
    assert performance_of("Z", "SABCD") is None

"""Standing against the criteria of the next post, worked by hand."""

from datetime import date
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as some

from merit.follow.career import CareerRecord, Criterion, CriterionKind, PeriodResult, months_between, standing

SCALE = ("S", "A", "B", "C", "D")
RESULTS = tuple(
    PeriodResult(period, grade, SCALE, {"reply": Fraction(attained)})
    for period, grade, attained in (("2026-10", "A", 104), ("2026-09", "C", 93), ("2026-08", "S", 100))
)
RECORD = CareerRecord(RESULTS, frozenset({"7"}), date(2025, 3, 15), ("ann", "bob", "ann"))
TODAY = date(2026, 11, 14)


def one(criterion, record=RECORD):
    return standing([criterion], record, TODAY)[0]


def test_grades_are_counted_over_the_last_results():
    found = one(Criterion(CriterionKind.GRADES, "B", times=2, of=3))
    assert (found.have, found.need, found.met, found.periods) == (2, 2, True, ("2026-10", "2026-09", "2026-08"))
    assert not one(Criterion(CriterionKind.GRADES, "B", times=2, of=2)).met
    assert one(Criterion(CriterionKind.GRADES, "S", times=1, of=3)).have == 1


def test_a_grade_of_another_scale_counts_as_not_reached():
    assert one(Criterion(CriterionKind.GRADES, "优", times=1, of=3)).have == 0


def test_a_measure_is_the_mean_attainment_and_too_few_results_meet_nothing():
    found = one(Criterion(CriterionKind.MEASURE, "reply", Fraction(98), of=3))
    assert (found.have, found.met) == (99, True)
    assert not one(Criterion(CriterionKind.MEASURE, "reply", Fraction(100), of=3)).met
    few = one(Criterion(CriterionKind.MEASURE, "reply", Fraction(50), of=4))
    assert (few.have, few.met) == (None, False)


def test_courses_months_and_recommendations():
    assert one(Criterion(CriterionKind.COURSE, "7")).met
    assert not one(Criterion(CriterionKind.COURSE, "8")).met
    months = one(Criterion(CriterionKind.MONTHS, need=Fraction(20)))
    assert (months.have, months.met) == (19, False)  # 15 March 2025 to 14 November 2026: a day short of 20
    assert one(Criterion(CriterionKind.RECOMMENDED, need=Fraction(2))).have == 2


def test_nothing_known_is_never_met():
    empty = CareerRecord((), frozenset(), None, ())
    for kind in CriterionKind:
        assert not one(Criterion(kind, "x"), empty).met


@given(some.dates(date(2000, 1, 1), date(2030, 1, 1)), some.dates(date(2000, 1, 1), date(2030, 1, 1)))
def test_a_later_day_never_has_fewer_months(first, second):
    since = date(1999, 12, 31)
    assert months_between(since, min(first, second)) <= months_between(since, max(first, second))

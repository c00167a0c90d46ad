"""The official calendar of mainland China, and companies that have none."""

from datetime import date

from merit.kernel.period import Period
from merit.kernel.problems import Place, Severity
from merit.sources.official_calendar import COVERED_YEARS, work_calendar

HERE = Place("company.yaml", 6, "holidays")


def test_october_2026_has_eighteen_working_days_with_a_make_up_saturday():
    calendar, notes = work_calendar("CN", [2026], HERE)
    assert (calendar.working_days_in(Period.parse("2026-10")), notes) == (18, [])
    assert not calendar.is_working(date(2026, 10, 7))
    assert calendar.is_working(date(2026, 10, 10))


def test_the_data_cover_2004_to_2026_without_a_gap():
    assert set(range(2004, 2027)) <= COVERED_YEARS


def test_a_year_without_data_is_a_note_and_has_weekends_only():
    calendar, [note] = work_calendar("CN", [2026, 2003], HERE)
    assert (note.code, note.severity, note.params["year"]) == ("company.no_holidays_for_year", Severity.NOTE, "2003")
    assert calendar.is_working(date(2003, 10, 1))


def test_a_company_without_a_calendar_works_monday_to_friday():
    calendar, notes = work_calendar("none", [1999], HERE)
    assert (calendar.working_days_in(Period.parse("2026-10")), notes) == (22, [])

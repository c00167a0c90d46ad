"""Help stands beside every place in both languages, the tour is shown once, and attendance is kept."""

from pathlib import Path

import pytest

from merit_desk.audit.models import Entry
from merit_desk.home.queries.places import STAGES
from merit_desk.learning.models import Attendance
from merit_desk.learning.queries.pages import COURSE, topics
from merit_desk.learning.queries.tours import TOURS
from merit_desk.shell.sentences import desk_sentences

PAGES = Path(__file__).parents[3] / "src" / "merit_desk" / "learning" / "pages"


def test_every_place_of_the_navigation_has_a_help_page():
    assert {place.code for stage in STAGES for place in stage} - topics() == set()


def test_both_languages_have_the_same_pages_with_a_heading():
    pages = {file.relative_to(PAGES / "zh") for file in (PAGES / "zh").rglob("*.md")}
    assert pages == {file.relative_to(PAGES / "en") for file in (PAGES / "en").rglob("*.md")}
    texts = [file.read_text("utf-8") for file in PAGES.rglob("*.md")]
    assert all(text.startswith("# ") and "<" not in text for text in texts)


def test_every_step_of_every_tour_has_its_words():
    steps = {name for names in TOURS.values() for name in names}
    assert {f"tour.{name}{part}" for name in steps for part in ("", "_text")} <= desk_sentences("zh").keys()


@pytest.mark.parametrize("name", COURSE)
def test_a_lesson_reads_in_both_languages(as_manager, name):
    assert "主管" in as_manager.get("/learning/").content.decode()
    zh = as_manager.get(f"/learning/lessons/{name}/", {"lang": "zh"}).content.decode()
    en = as_manager.get(f"/learning/lessons/{name}/", {"lang": "en"}).content.decode()
    assert "<h2>" in zh
    assert "<h2>" in en
    assert zh != en


def test_reading_a_lesson_is_noted_once_and_hr_sees_it(as_manager, as_hr):
    for _ in range(2):
        assert as_manager.post("/learning/lessons/goals/attend/").status_code == 302
    assert Attendance.objects.count() == 1
    assert Entry.objects.filter(action="lesson.attended", account=as_manager.account).count() == 1
    page = as_hr.get("/learning/attendance/").content.decode()
    assert "李得" in page
    assert "还没读" in page


@pytest.mark.parametrize("role", ["as_manager", "as_employee", "as_finance", "stranger"])
def test_attendance_of_others_is_not_for_everybody(role, request):
    assert request.getfixturevalue(role).get("/learning/attendance/").status_code == 404


def test_a_lesson_that_is_not_in_the_course_is_not_there(as_manager):
    assert as_manager.post("/learning/lessons/..%2Fhelp%2Fhome/attend/").status_code == 404
    assert as_manager.get("/learning/lessons/nothing/").status_code == 404
    assert as_manager.get("/learning/help/nothing/").status_code == 404


def test_the_tour_goes_step_by_step_and_is_not_shown_again_once_ended(as_employee):
    assert "1 / 4" in as_employee.get("/learning/tour/").content.decode()
    assert "4 / 4" in as_employee.get("/learning/tour/", {"step": "99"}).content.decode()
    as_employee.post("/learning/tour/end/", {"role": "employee"}, headers={"HX-Request": "true"})
    assert as_employee.get("/learning/tour/").content == b""


def test_help_opens_in_the_drawer_and_as_a_page(as_employee):
    drawer = as_employee.get("/learning/help/mine/", headers={"HX-Request": "true"}).content.decode()
    assert "<nav" not in drawer
    assert "奖金条" in drawer
    assert "<nav" in as_employee.get("/learning/help/mine/").content.decode()

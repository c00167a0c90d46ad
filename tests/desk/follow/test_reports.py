"""A week's report: saved by itself, sent with its figures, answered by the line, missing where it should be there."""

from datetime import date
from itertools import product

import pytest
from django.urls import reverse

from merit.follow.checkin import CheckInState
from merit.kernel.refusals import ConflictRefusal, NotAllowedRefusal, NotFoundRefusal
from merit_desk.audit.models import Entry
from merit_desk.follow.actions.checkins import answer_report, save_report, send_report, take_report_back
from merit_desk.follow.given import Words
from merit_desk.follow.models import CheckIn
from merit_desk.follow.queries.weeks import missing, report_due, week_named, week_of
from merit_desk.notices.models import Notice
from tests.desk.follow.world import client, on_that_day, viewer

pytestmark = pytest.mark.usefixtures("company_folder")

WEEK = "2026-W42"
WHO = ("cat", "leader", "owner", "hr", "auditor", "ann", "finance", "stranger")
ABOVE = {"leader", "owner"}
WROTE = Words(went_well="回得快", plans="分组快捷回复")
ACTS = {
    "send": lambda who, _: send_report(viewer(who), WEEK, WROTE, 1),
    "take_back": lambda who, number: take_report_back(viewer(who), number),
    "answer": lambda who, number: answer_report(viewer(who), number, "好"),
}
ALLOWED = {
    ("draft", "send"): ("sent", {"cat"}),
    ("sent", "take_back"): ("draft", {"cat"}),
    ("sent", "answer"): ("answered", ABOVE),
    ("answered", "answer"): ("answered", ABOVE),
}


@pytest.mark.parametrize(
    ("state", "act"), [pytest.param(*each, id="-".join(each)) for each in product(map(str, CheckInState), ACTS)]
)
def test_a_step_is_made_by_exactly_those_whom_it_concerns(state, act):
    to, allowed = ALLOWED.get((state, act), ("", set()))
    for who in WHO if act != "send" else ("cat",):
        CheckIn.objects.all().delete()
        report, before = CheckIn.objects.create(person="cat", week=WEEK, state=state), Entry.objects.count()
        if who in allowed:
            ACTS[act](who, report.pk)
            assert CheckIn.objects.get().state == to, who
            assert Entry.objects.latest("number").action == f"follow.checkin_{act}"
            continue
        with pytest.raises((ConflictRefusal, NotAllowedRefusal, NotFoundRefusal)):
            ACTS[act](who, report.pk)
        assert CheckIn.objects.get().state == state, who
        assert Entry.objects.count() == before


def test_a_draft_is_its_authors_alone():
    draft = save_report(viewer("cat"), WEEK, WROTE, 0)
    for who in ("leader", "owner", "hr", "auditor"):
        with pytest.raises(NotFoundRefusal):
            answer_report(viewer(who), draft.pk, "好")
        with on_that_day():
            assert client(who).get(reverse("follow:checkin", args=(draft.pk,))).status_code == 404


def test_what_is_sent_keeps_the_figures_in_both_languages_and_tells_the_manager():
    report = send_report(viewer("cat"), WEEK, WROTE, 0)
    assert [line["title"] for line in report.figures["zh"]] != [line["title"] for line in report.figures["en"]]
    assert report.figures["as_of"] == "2026-10-28"
    assert {line["kpi"] for line in report.figures["zh"]} == {"reply_3min", "csat"}
    assert all(line["address"].startswith("/") for line in report.figures["zh"])
    assert [notice.account.person for notice in Notice.objects.filter(code="notice.checkin_send")] in (["leader"], [])


def test_two_windows_do_not_overwrite_each_other():
    save_report(viewer("cat"), WEEK, WROTE, 0)
    with on_that_day():
        browser = client("cat")
        address = reverse("follow:save_report", args=(WEEK,))
        first = browser.post(address, {"went_well": "第一个窗口", "version": "1"})
        assert first.json()["version"] == 2
        second = browser.post(address, {"went_well": "第二个窗口", "version": "1"})
        assert second.status_code == 409
        page = browser.post(reverse("follow:report", args=(WEEK,)), {"went_well": "第二个窗口", "version": "1"})
    assert page.status_code == 409
    assert "第一个窗口" in page.content.decode()
    assert "第二个窗口" in page.content.decode()
    assert CheckIn.objects.get().went_well == "第一个窗口"


def test_choices_that_were_not_on_the_page_are_not_wiped_out():
    save_report(viewer("cat"), WEEK, Words(went_well="x", confidence={"kpi:csat": "sure", "kpi:x": "nonsense"}), 0)
    assert CheckIn.objects.get().confidence == {"kpi:csat": "sure"}
    save_report(viewer("cat"), WEEK, Words(went_well="y"), 1)
    assert CheckIn.objects.get().confidence == {"kpi:csat": "sure"}


def test_an_empty_report_is_not_sent_and_a_week_to_come_not_written():
    with pytest.raises(ConflictRefusal) as empty:
        send_report(viewer("cat"), WEEK, Words(went_well="  "), 0)
    assert empty.value.code == "follow.report_empty"
    with pytest.raises(ConflictRefusal):
        save_report(viewer("cat"), "2026-W43", WROTE, 0)
    with pytest.raises(NotFoundRefusal):
        save_report(viewer("hr"), WEEK, WROTE, 0)


def test_the_report_is_due_on_the_last_working_day_and_a_free_week_needs_none():
    # W40 ends in the holiday: Wednesday 30 September; W41 has the made-up Saturday 10 October
    assert week_named("2026-W40").due == date(2026, 9, 30)
    assert week_of(date(2026, 10, 6)).due == date(2026, 10, 10)
    assert week_named("2026-10") is None


def test_who_left_or_joined_later_is_not_missing():
    assert missing(["ann", "bob", "cat"], week_named(WEEK)) == ["ann", "bob", "cat"]
    assert missing(["ann", "bob", "cat"], week_named("2026-W43")) == ["ann", "cat"]
    send_report(viewer("cat"), WEEK, WROTE, 0)
    assert missing(["ann", "cat"], week_named(WEEK)) == ["ann"]


def test_the_week_before_is_asked_for_first():
    assert report_due(viewer("cat")).code == "2026-W41"
    send_report(viewer("cat"), "2026-W41", WROTE, 0)
    assert report_due(viewer("cat")) is None  # the 14th is no Friday


def test_the_manager_sees_who_has_not_sent_and_reads_who_has():
    send_report(viewer("cat"), WEEK, Words(went_well="回得快", help_needed="尺码表"), 0)
    with on_that_day():
        page = client("leader").get(reverse("follow:reports"), {"week": WEEK}).content.decode()
        assert "2 人没有发" in page
        assert "要帮助" in page
        own = client("leader").get(reverse("follow:checkin", args=(CheckIn.objects.get().pk,))).content.decode()
    assert "回得快" in own

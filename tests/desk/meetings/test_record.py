"""A review meeting is read by its members and the line above, written by its members, and follows what was promised."""

from datetime import date

import pytest
from django.urls import reverse

from merit.follow.meeting import MEETING, MeetingMove, MeetingState
from merit.kernel.refusals import ConflictRefusal, NotAllowedRefusal, NotFoundRefusal
from merit_desk.audit.models import Entry
from merit_desk.follow.models import Task
from merit_desk.meetings.actions.minutes import (
    Promised,
    add_action,
    add_topic,
    decide,
    move_meeting,
    note_attendance,
    settle_action,
    write_topic,
)
from merit_desk.meetings.actions.series import StaleSeries, begin_series, call_meeting, end_series, set_members
from merit_desk.meetings.models import Meeting, Rhythm
from merit_desk.meetings.queries.prepared import actions_of
from merit_desk.meetings.queries.visible import meeting_of, series_visible_to
from merit_desk.meetings.queries.waiting import waiting_here
from merit_desk.notices.models import Notice
from merit_desk.talks.actions.notes import StaleText
from tests.desk.meetings.conftest import wanted

EVERYBODY = ("owner", "leader", "ann", "bob", "cat", "hr", "auditor", "stranger")
DUE = date(2026, 10, 30)


def test_members_and_the_line_above_know_of_it_and_nobody_else(desk, series, meeting):
    seeing = {name for name in EVERYBODY if series_visible_to(desk(name)).exists()}
    assert seeing == {"owner", "leader", "ann", "cat"}
    for name in EVERYBODY:
        for page in ("meeting", "sheet"):
            status = desk.client(name).get(reverse(f"meetings:{page}", args=(meeting.pk,))).status_code
            assert status == (200 if name in seeing else 404), (name, page)
        page = desk.client(name).get(reverse("meetings:series", args=(series.pk,)))
        assert page.status_code == (200 if name in seeing else 404)


def test_only_who_leads_the_node_sets_meetings_up(desk):
    for name in ("ann", "cat", "auditor", "stranger"):
        with pytest.raises(NotFoundRefusal):
            begin_series(desk(name), wanted())
        assert desk.client(name).get(reverse("meetings:new")).status_code == 404
    begin_series(desk("hr"), wanted())
    with pytest.raises(NotFoundRefusal):
        begin_series(desk("leader"), wanted(node=("company", "company")))


def test_one_meeting_a_period_of_the_rhythm(desk, series, meeting):
    for period in ("2026-09", "2026-Q3", "nonsense"):
        with pytest.raises(ConflictRefusal):
            call_meeting(desk("leader"), series.pk, period, DUE)
    with pytest.raises(NotAllowedRefusal):
        call_meeting(desk("ann"), series.pk, "2026-10", DUE)
    with pytest.raises(NotFoundRefusal):
        call_meeting(desk("bob"), series.pk, "2026-10", DUE)
    end_series(desk("leader"), series.pk)
    with pytest.raises(ConflictRefusal):
        call_meeting(desk("leader"), series.pk, "2026-10", DUE)


def test_two_who_change_the_members_at_once_do_not_overwrite_each_other(desk, series):
    set_members(desk("leader"), series.pk, ("ann", "cat", "bob"), 1)
    with pytest.raises(StaleSeries):
        set_members(desk("leader"), series.pk, ("ann",), 1)
    with pytest.raises(NotAllowedRefusal):
        set_members(desk("ann"), series.pk, ("ann",), 2)
    assert set(series.members.values_list("person", flat=True)) == {"leader", "ann", "cat", "bob"}


PARTS = {"leader": "chair", "ann": "member", "owner": "above", "bob": "stranger"}


@pytest.mark.parametrize("state", sorted(MeetingState))
@pytest.mark.parametrize("move", sorted(MeetingMove))
@pytest.mark.parametrize("name", sorted(PARTS))
def test_every_move_in_every_state_by_everybody(desk, meeting, state, move, name):
    Meeting.objects.update(state=state)
    rule = MEETING.moves.get((state, move))
    may = rule is not None and (name == "leader" or (name == "ann" and "receiver" in rule.by))
    entries = Entry.objects.count()
    if may:
        assert move_meeting(desk(name), meeting.pk, move).state == rule.to
        assert Entry.objects.latest("number").action == f"meetings.{move}"
    else:
        with pytest.raises((NotFoundRefusal, NotAllowedRefusal, ConflictRefusal)):
            move_meeting(desk(name), meeting.pk, move)
        assert Meeting.objects.get().state == state
        assert Entry.objects.count() == entries


def test_when_two_write_a_topic_at_once_the_second_sees_both(desk, meeting):
    topic = add_topic(desk("ann"), meeting.pk, "退款率")
    write_topic(desk("ann"), topic.pk, {"goal": "低于 5%"}, 1)
    with pytest.raises(StaleText):
        write_topic(desk("cat"), topic.pk, {"goal": "低于 4%"}, 1)
    sent = {"goal": "低于 4%", "based_on": 1}
    page = desk.client("cat").post(reverse("meetings:topic", args=(topic.pk,)), sent)
    told = page.content.decode()
    assert page.status_code == 409
    assert "低于 5%" in told
    assert "低于 4%" in told


def test_decisions_are_numbered_and_made_by_members(desk, meeting):
    assert [decide(desk("ann"), meeting.pk, text, "leader").number for text in "ab"] == [1, 2]
    with pytest.raises(ConflictRefusal):
        decide(desk("ann"), meeting.pk, "c", "bob")


def test_who_takes_no_part_writes_nothing(desk, meeting):
    topic = add_topic(desk("leader"), meeting.pk, "x")
    moves = (
        lambda viewer: add_topic(viewer, meeting.pk, "x"),
        lambda viewer: write_topic(viewer, topic.pk, {}, 1),
        lambda viewer: decide(viewer, meeting.pk, "x", "leader"),
        lambda viewer: add_action(viewer, meeting.pk, Promised("x", "ann", DUE, as_task=False)),
        lambda viewer: note_attendance(viewer, meeting.pk, {"ann": "present"}),
    )
    for move in moves:
        with pytest.raises(NotFoundRefusal):
            move(desk("bob"))
        with pytest.raises(NotAllowedRefusal):
            move(desk("owner"))


def test_what_was_sent_is_not_written_to_any_more(desk, meeting):
    move_meeting(desk("leader"), meeting.pk, MeetingMove.OPEN)
    move_meeting(desk("leader"), meeting.pk, MeetingMove.SEND)
    with pytest.raises(ConflictRefusal):
        add_topic(desk("ann"), meeting.pk, "x")
    assert Notice.objects.filter(code="notice.meeting_sent").count() == 2
    figures = {each["kpi"]: each["value"] for each in meeting_of(desk("leader"), meeting.pk).figures}
    assert figures["paid_sales"] == "10000"


def test_an_action_item_follows_until_it_is_done(desk, series, meeting):
    made = add_action(desk("leader"), meeting.pk, Promised("改详情页", "ann", DUE, as_task=False))
    assert "改详情页" in {each.what for each in waiting_here(desk("ann"))}
    later = call_meeting(desk("leader"), series.pk, "2026-10", date(2026, 11, 2))
    assert [(each.one.pk, each.from_before, each.done) for each in actions_of(later, DUE)] == [(made.pk, True, False)]
    with pytest.raises(NotAllowedRefusal):
        settle_action(desk("cat"), made.pk, done=True)
    settle_action(desk("ann"), made.pk, done=True)
    last = call_meeting(desk("leader"), series.pk, "2026-11", date(2026, 12, 2))
    Meeting.objects.filter(pk=later.pk).update(day=date(2026, 11, 30))
    assert "改详情页" not in {each.what for each in waiting_here(desk("ann"))}
    made.refresh_from_db()
    made.done_at = made.done_at.replace(year=2026, month=11, day=5)
    made.save()
    assert actions_of(last, DUE) == []


def test_an_action_item_can_be_a_task_which_is_handed_in_there(desk, meeting):
    made = add_action(desk("leader"), meeting.pk, Promised("改详情页", "ann", DUE, as_task=True))
    task = Task.objects.get(pk=made.task)
    assert (task.owner, task.due, task.title) == ("ann", DUE, "改详情页")
    with pytest.raises(ConflictRefusal):
        settle_action(desk("ann"), made.pk, done=True)


def test_the_page_shows_figures_against_target_and_the_month_before(desk, meeting):
    Meeting.objects.update(period="2026-10")
    page = desk.client("owner").get(reverse("meetings:meeting", args=(meeting.pk,))).content.decode()
    assert "7,800" in page  # paid sales of the department
    assert "1.00 万" in page  # in September


def test_a_member_sees_only_figures_that_are_theirs_to_see(desk, meeting):
    page = desk.client("cat").get(reverse("meetings:meeting", args=(meeting.pk,))).content.decode()
    assert "paid_sales" not in page
    assert desk.client("cat").get(reverse("meetings:why", args=(meeting.pk, "paid_sales"))).status_code == 404
    move_meeting(desk("leader"), meeting.pk, MeetingMove.OPEN)
    move_meeting(desk("leader"), meeting.pk, MeetingMove.SEND)
    sheet = desk.client("cat").get(reverse("meetings:sheet", args=(meeting.pk,))).content.decode()
    assert "paid_sales" not in sheet


def test_the_forms_say_what_is_missing_and_keep_what_was_typed(desk, meeting):
    client = desk.client("leader")
    sent = {"what": "改详情页", "owner": "ann", "due": "2026-10-01"}
    page = client.post(reverse("meetings:actions", args=(meeting.pk,)), sent)
    assert page.status_code == 422
    assert "改详情页" in page.content.decode()
    for name in ("topics", "decisions"):
        assert client.post(reverse(f"meetings:{name}", args=(meeting.pk,)), {}).status_code == 422
    sent = {
        "title": "周会",
        "node": "team:north",
        "kind": "review",
        "rhythm": "week",
        "chair": "没有的人",
        "members": "安安\n谁",
    }
    page = client.post(reverse("meetings:new"), sent)
    assert "没有的人" in page.content.decode()
    sent |= {"chair": "李得", "members": "安安，凯特"}
    assert client.post(reverse("meetings:new"), sent).status_code == 302
    assert Rhythm.WEEK in set(series_visible_to(desk("cat")).values_list("rhythm", flat=True))

"""1-on-1 talks: both add, what was not dealt with is carried over, only the two read it."""

from datetime import date

import pytest
from django.urls import reverse

from merit.kernel.refusals import ConflictRefusal, NotFoundRefusal
from merit_desk.audit.models import Entry
from merit_desk.talks.actions.notes import StaleText
from merit_desk.talks.actions.pairs import (
    add_point,
    begin_pair,
    deal_with_point,
    hold_talk,
    keep_promise,
    plan_talk,
    promise,
    write_own,
    write_shared,
)
from merit_desk.talks.models import Pair
from merit_desk.talks.queries.pairs import carried, open_points, own_note, pair_of
from merit_desk.talks.queries.waiting import waiting_here

DAY = date(2026, 10, 13)


@pytest.fixture
def pair(desk):
    return begin_pair(desk("leader"), "cat", 14)


def test_two_people_have_one_series_whoever_begins_it(desk, pair):
    assert begin_pair(desk("cat"), "leader", 7).pk == pair.pk
    assert Pair.objects.count() == 1
    with pytest.raises(ConflictRefusal):
        begin_pair(desk("cat"), "cat", 7)


def test_nobody_but_the_two_knows_of_it(desk, pair):
    talk = plan_talk(desk("cat"), pair.pk, DAY)
    point = add_point(desk("cat"), pair.pk, "加薪")
    made = promise(desk("cat"), talk.pk, "查排班", "leader", DAY)
    for name in ("ann", "bob", "owner", "hr"):
        viewer = desk(name)
        for move in (
            lambda viewer=viewer: pair_of(viewer, pair.pk),
            lambda viewer=viewer: add_point(viewer, pair.pk, "x"),
            lambda viewer=viewer: deal_with_point(viewer, point.pk),
            lambda viewer=viewer: write_shared(viewer, talk.pk, "x", 1),
            lambda viewer=viewer: write_own(viewer, talk.pk, "x"),
            lambda viewer=viewer: promise(viewer, talk.pk, "x", "cat", DAY),
            lambda viewer=viewer: keep_promise(viewer, made.pk),
            lambda viewer=viewer: hold_talk(viewer, talk.pk),
        ):
            with pytest.raises(NotFoundRefusal):
                move()
        assert desk.client(name).get(reverse("talks:pair", args=(pair.pk,))).status_code == 404


def test_a_point_stays_until_it_is_dealt_with_and_counts_the_talks_it_missed(desk, pair):
    point = add_point(desk("cat"), pair.pk, "培训")
    first = plan_talk(desk("leader"), pair.pk, DAY)
    hold_talk(desk("leader"), first.pk)
    plan_talk(desk("leader"), pair.pk, date(2026, 10, 27))
    assert list(open_points(pair)) == [point]
    assert carried(point, list(pair.talks.all())) == 1
    deal_with_point(desk("leader"), point.pk)
    assert list(open_points(pair)) == []
    deal_with_point(desk("leader"), point.pk, dealt=False)
    assert list(open_points(pair)) == [point]


def test_when_two_write_at_once_the_second_is_shown_both_versions(desk, pair):
    talk = plan_talk(desk("leader"), pair.pk, DAY)
    write_shared(desk("leader"), talk.pk, "组长写的", 1)
    with pytest.raises(StaleText):
        write_shared(desk("cat"), talk.pk, "凯特写的", 1)
    sent = {"text": "凯特写的", "based_on": 1}
    page = desk.client("cat").post(reverse("talks:talk", args=(talk.pk,)), sent)
    assert page.status_code == 409
    assert "组长写的" in page.content.decode()
    assert "凯特写的" in page.content.decode()


def test_what_was_held_is_not_written_to_any_more_but_for_ones_own_notes(desk, pair):
    talk = plan_talk(desk("leader"), pair.pk, DAY)
    hold_talk(desk("leader"), talk.pk)
    with pytest.raises(ConflictRefusal):
        write_shared(desk("leader"), talk.pk, "x", 1)
    with pytest.raises(ConflictRefusal):
        hold_talk(desk("leader"), talk.pk)
    write_own(desk("leader"), talk.pk, "自己看")
    assert own_note(desk("leader"), talk) == "自己看"
    assert own_note(desk("cat"), talk) == ""


def test_a_promise_waits_for_its_owner_until_it_is_kept(desk, pair):
    talk = plan_talk(desk("leader"), pair.pk, DAY)
    made = promise(desk("leader"), talk.pk, "学会新系统", "cat", date(2026, 10, 20))
    with pytest.raises(ConflictRefusal):
        promise(desk("leader"), talk.pk, "x", "ann", DAY)
    waits = {each.what for each in waiting_here(desk("cat"))}
    assert "学会新系统" in waits
    keep_promise(desk("cat"), made.pk)
    assert "学会新系统" not in {each.what for each in waiting_here(desk("cat"))}


def test_every_step_leaves_an_entry_without_the_words(desk, pair):
    talk = plan_talk(desk("leader"), pair.pk, DAY)
    add_point(desk("leader"), pair.pk, "不给别人看的议题")
    write_shared(desk("leader"), talk.pk, "不给别人看的记录", 1)
    hold_talk(desk("leader"), talk.pk)
    actions = set(Entry.objects.values_list("action", flat=True))
    steps = ("pair_begun", "talk_planned", "point_added", "talk_written", "talk_held")
    assert actions >= {f"talks.{each}" for each in steps}
    assert "不给别人看" not in str(list(Entry.objects.values()))


@pytest.mark.parametrize("name", ["talk", "pair"])
def test_both_open_their_pages(desk, pair, name):
    talk = plan_talk(desk("leader"), pair.pk, DAY)
    add_point(desk("cat"), pair.pk, "培训")
    promise(desk("leader"), talk.pk, "学会新系统", "cat", DAY)
    number = {"talk": talk.pk, "pair": pair.pk}[name]
    for person in ("leader", "cat"):
        page = desk.client(person).get(reverse(f"talks:{name}", args=(number,)))
        assert page.status_code == 200
        assert "学会新系统" in page.content.decode()

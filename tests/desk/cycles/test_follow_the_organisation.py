"""Joiners, leavers, transfers and leave in mid-cycle: shown first, then applied, with their line of stretches."""

from datetime import date
from pathlib import Path

import pytest

from merit.kernel.refusals import ConflictRefusal, NotFoundRefusal
from merit.reviews.life import ReviewState
from merit_desk.audit.models import Entry
from merit_desk.cycles.actions.enrol import enrol
from merit_desk.cycles.actions.sync import apply_sync
from merit_desk.cycles.models import Participant
from merit_desk.cycles.queries.sync import What, digest_of, sync_of
from merit_desk.notices.models import Notice
from tests.desk.conftest import client_for, role_account, viewer_as
from tests.desk.cycle_world import october_cycle

ANN = "ann,安安,sales,south,,2026-10-12,,regular,2000,8000\n"
CAT = "cat,凯特,cs_agent,north,,2026-01-01,,regular,3000,7000\n"


@pytest.fixture
def cycle(own_folder):
    made = october_cycle(people=())
    enrol(None, made)
    return made


def people_become(folder, was, now):
    file = Path(folder) / "people.csv"
    text = file.read_text("utf-8")
    assert was in text
    file.write_text(text.replace(was, now), "utf-8")


def follow(cycle):
    apply_sync(viewer_as("hr"), cycle.code, digest_of(sync_of(cycle)))


def test_a_cycle_stands_as_the_organisation_does_right_after_enrolment(cycle):
    assert sync_of(cycle) == []


def test_a_joiner_is_shown_and_then_taken_in(cycle, own_folder):
    people_become(own_folder, CAT, CAT + "dan,丹尼,sales,north,,2026-10-19,,regular,2000,8000\n")
    (change,) = sync_of(cycle)
    assert (change.person, change.what) == ("dan", What.JOINS)
    assert not cycle.participants.filter(person="dan").exists()
    follow(cycle)
    dan = cycle.participants.get(person="dan")
    assert (dan.start, dan.end, dan.state, dan.managers) == (
        date(2026, 10, 19),
        date(2026, 10, 31),
        "planning",
        [{"person": "leader", "days": 10}],
    )


def test_a_transfer_cuts_the_line_at_its_day(cycle, own_folder):
    moved = CAT.replace(",,regular", ",2026-10-18,regular") + CAT.replace("north", "south").replace(
        "2026-01-01", "2026-10-19"
    )
    people_become(own_folder, CAT, moved)
    assert [(each.person, each.what) for each in sync_of(cycle)] == [("cat", What.TRANSFER)]
    follow(cycle)
    cat = cycle.participants.get(person="cat")
    assert [(each["start"], each["end"], each["team"], each["days"]) for each in cat.segments] == [
        ("2026-10-01", "2026-10-18", "north", 8),
        ("2026-10-19", "2026-10-31", "south", 10),
    ]
    assert cat.team == "south"


def test_a_leaver_is_judged_up_to_the_last_day(cycle, own_folder):
    people_become(own_folder, CAT, CAT.replace(",,regular", ",2026-10-20,regular"))
    assert [each.what for each in sync_of(cycle)] == [What.ENDS]
    follow(cycle)
    assert cycle.participants.get(person="cat").end == date(2026, 10, 20)


def test_who_is_on_leave_all_period_is_left_out_with_the_reason_and_comes_back_when_it_ends(cycle, own_folder):
    away = CAT.replace("regular", "leave")
    people_become(own_folder, CAT, away)
    (change,) = sync_of(cycle)
    assert (change.what, change.why) == (What.LEAVES_OUT, "cycles.out.protected_leave")
    follow(cycle)
    cat = cycle.participants.get(person="cat")
    assert (cat.state, cat.note) == ("left_out", "cycles.out.protected_leave")
    assert [each["leave"] for each in cat.segments] == ["unknown"]
    people_become(own_folder, away, CAT)
    assert [each.what for each in sync_of(cycle)] == [What.COMES_BACK]
    follow(cycle)
    assert cycle.participants.get(person="cat").state == "under_way"


def test_another_manager_is_told_and_noted(cycle, own_folder):
    account = role_account("employee")
    people_become(own_folder, CAT, CAT.replace("north,,", "north,owner,"))
    assert [each.what for each in sync_of(cycle)] == [What.CHARGE]
    follow(cycle)
    assert cycle.participants.get(person="cat").managers == [{"person": "owner", "days": 18}]
    assert Notice.objects.filter(account=account, code="notice.own_review_synced").exists()
    entry = Entry.objects.get(action="review.synced")
    assert (entry.subject, entry.after["what"]) == ("2026-10/cat", "charge")


def test_what_was_decided_by_hand_stays(cycle, own_folder):
    Participant.objects.filter(person="cat").update(state="left_out", note="借调到总部")
    people_become(own_folder, CAT, CAT.replace("3000", "3100"))
    assert sync_of(cycle) == []


def test_a_settled_result_does_not_follow_the_organisation_any_more(cycle, own_folder):
    cycle.participants.update(state=ReviewState.SETTLED)
    people_become(own_folder, CAT, CAT.replace(",,regular", ",2026-10-20,regular"))
    assert sync_of(cycle) == []


def test_what_has_changed_since_it_was_shown_is_not_applied(cycle, own_folder):
    people_become(own_folder, CAT, CAT.replace(",,regular", ",2026-10-20,regular"))
    seen = digest_of(sync_of(cycle))
    people_become(own_folder, "2026-10-20,regular", "2026-10-21,regular")
    with pytest.raises(ConflictRefusal, match="changed_meanwhile"):
        apply_sync(viewer_as("hr"), cycle.code, seen)
    assert cycle.participants.get(person="cat").end == date(2026, 10, 31)
    client = client_for(role_account("hr"))
    assert client.post(f"/cycles/{cycle.code}/sync/", {"seen": seen}).status_code == 409


def test_the_page_shows_before_and_after_and_applies_on_a_second_word(cycle, own_folder):
    people_become(own_folder, ANN, ANN.replace(",,regular", ",2026-10-25,regular"))
    client = client_for(role_account("hr"))
    page = client.get(f"/cycles/{cycle.code}/sync/").content.decode()
    assert "10-01 — 10-11" in page
    assert "10-12 — 10-25" in page
    assert client.post(f"/cycles/{cycle.code}/sync/", {"seen": digest_of(sync_of(cycle))}).status_code == 302
    assert cycle.participants.get(person="ann").end == date(2026, 10, 25)


def test_a_manager_applies_nothing(cycle, own_folder):
    with pytest.raises(NotFoundRefusal):
        apply_sync(viewer_as("manager"), cycle.code, digest_of(sync_of(cycle)))

"""What somebody keeps for themselves reaches nobody else, by no way."""

import pytest
from django.urls import reverse

from merit.kernel.refusals import ConflictRefusal, NotFoundRefusal
from merit.reviews.life import ReviewState
from merit_desk.audit.models import Entry
from merit_desk.notices.models import Notice
from merit_desk.talks.actions.notes import StaleText, change_note, drop_note, share_note, write_note
from merit_desk.talks.actions.pairs import begin_pair, plan_talk, write_own, write_shared
from merit_desk.talks.models import Note
from merit_desk.talks.queries.evidence import evidence_of
from merit_desk.talks.queries.record import record_of
from merit_desk.talks.queries.visible import notes_visible_to
from tests.desk.cycle_world import october_cycle, review_of

HIDDEN = "只写给自己的一句话"
OTHERS = ("owner", "ann", "bob", "cat", "hr", "auditor")


def addresses(note, pair, talk):
    """Every page of the talks that takes no more than these ids."""
    numbers = {"note": note, "move_note": note, "pair": pair, "plan": pair, "talk": talk, "own": talk, "held": talk}
    plain = ("talks", "given", "wall", "give", "ask", "pairs", "people")
    found = [reverse(f"talks:{name}") for name in plain]
    found += [reverse(f"talks:{name}", args=(number,)) for name, number in numbers.items()]
    return [*found, reverse("talks:person", args=("cat",)), "/", "/find/?q=只写给自己", "/inbox/", "/trail/"]


def test_a_private_note_and_own_notes_are_on_no_page_of_anybody_else(desk):
    note = write_note(desk("leader"), "cat", HIDDEN, shared=False)
    pair = begin_pair(desk("leader"), "cat", 14)
    talk = plan_talk(desk("leader"), pair.pk, desk("leader").today)
    write_own(desk("leader"), talk.pk, HIDDEN)
    for name in OTHERS:
        client = desk.client(name)
        for address in addresses(note.pk, pair.pk, talk.pk):
            assert HIDDEN not in client.get(address).content.decode(), (name, address)
        with pytest.raises(NotFoundRefusal):
            change_note(desk(name), note.pk, "x", 1)
    assert HIDDEN in desk.client("leader").get(reverse("talks:person", args=("cat",))).content.decode()
    assert HIDDEN in desk.client("leader").get(reverse("talks:talk", args=(talk.pk,))).content.decode()


def test_private_words_are_neither_on_the_trail_nor_in_notices_evidence_or_record(desk):
    note = write_note(desk("leader"), "cat", HIDDEN, shared=False)
    change_note(desk("leader"), note.pk, HIDDEN + "。", 1)
    pair = begin_pair(desk("leader"), "cat", 14)
    talk = plan_talk(desk("leader"), pair.pk, desk("leader").today)
    write_own(desk("leader"), talk.pk, HIDDEN)
    write_shared(desk("leader"), talk.pk, HIDDEN, 1)
    everything = str(list(Entry.objects.values())) + str(list(Notice.objects.values()))
    october_cycle(ReviewState.RELEASED)
    from merit_desk.cycles.models import Cycle

    one = review_of(Cycle.objects.get(), "cat")
    everything += str(record_of(one)) + str(evidence_of("cat", one.start, one.end))
    assert HIDDEN not in everything


def test_only_who_is_in_charge_writes_about_somebody(desk):
    for name in ("cat", "ann", "hr"):
        with pytest.raises(NotFoundRefusal):
            write_note(desk(name), "cat", "x", shared=False)
        assert desk.client(name).post(reverse("talks:person", args=("cat",)), {"text": "x"}).status_code == 404
    assert Note.objects.count() == 0


def test_a_shared_note_is_read_by_both_and_by_nobody_else_and_is_not_taken_back(desk):
    note = write_note(desk("leader"), "cat", "一起看", shared=False)
    share_note(desk("leader"), note.pk)
    seeing = {name for name in ("leader", *OTHERS) if notes_visible_to(desk(name)).filter(pk=note.pk).exists()}
    assert seeing == {"leader", "cat"}
    for move in (share_note, drop_note):
        with pytest.raises(ConflictRefusal):
            move(desk("leader"), note.pk)
        with pytest.raises(NotFoundRefusal):
            move(desk("cat"), note.pk)


def test_a_private_note_can_be_dropped_by_its_author(desk):
    note = write_note(desk("leader"), "cat", "x", shared=False)
    drop_note(desk("leader"), note.pk)
    assert Note.objects.count() == 0
    assert Entry.objects.get(action="talks.note_dropped").before is None


def test_two_windows_do_not_overwrite_each_other(desk):
    note = write_note(desk("leader"), "cat", "一", shared=False)
    change_note(desk("leader"), note.pk, "二", 1)
    with pytest.raises(StaleText):
        change_note(desk("leader"), note.pk, "三", 1)
    sent = {"text": "三", "based_on": 1}
    page = desk.client("leader").post(reverse("talks:note", args=(note.pk,)), sent)
    assert page.status_code == 409
    assert "二" in page.content.decode()
    assert "三" in page.content.decode()

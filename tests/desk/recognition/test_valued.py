"""What people value is read by those whom they let, and by nobody through an overview."""

import dataclasses
from datetime import date, timedelta

import pytest
from django.urls import reverse

from merit.kernel.refusals import ConflictRefusal, NotFoundRefusal
from merit.rewards.recognition.valued import Valued
from merit_desk.notices.models import Notice
from merit_desk.recognition.actions.gifts import put_gift
from merit_desk.recognition.actions.valued import (
    answer_valued,
    ask_before_talk,
    ask_everybody,
    close_round,
    set_reach,
)
from merit_desk.recognition.given import Answer, Offer
from merit_desk.recognition.models import ValuedWord
from merit_desk.recognition.queries.valued import fit_of, latest_word, open_rounds, overview_groups

CLOSES = date(2026, 10, 20)


def said(desk, person, *ranking, number=None, manager=False, hr=False):
    key = f"v{ValuedWord.objects.count()}"
    return answer_valued(desk(person), Answer(ranking or (Valued.TIME_OFF,), "", manager, hr, key), number)


def readers(desk, person):
    names = ("owner", "hr", "leader", "ann", "bob", "cat", "auditor")
    return {name for name in names if latest_word(desk(name), person) is not None}


@pytest.mark.parametrize(
    ("manager", "hr", "who"),
    [(False, False, {"cat"}), (True, False, {"cat", "leader"}), (False, True, {"cat", "owner", "hr"})],
    ids=["nobody", "manager", "hr"],
)
def test_an_answer_is_read_by_those_whom_the_person_ticked(desk, manager, hr, who):
    said(desk, "cat", manager=manager, hr=hr)
    assert readers(desk, "cat") == who


def test_the_person_closes_an_answer_again_and_a_later_one_hides_the_earlier(desk):
    one = said(desk, "cat", manager=True, hr=True)
    set_reach(desk("cat"), one.pk, for_manager=False, for_hr=True)
    assert readers(desk, "cat") == {"cat", "owner", "hr"}
    said(desk, "cat", Valued.MONEY)
    assert readers(desk, "cat") == {"cat"}
    assert ValuedWord.objects.count() == 2
    with pytest.raises(NotFoundRefusal):
        set_reach(desk("leader"), one.pk, for_manager=True, for_hr=True)


def test_the_giver_sees_fitting_gifts_in_the_persons_order(desk):
    for title, valued in (("书", "training"), ("半天假", "time_off"), ("杯子", "gifts"), ("体检", "health")):
        put_gift(desk("hr"), Offer(title, "", valued, 100, None))
    said(desk, "cat", Valued.TIME_OFF, Valued.TRAINING, manager=True)
    fit = fit_of(desk("leader"), "cat")
    assert [gift.title for _, gift in fit.gifts] == ["半天假", "书"]
    assert fit_of(desk("ann"), "cat") is None
    page = desk.client("leader").get(reverse("recognition:person", args=("cat",))).content.decode()
    assert "半天假" in page
    assert desk.client("ann").get(reverse("recognition:person", args=("cat",))).status_code == 404


def test_a_manager_asks_one_of_their_own_before_a_talk_once(desk):
    first = ask_before_talk(desk("leader"), "cat")
    assert ask_before_talk(desk("leader"), "cat") == first
    assert Notice.objects.filter(account=desk("cat").account, code="notice.valued_asked_by").count() == 1
    assert open_rounds(desk("cat")) == [first]
    said(desk, "cat", number=first.pk, manager=True)
    assert open_rounds(desk("cat")) == []
    for name, person in (("ann", "cat"), ("leader", "owner"), ("hr", "cat")):
        with pytest.raises(NotFoundRefusal):
            ask_before_talk(desk(name), person)


def test_an_overview_of_few_shows_nothing_and_one_is_made_at_closing_for_good(desk):
    asked = ask_everybody(desk("hr"), "四季度", CLOSES)
    with pytest.raises(ConflictRefusal):
        ask_everybody(desk("hr"), "又一轮", CLOSES)
    one = said(desk, "ann", Valued.MONEY, number=asked.pk, hr=True)
    said(desk, "cat", Valued.MONEY, number=asked.pk, hr=True)
    said(desk, "bob", Valued.TIME_OFF, number=asked.pk, hr=True)
    said(desk, "leader", Valued.HEALTH, number=asked.pk)
    assert overview_groups(desk("hr"), asked) == []
    closed = close_round(desk("hr"), asked.pk)
    whole = overview_groups(desk("hr"), closed)[0]
    assert (whole.answers, whole.rows[0][1:]) == (3, (2, 2, 66))
    assert "健康" not in str(whole)  # the one answer that was kept closed is not even in the whole
    set_reach(desk("ann"), one.pk, for_manager=False, for_hr=False)
    closed.refresh_from_db()
    assert overview_groups(desk("hr"), closed)[0].answers == 3
    with pytest.raises(ConflictRefusal):
        said(desk, "owner", number=asked.pk)
    with pytest.raises(ConflictRefusal):
        close_round(desk("hr"), asked.pk)


def test_each_is_chosen_once_and_at_most_three(desk):
    for wrong in ((), (Valued.MONEY, Valued.MONEY), tuple(Valued)[:4]):
        with pytest.raises(ConflictRefusal):
            answer_valued(desk("cat"), Answer(wrong, "", False, False, "x"))
    page = desk.client("cat").post(
        reverse("recognition:valued"), {"first": "money", "second": "money", "text": "写好的话", "token": "x"}
    )
    assert page.status_code == 422
    assert "写好的话" in page.content.decode()


def test_a_round_is_not_answered_after_its_last_day(desk):
    asked = ask_everybody(desk("hr"), "四季度", CLOSES)
    late = dataclasses.replace(desk("cat"), today=CLOSES + timedelta(days=1))
    assert open_rounds(late) == []
    with pytest.raises(ConflictRefusal):
        answer_valued(late, Answer((Valued.MONEY,), "", False, False, "x"), asked.pk)
    with pytest.raises(NotFoundRefusal):
        ask_everybody(desk("leader"), "x", CLOSES)

"""Feedback is read by those whom its author chose, and never by more."""

import pytest
from django.urls import reverse

from merit.follow.feedback import ConsentMove
from merit.kernel.refusals import ConflictRefusal, NotAllowedRefusal, NotFoundRefusal
from merit_desk.audit.models import Entry
from merit_desk.notices.models import Notice
from merit_desk.talks.actions.feedback import (
    answer_question,
    ask_feedback,
    decline_question,
    give_feedback,
    settle_consent,
    withdraw_question,
)
from merit_desk.talks.models import Audience, Feedback, Kind
from merit_desk.talks.queries.visible import feedback_of, feedback_visible_to, question_of
from tests.desk.talks.conftest import words

EVERYBODY = ("owner", "leader", "ann", "bob", "cat", "hr", "auditor")


def readers(desk, one):
    return {name for name in EVERYBODY if feedback_visible_to(desk(name)).filter(pk=one.pk).exists()}


def test_words_for_the_person_alone_reach_neither_manager_nor_owner_nor_hr(desk):
    one = give_feedback(desk("ann"), "cat", words(audience=Audience.PERSON))
    assert readers(desk, one) == {"ann", "cat"}


def test_words_for_person_and_manager_reach_the_manager_of_that_day(desk):
    one = give_feedback(desk("ann"), "cat", words(audience=Audience.MANAGER))
    assert readers(desk, one) == {"ann", "cat", "leader"}


def test_praise_for_everybody_is_the_persons_alone_until_they_agree_and_again_once_they_take_it_off(desk):
    one = give_feedback(desk("ann"), "cat", words(audience=Audience.EVERYBODY, kind=Kind.RECOGNITION, value="协作"))
    assert readers(desk, one) == {"ann", "cat"}
    settle_consent(desk("cat"), one.pk, ConsentMove.AGREE)
    assert readers(desk, one) == set(EVERYBODY)
    settle_consent(desk("cat"), one.pk, ConsentMove.REFUSE)
    assert readers(desk, one) == {"ann", "cat"}


def test_only_the_praised_person_puts_praise_on_the_wall(desk):
    one = give_feedback(desk("ann"), "cat", words(audience=Audience.EVERYBODY, kind=Kind.RECOGNITION, value="协作"))
    with pytest.raises(NotAllowedRefusal):
        settle_consent(desk("ann"), one.pk, ConsentMove.AGREE)
    with pytest.raises(NotFoundRefusal):
        settle_consent(desk("leader"), one.pk, ConsentMove.AGREE)
    one.refresh_from_db()
    assert one.consent == "asked"


def test_words_for_the_person_alone_cannot_be_put_on_the_wall(desk):
    one = give_feedback(desk("ann"), "cat", words(audience=Audience.PERSON))
    with pytest.raises(NotFoundRefusal):
        settle_consent(desk("cat"), one.pk, ConsentMove.AGREE)


def test_the_trail_says_that_it_was_written_and_never_what(desk):
    give_feedback(desk("ann"), "cat", words("一句只给她的话"))
    entry = Entry.objects.get(action="talks.feedback_given")
    assert entry.after == {"about": "cat", "kind": "feedback", "audience": "person"}
    assert "一句只给她的话" not in str(list(Entry.objects.values()))


def test_the_same_form_sent_twice_writes_once(desk):
    one = give_feedback(desk("ann"), "cat", words(key="once"))
    assert give_feedback(desk("ann"), "cat", words(key="once")).pk == one.pk
    assert Feedback.objects.count() == 1


def test_nobody_writes_to_themselves_or_without_being_somebody(desk):
    with pytest.raises(ConflictRefusal, match="not_to_oneself"):
        give_feedback(desk("ann"), "ann", words())
    with pytest.raises(ConflictRefusal, match="account_without_person"):
        give_feedback(desk("hr"), "cat", words())
    with pytest.raises(ConflictRefusal, match="nobody_at_work"):
        give_feedback(desk("ann"), "nobody", words())


def test_somebody_asks_about_themselves_and_reads_the_answer(desk):
    question = ask_feedback(desk("cat"), "ann", "cat", "备货时我哪里能更好", None)
    answer = answer_question(desk("ann"), question.pk, words(audience=Audience.PERSON))
    assert readers(desk, answer) == {"ann", "cat"}
    assert set(Notice.objects.values_list("code", flat=True)) >= {"notice.feedback_asked", "notice.feedback_answered"}


def test_a_manager_asks_about_one_of_their_people_and_the_answer_is_not_hidden_from_them(desk):
    question = ask_feedback(desk("leader"), "ann", "cat", "她带新人带得怎么样", None)
    with pytest.raises(ConflictRefusal, match="asker_reads_too"):
        answer_question(desk("ann"), question.pk, words(audience=Audience.PERSON))
    answer = answer_question(desk("ann"), question.pk, words(audience=Audience.MANAGER))
    assert readers(desk, answer) == {"ann", "cat", "leader"}


def test_nobody_asks_about_somebody_who_is_not_theirs(desk):
    with pytest.raises(NotFoundRefusal):
        ask_feedback(desk("ann"), "bob", "cat", "她怎么样", None)
    with pytest.raises(ConflictRefusal):
        ask_feedback(desk("leader"), "cat", "cat", "你怎么样", None)


def test_a_question_is_known_to_its_two_sides_only(desk):
    question = ask_feedback(desk("leader"), "ann", "cat", "她怎么样", None)
    for name in ("cat", "bob", "owner", "hr"):
        with pytest.raises(NotFoundRefusal):
            question_of(desk(name), question.pk)
        assert desk.client(name).get(reverse("talks:question", args=(question.pk,))).status_code == 404


def test_the_asked_may_decline_and_the_asker_withdraw_each_once(desk):
    first = ask_feedback(desk("cat"), "ann", "cat", "x", None)
    decline_question(desk("ann"), first.pk)
    for move in (lambda: decline_question(desk("ann"), first.pk), lambda: withdraw_question(desk("cat"), first.pk)):
        with pytest.raises(ConflictRefusal):
            move()
    second = ask_feedback(desk("cat"), "ann", "cat", "x", None)
    with pytest.raises(NotAllowedRefusal):
        decline_question(desk("cat"), second.pk)
    withdraw_question(desk("cat"), second.pk)
    with pytest.raises(ConflictRefusal):
        answer_question(desk("ann"), second.pk, words())
    assert Feedback.objects.count() == 0


def test_somebody_else_answers_no_question(desk):
    question = ask_feedback(desk("cat"), "ann", "cat", "x", None)
    with pytest.raises(NotFoundRefusal):
        answer_question(desk("bob"), question.pk, words())
    with pytest.raises(NotFoundRefusal):
        feedback_of(desk("bob"), 1)


def test_a_form_keeps_what_was_typed_and_says_what_to_change(desk):
    sent = {"about": "没有这个人", "kind": "recognition", "text": "写好的话", "audience": "everybody", "token": "x"}
    page = desk.client("ann").post(reverse("talks:give"), sent)
    told = page.content.decode()
    assert page.status_code == 422
    assert "写好的话" in told
    assert "表彰要写明体现了什么" in told
    assert "今天在职的人里没有“没有这个人”" in told


def test_feedback_that_is_no_praise_is_not_offered_to_everybody(desk):
    sent = {"about": "凯特", "kind": "feedback", "text": "话", "audience": "everybody", "token": "x"}
    assert "只有表彰能上墙" in desk.client("ann").post(reverse("talks:give"), sent).content.decode()
    sent["audience"] = "manager"
    assert desk.client("ann").post(reverse("talks:give"), sent).status_code == 302
    assert Feedback.objects.get().about == "cat"

"""绩效面谈: written by the manager, signed by both; a change after the first signature voids it."""

from datetime import date

import pytest

from merit.kernel.refusals import ConflictRefusal, NotAllowedRefusal, NotFoundRefusal
from merit.reviews.life import ReviewState
from merit_desk.audit.models import Entry
from merit_desk.outcomes.actions import interview as act
from merit_desk.outcomes.actions.interview import StaleRecord, Written
from merit_desk.outcomes.models import Interview
from merit_desk.outcomes.queries.interviews import interview_of, own_digest, record_digest
from tests.desk.conftest import viewer_as
from tests.desk.cycle_world import review_of
from tests.desk.outcomes.conftest import after_release, client_of_person, viewer_of_person

STEPS = ({"what": "练习快捷回复", "by": "2026-12-20", "support": "每周一次辅导"},)


@pytest.fixture
def cat(released):
    """cat's review, confirmed."""
    return after_release(released, "cat", ReviewState.CONFIRMED)


def written(revision=0, well="回复快", improve="首响不稳"):
    return Written(date(2026, 11, 20), well, improve, STEPS, revision)


def offered(cat):
    leader = viewer_of_person("leader")
    act.write_interview(leader, cat.pk, written())
    return act.offer_interview(leader, cat.pk, record_digest(interview_of(cat)))


def test_both_sign_the_same_text_and_the_review_is_concluded(cat):
    found = offered(cat)
    assert review_of(cat.cycle, "cat").state == "interview"
    act.sign_interview(viewer_of_person("cat"), cat.pk, record_digest(found), "我同意大部分")
    found = interview_of(cat)
    assert [(each.party, each.digest) for each in found.signatures.all()] == [
        ("manager", record_digest(found)),
        ("subject", own_digest(found)),
    ]
    assert found.own_words == "我同意大部分"
    assert review_of(cat.cycle, "cat").state == "concluded"
    assert {"outcomes.interview_offer", "outcomes.interview_sign"} <= set(
        Entry.objects.values_list("action", flat=True)
    )


def test_a_change_after_the_first_signature_voids_it(cat):
    offered(cat)
    act.write_interview(viewer_of_person("leader"), cat.pk, written(1, well="回复又快又准"))
    found = interview_of(cat)
    assert found.state == "draft"
    assert [each.voided_at is None for each in found.signatures.all()] == [False]
    with pytest.raises(ConflictRefusal, match=r"stands\.draft"):
        act.sign_interview(viewer_of_person("cat"), cat.pk, record_digest(found))


def test_the_person_signs_only_the_text_they_have_read(cat):
    offered(cat)
    with pytest.raises(ConflictRefusal, match="text_changed"):
        act.sign_interview(viewer_of_person("cat"), cat.pk, "0" * 64)
    assert review_of(cat.cycle, "cat").state == "interview"


def test_two_who_write_at_once_are_told(cat):
    leader = viewer_of_person("leader")
    act.write_interview(leader, cat.pk, written())
    with pytest.raises(StaleRecord):
        act.write_interview(leader, cat.pk, written(0, well="另一版"))
    assert interview_of(cat).well == "回复快"


def test_nobody_but_the_manager_writes_and_nobody_but_the_person_signs(cat):
    for viewer in (viewer_of_person("cat"), viewer_as("hr"), viewer_as("owner")):
        with pytest.raises(NotAllowedRefusal):
            act.write_interview(viewer, cat.pk, written())
    with pytest.raises(NotFoundRefusal):
        act.write_interview(viewer_of_person("bob"), cat.pk, written())
    found = offered(cat)
    for viewer in (viewer_of_person("leader"), viewer_as("hr")):
        with pytest.raises(NotAllowedRefusal):
            act.sign_interview(viewer, cat.pk, record_digest(found))


def test_an_unfinished_record_is_not_handed_over(cat):
    leader = viewer_of_person("leader")
    act.write_interview(leader, cat.pk, written(improve=""))
    with pytest.raises(ConflictRefusal, match="interview_not_whole"):
        act.offer_interview(leader, cat.pk, record_digest(interview_of(cat)))
    assert review_of(cat.cycle, "cat").state == "confirmed"


def test_there_is_no_interview_before_the_answer(released):
    one = review_of(released, "cat")
    with pytest.raises(ConflictRefusal, match=r"stands\.released"):
        act.write_interview(viewer_of_person("leader"), one.pk, written())


def test_a_refusal_to_sign_is_recorded_by_hr_with_a_witness(cat):
    offered(cat)
    with pytest.raises(NotFoundRefusal):
        act.note_refusal(viewer_of_person("leader"), cat.pk, "x", "y")
    act.note_refusal(viewer_as("hr"), cat.pk, "本人看过，不愿签字", "安安")
    found = interview_of(cat)
    assert (found.state, found.witness) == ("refused", "安安")
    assert review_of(cat.cycle, "cat").state == "concluded"


def test_hr_concludes_without_an_interview_and_says_why(cat):
    act.waive_interview(viewer_as("hr"), cat.pk, "已离职")
    assert (interview_of(cat).state, interview_of(cat).note) == ("waived", "已离职")
    assert review_of(cat.cycle, "cat").state == "concluded"


def test_what_was_signed_by_both_stays(cat):
    found = offered(cat)
    act.sign_interview(viewer_of_person("cat"), cat.pk, record_digest(found))
    with pytest.raises(ConflictRefusal):
        act.write_interview(viewer_of_person("leader"), cat.pk, written(1, well="改"))
    assert interview_of(cat).well == "回复快"


def test_the_draft_is_the_managers_alone(cat):
    act.write_interview(viewer_of_person("leader"), cat.pk, written())
    page = client_of_person("cat").get(f"/outcomes/{cat.pk}/interview/").content.decode()
    assert "首响不稳" not in page
    page = client_of_person("leader").get(f"/outcomes/{cat.pk}/interview/").content.decode()
    assert "首响不稳" in page
    assert "先听本人怎么看" in page


def test_the_whole_talk_goes_through_the_pages(cat):
    leader, own = client_of_person("leader"), client_of_person("cat")
    body = {
        "revision": "0",
        "held_on": "2026-11-20",
        "well": "回复快",
        "improve": "首响不稳",
        "steps-TOTAL_FORMS": "1",
        "steps-INITIAL_FORMS": "0",
        "steps-0-what": "练习",
        "steps-0-by": "2026-12-20",
        "steps-0-support": "辅导",
    }
    assert leader.post(f"/outcomes/{cat.pk}/interview/write/", body).status_code == 302
    found = Interview.objects.get()
    assert found.steps == [{"what": "练习", "by": "2026-12-20", "support": "辅导"}]
    leader.post(f"/outcomes/{cat.pk}/interview/offer/", {"seen": record_digest(found)})
    assert "练习" in own.get(f"/outcomes/{cat.pk}/interview/").content.decode()
    own.post(f"/outcomes/{cat.pk}/interview/sign/", {"seen": record_digest(found), "words": "好"})
    assert review_of(cat.cycle, "cat").state == "concluded"

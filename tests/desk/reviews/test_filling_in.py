"""A rater fills in the form: drafts, hand-in, what is missing, who may, and when it is over."""

import pytest

from merit.kernel.refusals import ConflictRefusal, NotFoundRefusal
from merit.reviews.life import ReviewState
from merit_desk.audit.models import Entry
from merit_desk.reviews.actions.answers import Given, decline, revise, save, submit
from merit_desk.reviews.models import Answer, Assignment
from tests.desk.conftest import account_for, client_for, role_account
from tests.desk.reviews.world import (
    RATED,
    account_of,
    cats_review,
    graded,
    hr,
    in_state,
    invited,
    judged_by_manager,
    viewer_of_person,
)

pytestmark = pytest.mark.usefixtures("rated_folder")


def test_a_draft_is_kept_and_found_again():
    one = cats_review()
    invited(one)
    save(viewer_of_person("dan"), one.pk, "peer", graded(4, "帮我顶过班"))
    page = client_for(account_for("dan", "dan")).get(f"/reviews/{one.pk}/as/peer/").content.decode()
    assert "帮我顶过班" in page
    assert 'value="4" checked' in page
    assert Assignment.objects.get(rater="dan").state == "drafted"


def test_nothing_is_handed_in_while_a_grade_is_missing_and_what_was_typed_stays():
    one = cats_review()
    invited(one)
    client = client_for(account_for("dan", "dan"))
    answer = client.post(f"/reviews/{one.pk}/as/peer/", {f"comment-{RATED}": "还没想好", "do": "submit"})
    assert answer.status_code == 409
    assert "还没想好" in answer.content.decode()
    assert "还有 1 项没打分" in answer.content.decode()
    assert Assignment.objects.get(rater="dan").state == "drafted"


def test_cannot_judge_is_an_answer():
    one = cats_review()
    invited(one)
    submit(viewer_of_person("dan"), one.pk, "peer", graded("x"))
    answer = Answer.objects.get(assignment__rater="dan", question=RATED)
    assert (answer.score, answer.cannot) == (None, True)


@pytest.mark.parametrize("grade", ["0", "6", "-1", "4.5", "vier"])
def test_a_grade_off_the_scale_is_refused(grade):
    one = cats_review()
    invited(one)
    with pytest.raises(ConflictRefusal, match="not_on_scale"):
        submit(viewer_of_person("dan"), one.pk, "peer", graded(grade))
    assert Answer.objects.count() == 0


def test_a_question_that_is_not_asked_is_refused():
    one = cats_review()
    invited(one)
    with pytest.raises(ConflictRefusal, match="no_such_question"):
        save(viewer_of_person("dan"), one.pk, "peer", {"rated:attitude": Given("3")})


def test_the_self_review_leads_to_the_rating_and_is_on_the_trail():
    one = cats_review(ReviewState.SELF_REVIEW)
    submit(viewer_of_person("cat"), one.pk, "self", graded(4, "夜班那周帮忙多"))
    one.refresh_from_db()
    assert one.state == ReviewState.RATING
    assert Entry.objects.filter(action="reviews.handed_in", subject="2026-10/cat").count() == 1


def test_the_manager_drafts_early_but_hands_in_only_after_the_rating():
    one = cats_review()
    save(viewer_of_person("leader"), one.pk, "manager", graded(4))
    with pytest.raises(ConflictRefusal, match="not_yet"):
        submit(viewer_of_person("leader"), one.pk, "manager", graded(4))
    assert judged_by_manager(one).state == ReviewState.SKIP_REVIEW


def test_of_two_managers_both_hand_in_before_the_review_goes_on():
    one = cats_review(ReviewState.MANAGER_REVIEW)
    one.managers = [{"person": "leader", "days": 12}, {"person": "ann", "days": 6}]
    one.save()
    submit(viewer_of_person("leader"), one.pk, "manager", graded(4))
    one.refresh_from_db()
    assert one.state == ReviewState.MANAGER_REVIEW
    submit(viewer_of_person("ann"), one.pk, "manager", graded(2))
    one.refresh_from_db()
    assert one.state == ReviewState.SKIP_REVIEW


def test_where_nobody_is_in_charge_hr_judges_in_the_managers_place():
    one = cats_review(ReviewState.MANAGER_REVIEW)
    one.managers = []
    one.save()
    submit(hr(), one.pk, "manager", graded(3))
    assert Assignment.objects.get().rater == "~hr"


@pytest.mark.parametrize(
    ("person", "relation"),
    [
        ("cat", "peer"),
        ("cat", "manager"),
        ("dan", "self"),
        ("dan", "manager"),
        ("dan", "report"),
        ("bob", "peer"),
        ("leader", "peer"),
        ("owner", "manager"),
        ("dan", "skip"),
        ("dan", "friend"),
    ],
)
def test_a_form_that_is_not_ones_own_is_not_there(person, relation):
    one = cats_review()
    invited(one)
    with pytest.raises(NotFoundRefusal):
        save(viewer_of_person(person), one.pk, relation, graded(3))
    client = client_for(account_of(person))
    assert client.get(f"/reviews/{one.pk}/as/{relation}/").status_code == 404


def test_somebody_nominated_but_not_approved_has_no_form_yet():
    one = cats_review()
    invited(one, ("dan",), state="nominated")
    with pytest.raises(NotFoundRefusal):
        save(viewer_of_person("dan"), one.pk, "peer", graded(3))


@pytest.mark.parametrize(
    "state", [each for each in ReviewState if each not in {ReviewState.SELF_REVIEW, ReviewState.RATING}]
)
def test_once_the_rating_is_closed_no_rater_is_heard(state):
    one = cats_review()
    invited(one)
    submit(viewer_of_person("dan"), one.pk, "peer", graded(3))
    in_state(one, state)
    refused = (ConflictRefusal, NotFoundRefusal)
    with pytest.raises(refused):
        submit(viewer_of_person("eva"), one.pk, "peer", graded(5))
    with pytest.raises(refused):
        revise(viewer_of_person("dan"), one.pk, "peer")
    with pytest.raises(refused):
        decline(viewer_of_person("fay"), one.pk, "peer", "没有共事")
    assert [each.state for each in Assignment.objects.order_by("rater")] == [
        "submitted",
        "approved",
        "approved",
        "approved",
    ]


def test_what_was_handed_in_can_be_taken_up_again_while_the_rating_is_open():
    one = cats_review()
    invited(one)
    submit(viewer_of_person("dan"), one.pk, "peer", graded(3))
    with pytest.raises(ConflictRefusal, match="handed_in_already"):
        save(viewer_of_person("dan"), one.pk, "peer", graded(5))
    revise(viewer_of_person("dan"), one.pk, "peer")
    submit(viewer_of_person("dan"), one.pk, "peer", graded(5))
    assert Answer.objects.get(assignment__rater="dan").score == 5


def test_who_declines_gives_a_reason_and_leaves_no_draft():
    one = cats_review()
    invited(one)
    save(viewer_of_person("dan"), one.pk, "peer", graded(1))
    with pytest.raises(ConflictRefusal, match="reason_missing"):
        decline(viewer_of_person("dan"), one.pk, "peer", "  ")
    decline(viewer_of_person("dan"), one.pk, "peer", "没有共事")
    assert Answer.objects.count() == 0
    with pytest.raises(NotFoundRefusal):
        save(viewer_of_person("dan"), one.pk, "peer", graded(1))


def test_typing_is_saved_by_itself_and_answers_with_the_time():
    one = cats_review(ReviewState.MANAGER_REVIEW)
    client = client_for(role_account("manager"))
    answer = client.post(f"/reviews/{one.pk}/as/manager/save/", {f"grade-{RATED}": "4"}, HTTP_HX_REQUEST="true")
    page = answer.content.decode()
    assert "已自动保存" in page
    assert 'id="total" hx-swap-oob="true"' in page
    assert Answer.objects.get().score == 4


def test_the_live_total_is_the_cores_with_the_chosen_grade():
    """reply_3min 0.9 of 0.9: 100 × 80 %; a 4 of 5 is 75 × 20 %; praise +2: 80 + 15 + 2 = 97."""
    one = cats_review(ReviewState.MANAGER_REVIEW)
    client = client_for(role_account("manager"))
    address = f"/reviews/{one.pk}/as/manager/save/"
    page = client.post(address, {f"grade-{RATED}": "4"}).content.decode()
    assert "97.00" in page
    assert "按你选的 4 分" in page
    assert ">A<" in page
    assert "102.00" in client.post(address, {f"grade-{RATED}": "5"}).content.decode()
    assert "未提交" in page


def test_no_amount_of_pay_stands_where_a_grade_is_given():
    one = cats_review(ReviewState.MANAGER_REVIEW)
    client = client_for(role_account("manager"))
    for page in (client.get(f"/reviews/{one.pk}/as/manager/"), client.get(f"/reviews/{one.pk}/as/manager/total/")):
        assert "3,704" not in page.content.decode()
        assert "3,000" not in page.content.decode()
        assert " 元" not in page.content.decode()

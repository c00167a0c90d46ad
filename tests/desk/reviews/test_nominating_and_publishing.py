"""Nominating raters, endorsing and returning, publishing, the cycle's form, and proposals."""

import pytest

from merit.kernel.refusals import ConflictRefusal, NotAllowedRefusal, NotFoundRefusal
from merit.reviews.form import read_form
from merit.reviews.innovation import ProposalMove
from merit.reviews.life import ReviewState
from merit_desk.audit.models import Entry
from merit_desk.cycles.models import Cycle
from merit_desk.notices.models import Notice
from merit_desk.reviews.actions.forms import change_form
from merit_desk.reviews.actions.nominate import approve, nominate, withdraw
from merit_desk.reviews.actions.proposals import Effect, Idea, grade, measure, move_proposal, name_judges, propose
from merit_desk.reviews.actions.skip import endorse, give_back
from merit_desk.reviews.models import Assignment, Proposal
from tests.desk.reviews.world import account_of, cats_review, hr, in_state, judged_by_manager, viewer_of_person

pytestmark = pytest.mark.usefixtures("rated_folder")
IDEA = Idea("话术模板", "同样的问题每天答三十次", "把前十个问题写成模板")
EFFECT = Effect("响应更快", "reply_3min", "person", "cat", "2026-10", "2026-10")


def test_the_person_nominates_and_the_manager_approves_who_is_then_told():
    account_of("dan")
    one = cats_review(ReviewState.UNDER_WAY)
    nominate(viewer_of_person("cat"), one.pk, "peer", ["dan"])
    assert Assignment.objects.get().state == "nominated"
    with pytest.raises(NotAllowedRefusal):
        approve(viewer_of_person("cat"), one.pk)
    assert approve(viewer_of_person("leader"), one.pk) == 1
    assert Notice.objects.get().code == "notice.reviews_invited"
    entries = Entry.objects.filter(action__startswith="reviews.rater")
    assert [each.after for each in entries] == [{"relation": "peer"}] * 2


def test_whom_the_manager_names_is_invited_at_once_and_cannot_be_taken_back():
    one = cats_review()
    made = nominate(viewer_of_person("leader"), one.pk, "peer", ["dan", "eva"])
    assert {each.state for each in made} == {"approved"}
    with pytest.raises(ConflictRefusal, match="invited_stays"):
        withdraw(viewer_of_person("leader"), one.pk, made[0].pk)


@pytest.mark.parametrize(
    ("who", "code"), [("cat", "same"), ("leader", "in_charge"), ("owner", "in_charge"), ("bob", "gone")]
)
def test_whoever_does_not_fit_is_refused_by_name(who, code):
    one = cats_review()
    with pytest.raises(ConflictRefusal, match=f"unfit.{code}"):
        nominate(viewer_of_person("leader"), one.pk, "peer", [who])
    assert Assignment.objects.count() == 0


def test_after_the_closing_nobody_is_nominated_any_more():
    one = cats_review(ReviewState.MANAGER_REVIEW)
    with pytest.raises(ConflictRefusal, match="rating_closed"):
        nominate(viewer_of_person("leader"), one.pk, "peer", ["dan"])


def test_a_stranger_nominates_nobody():
    one = cats_review()
    with pytest.raises(NotFoundRefusal):
        nominate(viewer_of_person("dan"), one.pk, "peer", ["eva"])


def test_a_returned_form_goes_back_to_the_manager_with_the_reason():
    account_of("leader")
    one = judged_by_manager(cats_review())
    with pytest.raises(ConflictRefusal, match="reason_missing"):
        give_back(viewer_of_person("owner"), one.pk, " ")
    assert give_back(viewer_of_person("owner"), one.pk, "请写事实").state == ReviewState.MANAGER_REVIEW
    form = Assignment.objects.get()
    assert (form.state, form.reason) == ("returned", "请写事实")
    assert Notice.objects.get().code == "notice.reviews_returned"
    assert judged_by_manager(one, 3).state == ReviewState.SKIP_REVIEW


def test_the_manager_does_not_endorse_what_they_wrote():
    one = judged_by_manager(cats_review())
    with pytest.raises(NotAllowedRefusal):
        endorse(viewer_of_person("leader"), one.pk)


def test_the_form_of_a_cycle_changes_only_before_somebody_fills_it_in():
    one = cats_review(ReviewState.UNDER_WAY)
    asked = {"questions": [{"id": "q1", "kind": "text", "title": "大促怎样", "asked": ["self", "peer"]}]}
    change_form(hr(), one.cycle.code, read_form(asked))
    assert Cycle.objects.get().options["review"]["questions"][0]["title"] == "大促怎样"
    in_state(one, ReviewState.SELF_REVIEW)
    with pytest.raises(ConflictRefusal, match="in_use"):
        change_form(hr(), one.cycle.code, read_form(asked))
    with pytest.raises(NotFoundRefusal):
        change_form(viewer_of_person("leader"), one.cycle.code, read_form(asked))


def test_a_proposal_is_tried_measured_with_figures_and_judged():
    one = cats_review(ReviewState.UNDER_WAY)
    made = propose(viewer_of_person("cat"), one.pk, IDEA)
    with pytest.raises(NotAllowedRefusal):
        move_proposal(viewer_of_person("cat"), made.pk, ProposalMove.TRY)
    move_proposal(viewer_of_person("leader"), made.pk, ProposalMove.TRY)
    measure(viewer_of_person("cat"), made.pk, EFFECT)
    assert Proposal.objects.get().effect["after_value"] == "0.9"
    name_judges(viewer_of_person("leader"), made.pk, ["ann", "dan"])
    with pytest.raises(ConflictRefusal, match="nobody_judged"):
        move_proposal(viewer_of_person("leader"), made.pk, ProposalMove.JUDGE)
    grade(viewer_of_person("dan"), made.pk, "4", "别组也能用")
    with pytest.raises(NotFoundRefusal):
        grade(viewer_of_person("eva"), made.pk, "1", "")
    assert move_proposal(viewer_of_person("leader"), made.pk, ProposalMove.JUDGE).state == "judged"


def test_an_effect_without_proof_or_with_a_figure_out_of_sight_is_refused():
    one = cats_review(ReviewState.UNDER_WAY)
    made = propose(viewer_of_person("cat"), one.pk, IDEA)
    move_proposal(viewer_of_person("leader"), made.pk, ProposalMove.TRY)
    with pytest.raises(ConflictRefusal, match="no_proof"):
        measure(viewer_of_person("cat"), made.pk, Effect("更快了"))
    hidden = Effect("更快了", "paid_sales", "person", "bob", "2026-10", "2026-10")
    with pytest.raises(ConflictRefusal, match="no_figure"):
        measure(viewer_of_person("cat"), made.pk, hidden)
    with pytest.raises(ConflictRefusal, match="not_proven"):
        measure(viewer_of_person("cat"), made.pk, Effect("更快了", experiment="page"))


def test_nobody_judges_their_own_proposal_and_none_is_judged_after_the_closing():
    one = cats_review(ReviewState.UNDER_WAY)
    made = propose(viewer_of_person("cat"), one.pk, IDEA)
    with pytest.raises(ConflictRefusal, match="same"):
        name_judges(viewer_of_person("leader"), made.pk, ["cat"])
    move_proposal(viewer_of_person("leader"), made.pk, ProposalMove.TRY)
    measure(viewer_of_person("cat"), made.pk, EFFECT)
    name_judges(viewer_of_person("leader"), made.pk, ["dan"])
    grade(viewer_of_person("dan"), made.pk, "4", "")
    in_state(one, ReviewState.MANAGER_REVIEW)
    with pytest.raises(ConflictRefusal, match="rating_closed"):
        move_proposal(viewer_of_person("leader"), made.pk, ProposalMove.JUDGE)

"""Every (state, move, role) of a review: what the table allows works and leaves a trail; all else changes nothing."""

from datetime import date

import pytest
from django.db import transaction

from merit.kernel.moves import Party
from merit.kernel.refusals import ConflictRefusal, NotAllowedRefusal, NotFoundRefusal, Refusal
from merit.reviews.life import REVIEW, ReviewMove, ReviewState
from merit_desk.accounts.access import Role
from merit_desk.accounts.viewer import NOBODY, viewer_for
from merit_desk.audit.models import Entry
from merit_desk.cycles.actions.move import move, move_by_clock
from merit_desk.cycles.models import Participant
from tests.desk.conftest import account_for, viewer_as
from tests.desk.cycle_world import october_cycle, review_of

# The review is ann's. Her manager is leader, the next level is the person of the skip-level manager.
PARTIES = {
    "the person": ({Party.SUBJECT}, lambda: viewer_for(account_for("ann", "ann"))),
    "a peer": (None, lambda: viewer_for(account_for("bob", "bob"))),
    "the manager": ({Party.MANAGER}, lambda: viewer_as("manager")),
    "the skip-level manager": ({Party.SKIP_MANAGER}, lambda: viewer_for(account_for("boss", "owner"))),
    "HR": ({Party.HR}, lambda: viewer_as("hr")),
    "the owner": ({Party.OWNER}, lambda: viewer_for(account_for("head", "", Role.OWNER))),
    "the owner who is the next level": ({Party.OWNER, Party.SKIP_MANAGER}, lambda: viewer_as("owner")),
    "an auditor": (set(), lambda: viewer_as("auditor")),
    "finance": (set(), lambda: viewer_as("finance")),
    "a steward": (None, lambda: viewer_as("steward")),
    "somebody else": (None, lambda: viewer_as("stranger")),
    "nobody who signed in": (None, lambda: NOBODY),
}
"""Capacities of each role on ann's review; None for those who may not even know of it."""


@pytest.fixture
def ann(company_folder):
    return review_of(october_cycle(), "ann")


def in_state(one, state):
    Participant.objects.filter(pk=one.pk).update(state=state)


def outcome(act):
    """What became of the attempt, undone afterwards: the state it led to with its entry, or the refusal."""
    before = Entry.objects.count()
    try:
        with transaction.atomic():
            moved = act()
            moved.refresh_from_db()
            entry = Entry.objects.order_by("-number").first()
            assert Entry.objects.count() == before + 1
            transaction.set_rollback(True)
            return (moved.state, entry.action, entry.after["state"])
    except Refusal as refusal:
        assert Entry.objects.count() == before
        return type(refusal)


def expected(state, asked, parties):
    if parties is None:
        return NotFoundRefusal
    if not any(parties & step.by for (_, each), step in REVIEW.moves.items() if each is asked):
        return NotAllowedRefusal
    step = REVIEW.moves.get((state, asked))
    if step is None or not parties & step.by:
        return ConflictRefusal
    return (step.to, f"review.{asked}", step.to)


def check_all(one, parties, act):
    tried = allowed = 0
    for state in ReviewState:
        in_state(one, state)
        for asked in ReviewMove:
            found = outcome(lambda asked=asked: act(asked))
            assert found == expected(state, asked, parties), (state, asked)
            one.refresh_from_db()
            assert one.state == state
            tried += 1
            allowed += isinstance(found, tuple)
    assert tried == len(ReviewState) * len(ReviewMove)
    return allowed


@pytest.mark.parametrize("role", PARTIES)
def test_a_role_makes_exactly_its_own_moves(ann, role):
    parties, made = PARTIES[role]
    viewer = made()
    allowed = check_all(ann, parties, lambda asked: move(viewer, ann.pk, asked, "x"))
    assert bool(allowed) == bool(parties)


def test_a_judge_decides_an_appeal_and_makes_no_other_move(ann):
    judge = viewer_as("auditor")  # may know of the review, and was named for it
    assert check_all(ann, {Party.JUDGE}, lambda asked: move(judge, ann.pk, asked, "x", {Party.JUDGE})) == 1


def test_the_clock_makes_exactly_its_own_moves(ann):
    def act(asked):
        return move_by_clock(Participant.objects.get(pk=ann.pk), asked)

    assert check_all(ann, {Party.CLOCK}, act) == 6


def test_on_ones_own_review_hr_and_the_owner_are_the_person_alone(company_folder):
    cycle = october_cycle()
    one = review_of(cycle, "leader")
    hr = viewer_for(account_for("leading_hr", "leader", Role.HR))
    check_all(one, {Party.SUBJECT}, lambda asked: move(hr, one.pk, asked, "x"))


def test_where_there_is_no_next_level_hr_stands_in(company_folder):
    one = review_of(october_cycle(), "leader")
    assert one.skip_managers == []
    hr = viewer_as("hr")
    check_all(one, {Party.HR, Party.SKIP_MANAGER}, lambda asked: move(hr, one.pk, asked, "x"))


def test_a_manager_of_a_part_of_the_cycle_stays_one(company_folder):
    cycle = october_cycle(ReviewState.MANAGER_REVIEW)
    ann = review_of(cycle, "ann")
    ann.managers = [{"person": "leader", "days": 15}, {"person": "cat", "days": 3}]
    ann.save()
    cat = viewer_for(account_for("cat", "cat"))
    assert move(cat, ann.pk, ReviewMove.SUBMIT_MANAGER).state == ReviewState.SKIP_REVIEW
    assert cycle.stages.filter(due=date(2026, 11, 11)).exists()

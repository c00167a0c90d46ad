"""Every (state, move, party) of growth plans, promotion cases, seats and needs: the tables are written by hand."""

from datetime import date
from itertools import product

import pytest

from merit.follow.growth_plan import (
    DEVELOPMENT_PLAN,
    IMPROVEMENT_PLAN,
    NextStep,
    PlanGround,
    PlanKind,
    PlanMove,
    PlanOutcome,
    PlanState,
    PlanTerms,
    next_steps,
    refuse_grounds,
    refuse_terms,
)
from merit.follow.promotion import POST_CHANGE, PROMOTION, CaseMove, CaseState, PanelVote, verdict
from merit.follow.training import NEED, SEAT, NeedMove, NeedState, SeatMove, SeatState
from merit.kernel.moves import Party
from merit.kernel.refusals import ConflictRefusal, NotAllowedRefusal

LATER_PLAN = """
proposed sign subject person_signed
line_signed sign subject agreed
proposed countersign manager hr owner line_signed
person_signed countersign manager hr owner agreed
proposed object subject proposed
line_signed object subject proposed
agreed begin subject manager hr owner clock running
agreed withdraw manager hr owner withdrawn
running check_in subject manager hr owner running
running review manager hr owner running
running extend manager hr owner running
running conclude manager hr owner concluded
running withdraw manager hr owner withdrawn
"""
IMPROVEMENT_ALLOWED = (
    LATER_PLAN
    + """
proposed change manager hr owner proposed
person_signed change manager hr owner proposed
line_signed change manager hr owner proposed
proposed withdraw manager hr owner withdrawn
person_signed withdraw manager hr owner withdrawn
line_signed withdraw manager hr owner withdrawn
line_signed note_refusal hr owner agreed
"""
)
DEVELOPMENT_ALLOWED = (
    LATER_PLAN
    + """
proposed change subject manager hr owner proposed
person_signed change subject manager hr owner proposed
line_signed change subject manager hr owner proposed
proposed withdraw subject manager hr owner withdrawn
person_signed withdraw subject manager hr owner withdrawn
line_signed withdraw subject manager hr owner withdrawn
"""
)
PROMOTION_ALLOWED = """
draft change author draft
draft submit author proposed
draft withdraw author withdrawn
proposed name_panel hr owner with_panel
proposed withdraw author withdrawn
with_panel name_panel hr owner with_panel
with_panel approve judge approved
with_panel decline judge declined
with_panel withdraw author withdrawn
approved consent subject consented
approved note_paper hr owner consented
approved refuse subject refused
approved withdraw hr owner withdrawn
consented take_effect hr owner in_effect
consented withdraw hr owner withdrawn
grounded withdraw hr owner withdrawn
"""
POST_CHANGE_ALLOWED = (
    PROMOTION_ALLOWED + "refused document hr owner grounded\ngrounded take_effect hr owner in_effect\n"
)
SEAT_ALLOWED = """
signed_up cancel subject manager author hr owner cancelled
waiting cancel subject manager author hr owner cancelled
waiting move_up clock author hr owner signed_up
signed_up attend author hr owner attended
waiting attend author hr owner attended
missed attend author hr owner attended
signed_up miss author hr owner missed
attended miss author hr owner missed
cancelled sign_up_again subject manager author hr owner signed_up
"""
NEED_ALLOWED = """
open plan manager hr owner planned
planned plan manager hr owner planned
open meet manager hr owner met
planned meet manager hr owner met
open drop author manager hr owner dropped
planned drop author manager hr owner dropped
met reopen manager hr owner open
dropped reopen manager hr owner open
"""
MACHINES = {
    "development": (DEVELOPMENT_PLAN, PlanState, PlanMove, DEVELOPMENT_ALLOWED),
    "improvement": (IMPROVEMENT_PLAN, PlanState, PlanMove, IMPROVEMENT_ALLOWED),
    "promotion": (PROMOTION, CaseState, CaseMove, PROMOTION_ALLOWED),
    "post_change": (POST_CHANGE, CaseState, CaseMove, POST_CHANGE_ALLOWED),
    "seat": (SEAT, SeatState, SeatMove, SEAT_ALLOWED),
    "need": (NEED, NeedState, NeedMove, NEED_ALLOWED),
}


def written(table):
    found = {}
    for line in filter(None, table.splitlines()):
        state, move, *who, to = line.split()
        for party in who:
            found[state, move, party] = to
    return found


@pytest.mark.parametrize("name", MACHINES)
def test_a_move_is_made_by_exactly_those_and_then_as_the_table_says(name):
    machine, states, moves, table = MACHINES[name]
    allowed = written(table)
    ever = {(move, party) for _, move, party in allowed}
    for state, move, party in product(states, moves, Party):
        to = allowed.get((str(state), str(move), str(party)))
        if to is not None:
            assert machine.after(state, move, frozenset({party})) == to, (state, move, party)
            continue
        refusal = ConflictRefusal if (str(move), str(party)) in ever else NotAllowedRefusal
        with pytest.raises(refusal):
            machine.after(state, move, frozenset({party}))


def test_a_place_in_a_ranking_is_no_ground():
    with pytest.raises(ConflictRefusal, match="rank_is_no_ground"):
        refuse_grounds([PlanGround.MEASURE, PlanGround.RANK])
    refuse_grounds([PlanGround.MEASURE, PlanGround.REVIEW, PlanGround.WISH])


GOOD = PlanTerms(date(2026, 11, 1), date(2026, 12, 31), 1, 1, (date(2026, 12, 1),))


@pytest.mark.parametrize(
    ("terms", "code"),
    [
        (PlanTerms(GOOD.first, GOOD.first, 1, 1, ()), "last_before_first"),
        (PlanTerms(GOOD.first, GOOD.last, 1, 1, (date(2027, 1, 1),)), "review_outside"),
        (PlanTerms(GOOD.first, GOOD.last, 1, 1, (GOOD.first,)), "review_outside"),
        (PlanTerms(GOOD.first, GOOD.last, 0, 1, GOOD.reviews), "nothing_measured"),
        (PlanTerms(GOOD.first, GOOD.last, 1, 0, GOOD.reviews), "no_support"),
        (PlanTerms(GOOD.first, GOOD.last, 1, 1, ()), "no_review_between"),
    ],
    ids=lambda each: each if isinstance(each, str) else "",
)
def test_an_improvement_plan_needs_days_figures_support_and_a_review_between(terms, code):
    refuse_terms(PlanKind.IMPROVEMENT, GOOD)
    with pytest.raises(ConflictRefusal, match=code):
        refuse_terms(PlanKind.IMPROVEMENT, terms)


def test_a_development_plan_needs_days_alone():
    refuse_terms(PlanKind.DEVELOPMENT, PlanTerms(GOOD.first, GOOD.last, 0, 0, ()))


def test_training_and_another_post_come_before_anything_else():
    first = (NextStep.TRAINING, NextStep.POST_CHANGE, NextStep.SECOND_PLAN)
    assert next_steps(PlanOutcome.SUCCEEDED) == ()
    assert next_steps(PlanOutcome.NOT) == first
    assert next_steps(PlanOutcome.PARTLY, [NextStep.TRAINING]) == first
    assert next_steps(PlanOutcome.NOT, [NextStep.SECOND_PLAN]) == first
    assert next_steps(PlanOutcome.NOT, [NextStep.TRAINING]) == (*first, NextStep.ADVICE)


def votes(*given):
    return [PanelVote(str(at), each) for at, each in enumerate(given)]


def test_a_panel_decides_when_all_have_voted_and_a_tie_declines():
    assert verdict([]) is None
    assert verdict(votes(True, None)) is None
    assert verdict(votes(True)) is CaseMove.APPROVE
    assert verdict(votes(True, True, False)) is CaseMove.APPROVE
    assert verdict(votes(True, False)) is CaseMove.DECLINE
    assert verdict(votes(False)) is CaseMove.DECLINE

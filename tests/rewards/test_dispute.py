"""异议: every move in every state by every party, and rulings that make sense."""

from itertools import product

import pytest

from merit.kernel.money import Money
from merit.kernel.moves import Party
from merit.kernel.refusals import ConflictRefusal, NotAllowedRefusal
from merit.reviews.appeal import Verdict
from merit.rewards.payment.dispute import (
    DISPUTE,
    DisputeMove,
    DisputeState,
    Remedy,
    Ruling,
    dispute_parties,
    require_sense,
)

S, M, P = DisputeState, DisputeMove, Party
PERMITTED = {
    (S.OPEN, M.ANSWER, P.RECEIVER): S.ANSWERED,
    (S.OPEN, M.ANSWER, P.MANAGER): S.ANSWERED,
    (S.OPEN, M.OVERDUE, P.CLOCK): S.ANSWERED,
    (S.OPEN, M.WITHDRAW, P.SUBJECT): S.WITHDRAWN,
    (S.ANSWERED, M.WITHDRAW, P.SUBJECT): S.WITHDRAWN,
    (S.ANSWERED, M.DECIDE, P.JUDGE): S.DECIDED,
    (S.ANSWERED, M.ORDER_MENDING, P.JUDGE): S.MENDING,
    (S.MENDING, M.MEND, P.HR): S.DECIDED,
}


@pytest.mark.parametrize(("state", "move", "party"), list(product(S, M, P)))
def test_each_move_in_each_state_by_each_party(state, move, party) -> None:
    if (state, move, party) in PERMITTED:
        assert DISPUTE.after(state, move, frozenset({party})) is PERMITTED[state, move, party]
    else:
        ever = any(each == (move, party) for _, *rest in PERMITTED for each in [tuple(rest)])
        with pytest.raises(ConflictRefusal if ever else NotAllowedRefusal):
            DISPUTE.after(state, move, frozenset({party}))


def test_on_ones_own_dispute_one_is_the_subject_alone_whatever_else_one_may_do() -> None:
    everything = frozenset(Party)
    assert dispute_parties(everything, own=True, answered=False) == {P.SUBJECT}
    assert P.JUDGE not in dispute_parties(everything, own=False, answered=True)
    assert P.JUDGE in dispute_parties(everything, own=False, answered=False)
    assert P.SUBJECT not in dispute_parties(everything, own=False, answered=False)


@pytest.mark.parametrize(
    ("verdict", "remedy", "fen", "refused"),
    [
        (Verdict.UPHELD, Remedy.PAY, 1430, ""),
        (Verdict.PARTLY, Remedy.MEND, None, ""),
        (Verdict.UPHELD, Remedy.APPEAL, None, ""),
        (Verdict.REJECTED, Remedy.NOTHING, None, ""),
        (Verdict.REJECTED, Remedy.PAY, 1, "rewards.dispute_verdict_and_remedy"),
        (Verdict.UPHELD, Remedy.NOTHING, None, "rewards.dispute_verdict_and_remedy"),
        (Verdict.UPHELD, Remedy.PAY, None, "rewards.dispute_amount_and_remedy"),
        (Verdict.UPHELD, Remedy.MEND, 5, "rewards.dispute_amount_and_remedy"),
        (Verdict.UPHELD, Remedy.PAY, 0, "rewards.dispute_amount_not_above_zero"),
        (Verdict.UPHELD, Remedy.PAY, -5, "rewards.dispute_amount_not_above_zero"),
    ],
)
def test_a_ruling_says_what_follows_and_never_takes_from_the_person(verdict, remedy, fen, refused) -> None:
    ruling = Ruling(verdict, remedy, "the refund is ann's", Money(fen) if fen is not None else None)
    if not refused:
        require_sense(ruling)
        return
    with pytest.raises(ConflictRefusal) as told:
        require_sense(ruling)
    assert told.value.code == refused


def test_a_ruling_has_grounds() -> None:
    with pytest.raises(ConflictRefusal):
        require_sense(Ruling(Verdict.REJECTED, Remedy.NOTHING, "  "))

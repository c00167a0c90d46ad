"""Every (state, move, party) of a rater's form: the table by hand, and everything that is not in it refused."""

from itertools import product

import pytest

from merit.kernel.moves import Party
from merit.kernel.refusals import ConflictRefusal, NotAllowedRefusal
from merit.reviews.answer import ANSWER, AnswerMove, AnswerState
from merit.reviews.innovation import PROPOSAL, ProposalMove, ProposalState

ANSWERS = {
    "nominated": {"approve": ("approved", "MHO"), "withdraw": ("withdrawn", "SMHO")},
    "approved": {"accept": ("accepted", "R"), "decline": ("declined", "R"), "save": ("drafted", "R")}
    | {"submit": ("submitted", "R")},
    "accepted": {"decline": ("declined", "R"), "save": ("drafted", "R"), "submit": ("submitted", "R")},
    "drafted": {"decline": ("declined", "R"), "save": ("drafted", "R"), "submit": ("submitted", "R")},
    "submitted": {"revise": ("drafted", "R"), "return": ("returned", "KHO")},
    "returned": {"save": ("drafted", "R"), "submit": ("submitted", "R")},
}
PROPOSALS = {
    "proposed": {"try": ("under_trial", "MHO"), "drop": ("dropped", "AMHO")},
    "under_trial": {"measure": ("measured", "A"), "drop": ("dropped", "AMHO")},
    "measured": {"measure": ("measured", "A"), "judge": ("judged", "MHO")},
    "dropped": {"take_up": ("proposed", "A")},
}
LETTERS = {
    "S": Party.SUBJECT,
    "M": Party.MANAGER,
    "K": Party.SKIP_MANAGER,
    "R": Party.RATER,
    "H": Party.HR,
    "O": Party.OWNER,
    "A": Party.AUTHOR,
}
EVERY = [
    *product(["answer"], AnswerState, AnswerMove, Party),
    *product(["proposal"], ProposalState, ProposalMove, Party),
]


@pytest.mark.parametrize(("name", "state", "move", "party"), EVERY, ids=str)
def test_exactly_what_the_table_allows_is_done(name, state, move, party):
    machine, table = {"answer": (ANSWER, ANSWERS), "proposal": (PROPOSAL, PROPOSALS)}[name]
    to, who = table.get(state, {}).get(move, ("", ""))
    if party in {LETTERS[each] for each in who}:
        assert machine.after(state, move, frozenset({party})) == to
    else:
        with pytest.raises((ConflictRefusal, NotAllowedRefusal)):
            machine.after(state, move, frozenset({party}))


@pytest.mark.parametrize("party", [each for each in Party if each is not Party.RATER], ids=str)
def test_whether_a_rater_has_begun_makes_no_difference_to_what_others_may_do(party):
    """Else a refusal would tell them."""
    begun = (AnswerState.APPROVED, AnswerState.ACCEPTED, AnswerState.DRAFTED)
    assert len({ANSWER.open_to(state, frozenset({party})) for state in begun}) == 1

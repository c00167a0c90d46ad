"""Every step of an adoption is tried in every state by every party; nobody approves their own."""

import pytest

from merit.kernel.moves import Party
from merit.kernel.refusals import Refusal
from merit.rewards.adoption import ADOPTION, AdoptionMove, AdoptionState

LEADS = {
    ("open", "submit"): ("submitted", {"author", "hr", "owner"}),
    ("returned", "submit"): ("submitted", {"author", "hr", "owner"}),
    ("submitted", "withdraw"): ("open", {"author"}),
    ("submitted", "return"): ("returned", {"hr", "owner"}),
    ("submitted", "approve"): ("approved", {"hr", "owner"}),
    ("approved", "reopen"): ("open", {"author", "hr", "owner"}),
}


@pytest.mark.parametrize("state", list(AdoptionState))
@pytest.mark.parametrize("move", list(AdoptionMove))
@pytest.mark.parametrize("party", list(Party))
def test_a_step_leads_where_the_table_says_and_nowhere_else(state, move, party):
    to, parties = LEADS.get((state.value, move.value), ("", set()))
    if party.value in parties:
        assert ADOPTION.after(state, move, frozenset({party})) == to
    else:
        with pytest.raises(Refusal):
            ADOPTION.after(state, move, frozenset({party}))

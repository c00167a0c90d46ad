"""Every (state, move, party) of a goal: the table written by hand beside the one in the code."""

import pytest

from merit.kernel.moves import Party
from merit.kernel.refusals import ConflictRefusal, NotAllowedRefusal
from merit.targets.goal_life import GOAL, GoalMove, GoalState

SETTING = "manager hr owner"
ALLOWED = {
    ("draft", "accept"): ("active", SETTING),
    ("draft", "propose"): ("proposed", "subject"),
    ("draft", "drop"): ("dropped", f"subject {SETTING}"),
    ("proposed", "accept"): ("active", SETTING),
    ("proposed", "send_back"): ("draft", SETTING),
    ("proposed", "drop"): ("dropped", f"subject {SETTING}"),
    ("active", "close"): ("closed", SETTING),
    ("active", "drop"): ("dropped", SETTING),
    ("closed", "reopen"): ("active", SETTING),
}


@pytest.mark.parametrize("party", list(Party))
@pytest.mark.parametrize("move", list(GoalMove))
@pytest.mark.parametrize("state", list(GoalState))
def test_a_move_is_made_by_whom_the_table_says_and_by_nobody_else(state, move, party):
    to, who = ALLOWED.get((state.value, move.value), ("", ""))
    if party.value in who.split():
        assert GOAL.after(state, move, frozenset({party})) == to
    else:
        with pytest.raises((ConflictRefusal, NotAllowedRefusal)):
            GOAL.after(state, move, frozenset({party}))

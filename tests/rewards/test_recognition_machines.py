"""Every state, move and party of honours, gifts and option grants: what is not in these tables is refused."""

from itertools import product

import pytest

from merit.kernel.moves import Party
from merit.kernel.refusals import ConflictRefusal, NotAllowedRefusal
from merit.rewards.equity.grant import GRANT
from merit.rewards.recognition.nomination import AWARD, NOMINATION
from merit.rewards.recognition.redemption import REDEMPTION

HR, OWNER, SUBJECT, AUTHOR = "hr", "owner", "subject", "author"
MAY = {
    "nomination": {
        ("proposed", "grant"): ("granted", {HR, OWNER}),
        ("proposed", "decline"): ("declined", {HR, OWNER}),
        ("proposed", "withdraw"): ("withdrawn", {AUTHOR}),
    },
    "award": {("standing", "revoke"): ("revoked", {HR, OWNER})},
    "redemption": {
        ("asked", "approve"): ("approved", {HR}),
        ("asked", "decline"): ("declined", {HR}),
        ("approved", "hand_out"): ("handed_out", {HR}),
        ("asked", "cancel"): ("cancelled", {SUBJECT}),
        ("approved", "cancel"): ("cancelled", {SUBJECT, HR}),
    },
    "option_grant": {
        ("draft", "change"): ("draft", {HR}),
        ("draft", "offer"): ("offered", {HR}),
        ("draft", "withdraw"): ("withdrawn", {HR}),
        ("offered", "agree"): ("agreed", {SUBJECT}),
        ("offered", "decline"): ("declined", {SUBJECT}),
        ("offered", "withdraw"): ("withdrawn", {HR}),
        ("agreed", "leave"): ("left", {HR}),
    },
}
MACHINES = {each.name: each for each in (NOMINATION, AWARD, REDEMPTION, GRANT)}


@pytest.mark.parametrize("name", MAY)
def test_what_is_in_the_table_is_allowed_and_nothing_else(name):
    machine, table = MACHINES[name], MAY[name]
    states, moves = type(machine.first), {type(move) for _, move in machine.moves}.pop()
    for state, move, party in product(states, moves, Party):
        to, who = table.get((str(state), str(move)), ("", set()))
        if str(party) in who:
            assert str(machine.after(state, move, frozenset({party}))) == to
        else:
            with pytest.raises((ConflictRefusal, NotAllowedRefusal)):
                machine.after(state, move, frozenset({party}))

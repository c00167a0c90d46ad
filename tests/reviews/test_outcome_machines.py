"""Every state, move and capacity of appeals, interviews and corrections, held to a table written by hand."""

from itertools import product

import pytest

from merit.kernel.moves import Party
from merit.kernel.refusals import Refusal
from merit.reviews.appeal import APPEAL
from merit.reviews.correction import CORRECTION
from merit.reviews.interview import INTERVIEW

LEAD = ("hr", "owner")
ALLOWED = {
    "appeal": {
        ("filed", "assign", LEAD, "assigned"),
        ("filed", "withdraw", ("subject",), "withdrawn"),
        ("assigned", "assign", LEAD, "assigned"),
        ("assigned", "step_aside", ("judge",), "filed"),
        ("assigned", "ask", ("judge",), "assigned"),
        ("assigned", "comment", ("subject", "manager"), "assigned"),
        ("assigned", "withdraw", ("subject",), "withdrawn"),
        ("assigned", "decide", ("judge",), "decided"),
        ("assigned", "order_mending", ("judge",), "mending"),
        ("mending", "mend", ("receiver", *LEAD), "decided"),
    },
    "interview": {
        ("draft", "write", ("manager",), "draft"),
        ("draft", "offer", ("manager",), "offered"),
        ("draft", "waive", LEAD, "waived"),
        ("offered", "write", ("manager",), "draft"),
        ("offered", "say", ("subject",), "offered"),
        ("offered", "sign", ("subject",), "signed"),
        ("offered", "note_refusal", LEAD, "refused"),
    },
    "correction": {
        ("proposed", "approve", LEAD, "in_force"),
        ("proposed", "refuse", LEAD, "refused"),
        ("proposed", "withdraw", ("author",), "withdrawn"),
    },
}


@pytest.mark.parametrize("machine", [APPEAL, INTERVIEW, CORRECTION], ids=lambda machine: machine.name)
def test_exactly_the_moves_of_the_table_are_made(machine):
    states = type(machine.first)
    moves = type(next(iter(machine.moves))[1])
    told = {(state, move, party): to for state, move, parties, to in ALLOWED[machine.name] for party in parties}
    for state, move, party in product(states, moves, Party):
        try:
            found = str(machine.after(state, move, frozenset({party})))
        except Refusal:
            found = None
        assert found == told.get((str(state), str(move), str(party))), (state, move, party)


@pytest.mark.parametrize("machine", [APPEAL, INTERVIEW, CORRECTION], ids=lambda machine: machine.name)
def test_nobody_makes_a_move_in_no_capacity(machine):
    assert all(machine.open_to(state, frozenset()) == () for state in type(machine.first))

"""Every (state, move, party) of tasks, requests and progress reports: the table below is written by hand."""

from itertools import product

import pytest

from merit.follow.checkin import CHECK_IN, CheckInMove, CheckInState
from merit.follow.request import REQUEST, WITH_AUTHOR, WITH_RECEIVER, RequestMove, RequestState
from merit.follow.task import TASK, TaskMove, TaskState
from merit.kernel.moves import Party
from merit.kernel.refusals import ConflictRefusal, NotAllowedRefusal

TASK_ALLOWED = """
open hand_in receiver handed_in
open block receiver blocked
open change author manager open
open cancel author manager cancelled
blocked unblock receiver manager open
blocked change author manager blocked
blocked cancel author manager cancelled
returned hand_in receiver handed_in
returned block receiver blocked
returned change author manager returned
returned cancel author manager cancelled
handed_in accept manager accepted
handed_in return manager returned
handed_in take_back receiver open
handed_in cancel manager cancelled
cancelled reopen author manager open
"""
REQUEST_ALLOWED = """
asked answer receiver answered
asked accept receiver accepted
asked decline receiver declined
asked hand_on receiver manager asked
asked withdraw author withdrawn
accepted finish receiver done
accepted decline receiver declined
accepted hand_on receiver manager asked
accepted withdraw author withdrawn
answered close author closed
answered ask_again author asked
declined close author closed
declined ask_again author asked
done close author closed
done ask_again author asked
"""
CHECK_IN_ALLOWED = """
draft save subject draft
draft send subject sent
sent take_back subject draft
sent answer manager skip_manager answered
answered answer manager skip_manager answered
"""
MACHINES = [
    (TASK, TaskState, TaskMove, TASK_ALLOWED),
    (REQUEST, RequestState, RequestMove, REQUEST_ALLOWED),
    (CHECK_IN, CheckInState, CheckInMove, CHECK_IN_ALLOWED),
]


def table(text):
    """{(state, move, party): state after}."""
    rows = [line.split() for line in text.strip().splitlines()]
    return {(state, move, party): to for state, move, *parties, to in rows for party in parties}


CASES = [
    pytest.param(machine, state, move, party, table(text), id=f"{machine.name}-{state}-{move}-{party}")
    for machine, states, moves, text in MACHINES
    for state, move, party in product(states, moves, Party)
]


@pytest.mark.parametrize(("machine", "state", "move", "party", "allowed"), CASES)
def test_a_move_is_made_by_exactly_those_whom_the_table_names(machine, state, move, party, allowed):
    ever = any(each[1:] == (str(move), str(party)) for each in allowed)
    to = allowed.get((str(state), str(move), str(party)))
    if to is not None:
        assert machine.after(state, move, frozenset({party})) == to
        assert move in machine.open_to(state, frozenset({party}))
    elif ever:
        with pytest.raises(ConflictRefusal) as refused:
            machine.after(state, move, frozenset({party}))
        assert refused.value.code == f"{machine.name}.stands.{state}"
    else:
        with pytest.raises(NotAllowedRefusal):
            machine.after(state, move, frozenset({party}))
        assert move not in machine.open_to(state, frozenset({party}))


def test_nobody_accepts_their_own_task():
    own = frozenset({Party.RECEIVER, Party.AUTHOR})
    assert not {TaskMove.ACCEPT, TaskMove.RETURN} & set(TASK.open_to(TaskState.HANDED_IN, own))


def test_an_open_request_waits_for_exactly_one_side():
    ended = {RequestState.CLOSED, RequestState.WITHDRAWN}
    assert set(RequestState) == WITH_RECEIVER | WITH_AUTHOR | ended
    assert frozenset() == WITH_RECEIVER & WITH_AUTHOR

"""Every (state, move, role) of a request: what the table allows works and is on the trail, all else changes nothing."""

from itertools import product

import pytest

from merit.follow.request import RequestMove, RequestState
from merit.kernel.refusals import ConflictRefusal, NotAllowedRefusal, NotFoundRefusal
from merit_desk.audit.models import Entry
from merit_desk.follow.actions.requests import step_request
from merit_desk.follow.models import Request, Step
from tests.desk.follow.world import REPLY, request_in, viewer

pytestmark = pytest.mark.usefixtures("company_folder")

WHO = ("ann", "cat", "leader", "owner", "hr", "auditor", "bob", "finance", "stranger")
"""ann asks cat; leader is above both, owner above leader; bob, finance and stranger have nothing to do with it."""
READERS = {"ann", "cat", "leader", "owner", "hr", "auditor"}
ABOVE = ("leader", "owner")
ALLOWED = {
    ("asked", "answer"): ("answered", ("cat",)),
    ("asked", "accept"): ("accepted", ("cat",)),
    ("asked", "decline"): ("declined", ("cat",)),
    ("asked", "hand_on"): ("asked", ("cat", *ABOVE)),
    ("asked", "withdraw"): ("withdrawn", ("ann",)),
    ("accepted", "finish"): ("done", ("cat",)),
    ("accepted", "decline"): ("declined", ("cat",)),
    ("accepted", "hand_on"): ("asked", ("cat", *ABOVE)),
    ("accepted", "withdraw"): ("withdrawn", ("ann",)),
    **{(state, "close"): ("closed", ("ann",)) for state in ("answered", "declined", "done")},
    **{(state, "ask_again"): ("asked", ("ann",)) for state in ("answered", "declined", "done")},
}


@pytest.mark.parametrize(
    ("state", "move"), [pytest.param(*each, id="-".join(map(str, each))) for each in product(RequestState, RequestMove)]
)
def test_a_step_is_made_by_exactly_those_whom_it_concerns(state, move):
    to, allowed = ALLOWED.get((str(state), str(move)), ("", ()))
    for who in WHO:
        it, before = request_in(state), Entry.objects.count()
        if who in allowed:
            step_request(viewer(who), it.pk, move, REPLY)
            assert Request.objects.get(pk=it.pk).state == to, who
            assert Entry.objects.latest("number").action == f"follow.request_{move}"
            assert Step.objects.get(request=it).move == move
            continue
        with pytest.raises((ConflictRefusal, NotAllowedRefusal) if who in READERS else NotFoundRefusal):
            step_request(viewer(who), it.pk, move, REPLY)
        assert Request.objects.get(pk=it.pk).state == state, who
        assert Entry.objects.count() == before
        assert not Step.objects.filter(request=it).exists()

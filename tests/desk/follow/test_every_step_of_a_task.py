"""Every (state, move, role) of a task: what the table allows works and is on the trail, all else changes nothing."""

from itertools import product

import pytest

from merit.follow.task import TaskMove, TaskState
from merit.kernel.refusals import ConflictRefusal, NotAllowedRefusal, NotFoundRefusal
from merit_desk.audit.models import Entry
from merit_desk.follow.actions.tasks import step_task
from merit_desk.follow.models import Step, Task
from tests.desk.follow.world import SAID, task_in, viewer

pytestmark = pytest.mark.usefixtures("company_folder")

WHO = ("cat", "leader", "owner", "hr", "auditor", "ann", "finance", "steward", "stranger")
"""cat does what leader gave them; owner is above both, HR and auditor read everything, the others nothing."""
READERS = {"cat", "leader", "owner", "hr", "auditor"}
CHECKERS = ("leader", "owner")
ALLOWED = {
    ("open", "hand_in"): ("handed_in", ("cat",)),
    ("returned", "hand_in"): ("handed_in", ("cat",)),
    ("open", "block"): ("blocked", ("cat",)),
    ("returned", "block"): ("blocked", ("cat",)),
    ("blocked", "unblock"): ("open", ("cat", *CHECKERS)),
    ("handed_in", "accept"): ("accepted", CHECKERS),
    ("handed_in", "return"): ("returned", CHECKERS),
    ("handed_in", "take_back"): ("open", ("cat",)),
    ("open", "cancel"): ("cancelled", CHECKERS),
    ("blocked", "cancel"): ("cancelled", CHECKERS),
    ("returned", "cancel"): ("cancelled", CHECKERS),
    ("handed_in", "cancel"): ("cancelled", CHECKERS),
    ("cancelled", "reopen"): ("open", CHECKERS),
}
STEPS = [move for move in TaskMove if move is not TaskMove.CHANGE]


@pytest.mark.parametrize(
    ("state", "move"), [pytest.param(*each, id="-".join(map(str, each))) for each in product(TaskState, STEPS)]
)
def test_a_step_is_made_by_exactly_those_whom_it_concerns(state, move):
    to, allowed = ALLOWED.get((str(state), str(move)), ("", ()))
    for who in WHO:
        it, before = task_in(state), Entry.objects.count()
        if who in allowed:
            step_task(viewer(who), it.pk, move, SAID)
            assert Task.objects.get(pk=it.pk).state == to, who
            assert Entry.objects.latest("number").action == f"follow.task_{move}"
            assert Step.objects.get(task=it).move == move
            continue
        with pytest.raises((ConflictRefusal, NotAllowedRefusal) if who in READERS else NotFoundRefusal):
            step_task(viewer(who), it.pk, move, SAID)
        assert Task.objects.get(pk=it.pk).state == state, who
        assert Entry.objects.count() == before
        assert not Step.objects.filter(task=it).exists()


@pytest.mark.parametrize("who", WHO)
def test_nobody_but_the_line_above_checks_a_task_that_somebody_set_for_themselves(who):
    task = task_in(TaskState.HANDED_IN, owner="cat", author="cat")
    if who in CHECKERS:
        assert step_task(viewer(who), task.pk, TaskMove.ACCEPT, SAID).state == TaskState.ACCEPTED
    else:
        with pytest.raises((NotAllowedRefusal, NotFoundRefusal)):
            step_task(viewer(who), task.pk, TaskMove.ACCEPT, SAID)


def test_hr_checks_for_somebody_above_whom_is_nobody():
    task = task_in(TaskState.HANDED_IN, owner="owner", author="owner")
    with pytest.raises(NotAllowedRefusal):
        step_task(viewer("owner"), task.pk, TaskMove.ACCEPT, SAID)
    assert step_task(viewer("hr"), task.pk, TaskMove.ACCEPT, SAID).quality == 90

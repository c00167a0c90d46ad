"""What waits for the viewer here."""

from collections.abc import Iterator

from django.urls import reverse

from merit.rewards.adoption import AdoptionState
from merit_desk.accounts.access import Can
from merit_desk.accounts.viewer import Viewer
from merit_desk.notices.waiting import Waiting
from merit_desk.shell.sentences import say
from merit_desk.simulation.models import Simulation

PLACE = "simulation"


def waiting_here(viewer: Viewer) -> Iterator[Waiting]:
    """Simulations that somebody else handed in, for those who may decide."""
    if not (viewer.can(Can.SIMULATE) and viewer.can(Can.EDIT_DEFINITIONS)):
        return
    for each in Simulation.objects.filter(state=AdoptionState.SUBMITTED).exclude(submitted_by_id=viewer.signer):
        address = reverse("simulation:simulation", args=[each.pk])
        what, note = say("waiting.simulation", title=each.title), say("simulation.mark")
        yield Waiting(PLACE, "flask", what, note, address, 1)

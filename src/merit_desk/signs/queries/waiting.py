"""What waits for the viewer here: signs that nobody has looked into."""

from collections.abc import Iterator

from django.urls import reverse

from merit_desk.accounts.viewer import Viewer
from merit_desk.notices.waiting import Waiting
from merit_desk.shell.sentences import say
from merit_desk.signs.models import Outcome
from merit_desk.signs.queries.known import signs_known_to

PLACE = "signs"


def waiting_here(viewer: Viewer) -> Iterator[Waiting]:
    """One line for all of them."""
    count = signs_known_to(viewer).filter(outcome=Outcome.OPEN, still_seen=True).count()
    if count:
        what, note = say("signs.wait", count=count), say("signs.wait_note")
        yield Waiting(PLACE, "eye", what, note, reverse("signs:signs"), count, "watch")

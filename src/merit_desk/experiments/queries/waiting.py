"""What waits for the viewer here."""

from collections.abc import Iterator

from django.urls import reverse

from merit_desk.accounts.viewer import Viewer
from merit_desk.experiments.models import Decision
from merit_desk.experiments.queries.known import experiments_known_to, may_decide
from merit_desk.notices.waiting import Waiting
from merit_desk.results.queries.names import titled
from merit_desk.shell.sentences import say

PLACE = "experiments"


def waiting_here(viewer: Viewer) -> Iterator[Waiting]:
    """Experiments that are over and that the viewer has to decide."""
    over = [each for each in experiments_known_to(viewer) if each.last_day < viewer.today and may_decide(viewer, each)]
    decided = set(Decision.objects.values_list("experiment", flat=True)) if over else set()
    for each in over:
        if each.experiment not in decided:
            title = say("tests.waits", title=titled(dict(each.title), each.experiment))
            yield Waiting(PLACE, "arrows-split-2", title, "", reverse("experiments:one", args=[each.experiment]), 1)

"""What waits for the viewer here: findings of the latest period that stand in the way of paying."""

from collections.abc import Iterator

from django.urls import reverse

from merit_desk.accounts.access import Can
from merit_desk.accounts.viewer import Viewer
from merit_desk.compliance.queries.findings import findings_seen
from merit_desk.notices.waiting import Waiting
from merit_desk.results.queries.period_files import periods_run
from merit_desk.shell import formats
from merit_desk.shell.sentences import say

PLACE = "compliance"


def waiting_here(viewer: Viewer) -> Iterator[Waiting]:
    """One line for all of them, for whoever may settle them."""
    if not viewer.can(Can.OVERRIDE_GUARDS):
        return
    for period in periods_run()[:1]:
        count = sum(each.blocks for each in findings_seen(viewer, period))
        if count:
            what = say("compliance.wait", count=count, period=formats.period_name(period))
            address = f"{reverse('compliance:findings')}?period={period}"
            yield Waiting(PLACE, "shield-check", what, say("compliance.wait_note"), address, count, "watch")

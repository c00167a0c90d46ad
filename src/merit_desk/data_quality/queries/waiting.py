"""What waits for the viewer here: KPIs that do not score because they differ from what the platform reports."""

from collections.abc import Iterator

from django.urls import reverse

from merit.kernel.period import Period
from merit_desk.accounts.access import Can
from merit_desk.accounts.viewer import Viewer
from merit_desk.data_quality.queries.compared import compared
from merit_desk.notices.waiting import Waiting
from merit_desk.results.queries.open_company import declared_company
from merit_desk.results.queries.period_files import periods_run
from merit_desk.shell.formats import period_name
from merit_desk.shell.sentences import say

PLACE = "data_quality"


def waiting_here(viewer: Viewer) -> Iterator[Waiting]:
    """One line for all of them, of the latest period that was run."""
    if not viewer.can(Can.LOAD_DATA) or not declared_company().platform_figures:
        return
    for period in periods_run()[:1]:
        count = sum(each.is_unreconciled for each in compared(viewer, Period.parse(period)))
        if count:
            what = say("data_quality.wait", count=count, period=period_name(period))
            address = f"{reverse('data_quality:reconciliation')}?period={period}"
            yield Waiting(PLACE, "scale-outline", what, say("data_quality.wait_note"), address, count, "watch")

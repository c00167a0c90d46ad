"""What a cycle says about its outcomes."""

from django.db import transaction

from merit_desk.accounts.access import Can
from merit_desk.accounts.viewer import Viewer
from merit_desk.audit.actions import Subject, record
from merit_desk.cycles.models import Cycle
from merit_desk.outcomes.queries.deadlines import options_of


def switch_band(viewer: Viewer, cycle: Cycle, show: bool) -> Cycle:
    """Whether people are told roughly where they stand, in groups of ten and more. Raises NotFoundRefusal."""
    viewer.require(Can.RUN_CYCLES)
    with transaction.atomic():
        locked = Cycle.objects.select_for_update().get(pk=cycle.pk)
        before = options_of(locked).get("show_band") is True
        locked.options = {**locked.options, "outcomes": {**options_of(locked), "show_band": show}}
        locked.save(update_fields=["options"])
        subject = Subject("cycle", locked.code)
        record(viewer.account, "outcomes.band_switched", subject, {"show_band": before}, {"show_band": show})
    return locked

"""Changing the form of a cycle, while nobody fills it in yet."""

from django.db import transaction

from merit.kernel.refusals import ConflictRefusal, NotFoundRefusal
from merit.reviews.form import ReviewForm, form_data, read_form
from merit.reviews.life import ReviewState
from merit_desk.accounts.access import Can
from merit_desk.accounts.viewer import Viewer
from merit_desk.audit.actions import Subject, record
from merit_desk.cycles.models import Cycle
from merit_desk.cycles.queries.visible import cycle_of
from merit_desk.reviews.queries.indicators import form_of

_BEFORE = (ReviewState.PLANNING, ReviewState.UNDER_WAY, ReviewState.LEFT_OUT)


def form_cycle(viewer: Viewer, code: str) -> Cycle:
    """The cycle whose form the viewer may change. Raises NotFoundRefusal."""
    if not viewer.everywhere(Can.RUN_CYCLES):
        raise NotFoundRefusal("cycles.no_such_cycle")
    return cycle_of(viewer, code)


def may_change_form(cycle: Cycle) -> bool:
    """Whether nobody has come to the self-review yet."""
    return not cycle.participants.exclude(state__in=_BEFORE).exists()


def change_form(viewer: Viewer, code: str, form: ReviewForm) -> Cycle:
    """Put the form in force. Raises ConflictRefusal once somebody fills it in, or for a form that is none."""
    with transaction.atomic():
        cycle = Cycle.objects.select_for_update().get(pk=form_cycle(viewer, code).pk)
        if not may_change_form(cycle):
            raise ConflictRefusal("reviews.form.in_use")
        sound = read_form(form_data(form))
        before = form_data(form_of(cycle))
        cycle.options = {**cycle.options, "review": form_data(sound)}
        cycle.save(update_fields=["options"])
        record(viewer.account, "reviews.form_changed", Subject("cycle", cycle.code), before, form_data(sound))
        return cycle

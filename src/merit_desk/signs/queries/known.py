"""The signs that a viewer may know of: those of the data steward, and never one about themselves."""

from django.db.models import QuerySet

from merit.kernel.refusals import NotFoundRefusal
from merit_desk.accounts.access import Can
from merit_desk.accounts.viewer import Viewer
from merit_desk.signs.models import SeenSign


def signs_known_to(viewer: Viewer) -> QuerySet[SeenSign]:
    """None for whoever does not answer for the data."""
    if not viewer.can(Can.LOAD_DATA):
        return SeenSign.objects.none()
    return SeenSign.objects.exclude(subject_kind="person", subject=viewer.or_nobody)


def sign_known_to(viewer: Viewer, number: int, to_change: bool = False) -> SeenSign:
    """One of them. Raises NotFoundRefusal."""
    listed = signs_known_to(viewer)
    found = (listed.select_for_update() if to_change else listed).filter(pk=number).first()
    if found is None:
        raise NotFoundRefusal("signs.no_such_sign")
    return found

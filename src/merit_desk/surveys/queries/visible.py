"""Which surveys a viewer may know of, and which they may change."""

from django.db.models import Q, QuerySet

from merit.kernel.refusals import NotFoundRefusal
from merit_desk.accounts.access import Can
from merit_desk.accounts.viewer import Viewer
from merit_desk.surveys.models import Survey


def surveys_visible_to(viewer: Viewer) -> QuerySet[Survey]:
    """All for who may ask or reads everything; else those to which one was invited."""
    if viewer.account is None:
        return Survey.objects.none()
    if viewer.can(Can.ASK_PEOPLE) or viewer.everywhere(Can.SEE_REVIEW_TEXT):
        return Survey.objects.all()
    return Survey.objects.filter(Q(invitations__account_id=viewer.account) & ~Q(state="draft")).distinct()


def survey_of(viewer: Viewer, number: int) -> Survey:
    """The survey. Raises NotFoundRefusal."""
    found = surveys_visible_to(viewer).select_related("cycle").filter(pk=number).first()
    if found is None:
        raise NotFoundRefusal("refusal.no_such_page")
    return found


def survey_to_change(viewer: Viewer, number: int) -> Survey:
    """The same, locked, for who may ask people. Raises NotFoundRefusal."""
    viewer.require(Can.ASK_PEOPLE)
    found = Survey.objects.select_for_update().filter(pk=number).first()
    if found is None:
        raise NotFoundRefusal("refusal.no_such_page")
    return found

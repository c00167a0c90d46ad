"""What waits for the viewer in the surveys."""

from collections.abc import Iterator

from django.urls import reverse

from merit_desk.accounts.viewer import Viewer
from merit_desk.notices.waiting import Waiting
from merit_desk.shell.formats import day_name
from merit_desk.shell.sentences import say
from merit_desk.surveys.models import Invitation


def waiting_here(viewer: Viewer) -> Iterator[Waiting]:
    """Surveys that the viewer is asked to answer."""
    if viewer.account is None:
        return
    asked = Invitation.objects.filter(
        account_id=viewer.account, answered=False, survey__state="open", survey__closes__gte=viewer.today
    ).select_related("survey")
    for each in asked:
        address = reverse("surveys:answer", args=(each.survey_id,))
        note = say("surveys.until", day=day_name(each.survey.closes))
        yield Waiting("surveys", "mood-check", each.survey.title, note, address, 1, due=each.survey.closes)

"""What waits for the viewer among the alerts."""

from collections.abc import Iterator

from django.db.models import Q
from django.urls import reverse

from merit_desk.accounts.viewer import Viewer
from merit_desk.alerts.models import Alert
from merit_desk.alerts.queries.visible import alerts_seen, ranked
from merit_desk.alerts.queries.words import alert_words
from merit_desk.notices.waiting import Waiting
from merit_desk.shell.sentences import say


def waiting_here(viewer: Viewer) -> Iterator[Waiting]:
    """One line for all alerts that the viewer was told of, at once or not, and that nobody has taken up."""
    if viewer.account is None:
        return
    firing = Alert.objects.filter(state="firing", told__account_id=viewer.account).distinct()
    awake = firing.filter(Q(snoozed_until=None) | Q(snoozed_until__lte=viewer.today))
    found = ranked(alerts_seen(viewer, awake))
    if found:
        yield Waiting(
            place="alerts",
            icon="alert-triangle",
            what=say("alert.waiting", count=len(found)),
            note=alert_words(found[0]).said,
            address=reverse("alerts:alerts"),
            count=len(found),
            tone="bad",
            due=viewer.today,
        )

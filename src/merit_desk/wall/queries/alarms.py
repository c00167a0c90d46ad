"""The top alerts on the wall: of the company, its teams and shops, never of a person."""

from merit_desk.alerts.models import Alert
from merit_desk.alerts.queries.visible import OPEN_STATES, ranked
from merit_desk.alerts.queries.words import AlertWords, alert_words

MOST = 2


def alarms() -> tuple[AlertWords, ...]:
    """One for each cause, most money at stake first; what sleeps is left out."""
    found = Alert.objects.filter(state__in=OPEN_STATES, snoozed_until=None).exclude(node_kind="person")
    heads: dict[str, Alert] = {}
    for each in ranked(found):
        heads.setdefault(each.cause or each.key, each)
    return tuple(alert_words(each) for each in list(heads.values())[:MOST])

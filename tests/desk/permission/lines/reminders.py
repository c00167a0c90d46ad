"""Who may open which address of the reminders."""

from merit_desk.reminders.models import Digest
from tests.desk.permission.line import EVERYBODY, line

_WISHES = {
    "hour": 9,
    "days_before": 3,
    "quiet_from": 21,
    "quiet_to": 8,
    "by_mail": True,
    "mentions_at_once": True,
}

LINES = [
    line("reminders:digests", EVERYBODY),
    line("reminders:wishes", EVERYBODY),
    line("reminders:digest", "S", relation="digest of the steward"),
    line("reminders:cycle", "OH", relation="a cycle"),
    line("api:own_digests", EVERYBODY),
    line("api:own_wishes", EVERYBODY),
    line("api:keep_own_wishes", EVERYBODY, method="PUT", body=_WISHES),
    line("api:cycle_reminded", "OH", relation="a cycle"),
]


def _digest(made):
    items = [{"group": "late", "place": "cycles", "what": "x", "note": "", "address": "/", "due": "2026-10-15"}]
    Digest.objects.get_or_create(account=made["S"], day="2026-10-20", defaults={"items": items})
    return {"day": "2026-10-20"}


MAKERS = {"digest of the steward": lambda _, made: _digest(made)}
"""How the thing of a relation is made: (letter, accounts) → parts of the address, None where it says nothing."""
ELSEWHERE = {}

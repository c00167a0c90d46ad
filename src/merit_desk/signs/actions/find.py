"""What the steward found out about a sign. It changes no figure, no score and no pay."""

from django.db import transaction
from django.utils import timezone

from merit_desk.accounts.viewer import Viewer
from merit_desk.audit.actions import Subject, record
from merit_desk.signs.models import Outcome, SeenSign
from merit_desk.signs.queries.known import sign_known_to


def write_finding(viewer: Viewer, number: int, outcome: Outcome, reason: str) -> SeenSign:
    """Write it down; a later finding replaces it and both stay on the trail. Raises NotFoundRefusal."""
    with transaction.atomic():
        sign = sign_known_to(viewer, number, to_change=True)
        before = {"outcome": sign.outcome, "reason": sign.reason}
        sign.outcome, sign.reason = str(outcome), reason
        sign.found_by_id, sign.found_at = viewer.signer, timezone.now()
        sign.save(update_fields=["outcome", "reason", "found_by", "found_at"])
        after = {"outcome": sign.outcome, "reason": reason}
        record(viewer.account, "signs.found", Subject("sign", sign.name), before, after)
    return sign

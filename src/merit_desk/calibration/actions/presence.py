"""A sign of life from somebody who has the session open."""

from datetime import timedelta

from django.utils import timezone

from merit_desk.accounts.viewer import Viewer
from merit_desk.calibration.models import Presence, Session

_OFTEN_ENOUGH = timedelta(seconds=4)
_FORGOTTEN = timedelta(minutes=10)


def be_present(viewer: Viewer, session: Session, writing: str = "") -> None:
    """Note that the viewer is here and whom they write about. Nothing is kept of it beyond minutes."""
    now = timezone.now()
    kept = Presence.objects.filter(session=session, account_id=viewer.signer).first()
    if kept and kept.writing == writing and kept.seen_at > now - _OFTEN_ENOUGH:
        return
    Presence.objects.update_or_create(
        session=session, account_id=viewer.signer, defaults={"seen_at": now, "writing": writing}
    )
    if kept is None:
        session.present.filter(seen_at__lt=now - _FORGOTTEN).delete()

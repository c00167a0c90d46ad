"""What the frame around every page says about the viewer."""

from django.http import HttpRequest

from merit_desk.accounts.viewer import NOBODY, viewer_of
from merit_desk.notices.models import Notice


def viewer_frame(request: HttpRequest) -> dict[str, object]:
    """The viewer, and how many notices are unread."""
    viewer = viewer_of(request) if hasattr(request, "user") else NOBODY
    unread = Notice.objects.filter(account_id=viewer.account, read_at=None).count() if viewer.account else 0
    return {"viewer": viewer, "unread": unread}

"""What somebody has begun to write is saved as they type and taken away once it is in force."""

from typing import Any

from merit.kernel.refusals import NotFoundRefusal
from merit_desk.accounts.viewer import Viewer
from merit_desk.documents.models import Draft


def save_draft(viewer: Viewer, about: str, content: dict[str, Any], based_on: str = "") -> Draft:
    """Keep the content under the matter's name, in place of what the same account kept before."""
    if viewer.account is None:
        raise NotFoundRefusal("refusal.no_such_page")
    kept, _ = Draft.objects.update_or_create(
        account_id=viewer.account, about=about, defaults={"content": content, "based_on": based_on}
    )
    return kept


def draft_of(viewer: Viewer, about: str) -> Draft | None:
    """The viewer's own draft about the matter."""
    return None if viewer.account is None else Draft.objects.filter(account_id=viewer.account, about=about).first()


def drop_draft(viewer: Viewer, about: str) -> None:
    """Take the viewer's draft away."""
    if viewer.account is not None:
        Draft.objects.filter(account_id=viewer.account, about=about).delete()

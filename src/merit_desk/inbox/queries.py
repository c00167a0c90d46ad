"""One's own notices, in words."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet

from merit.kernel.refusals import NotFoundRefusal
from merit_desk.accounts.viewer import Viewer
from merit_desk.notices.models import Notice
from merit_desk.shell.sentences import knows, say


@dataclass(frozen=True, slots=True)
class Line:
    """A notice in the reader's language."""

    number: int
    words: str
    at: datetime
    unread: bool
    leads: bool


def notices_of(viewer: Viewer) -> QuerySet[Notice]:
    """The viewer's own, latest first."""
    mine = Notice.objects.order_by("-at", "-pk")
    return mine.none() if viewer.account is None else mine.filter(account_id=viewer.account)


def notice_of(viewer: Viewer, number: int) -> Notice:
    """Raises NotFoundRefusal for somebody else's notice."""
    found = notices_of(viewer).filter(pk=number).first()
    if found is None:
        raise NotFoundRefusal("refusal.no_such_page")
    return found


def line_of(notice: Notice) -> Line:
    """Gaps that are themselves codes of sentences are said in the reader's language."""
    gaps = {
        name: say(value) if isinstance(value, str) and knows(value) else value for name, value in notice.gaps.items()
    }
    return Line(notice.pk, say(notice.code, **gaps), notice.at, notice.read_at is None, bool(notice.address))

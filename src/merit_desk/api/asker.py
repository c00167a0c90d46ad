"""Which program or page asks: its account's viewer, narrowed by the scopes of its token."""

from dataclasses import dataclass

from django.http import HttpRequest

from merit_desk.accounts.viewer import Viewer
from merit_desk.api.scopes import Scope


@dataclass(frozen=True, slots=True)
class Asker:
    """`id` names it in counts and kept answers; `token` is None for a page of the desk itself."""

    id: str
    viewer: Viewer
    scopes: frozenset[Scope]
    token: int | None


def asker_of(request: HttpRequest) -> Asker:
    """Who asks; the gate has settled it before any operation runs."""
    found: Asker = request.asker  # type: ignore[attr-defined]
    return found


def viewer_asking(request: HttpRequest) -> Viewer:
    """The viewer of whoever asks."""
    return asker_of(request).viewer

"""Tokens by what a program shows, and those that a viewer may see."""

import hashlib

from django.db.models import QuerySet

from merit.kernel.refusals import NotFoundRefusal
from merit_desk.accounts.access import Can
from merit_desk.accounts.viewer import Viewer
from merit_desk.api.models import Token


def digest_of(secret: str) -> str:
    """SHA-256; a token has 256 random bits, so no slow hash is needed."""
    return hashlib.sha256(secret.encode()).hexdigest()


def token_of(secret: str) -> Token | None:
    """The token in force of an account that may sign in."""
    found = Token.objects.select_related("account").filter(digest=digest_of(secret)).first()
    return found if found is not None and found.in_force and found.account.is_active else None


def tokens_visible_to(viewer: Viewer) -> QuerySet[Token]:
    """One's own, and all of them for whoever looks after integration; latest first."""
    every = Token.objects.select_related("account").order_by("-pk")
    if viewer.account is None:
        return every.none()
    return every if viewer.can(Can.INTEGRATE) else every.filter(account_id=viewer.account)


def visible_token(viewer: Viewer, number: int) -> Token:
    """Raises NotFoundRefusal for a token that is not there or somebody else's."""
    found = tokens_visible_to(viewer).filter(pk=number).first()
    if found is None:
        raise NotFoundRefusal("refusal.no_such_page")
    return found

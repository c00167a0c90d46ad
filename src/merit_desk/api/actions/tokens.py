"""Making and revoking tokens."""

import secrets
from collections.abc import Iterable
from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from merit.kernel.refusals import ConflictRefusal, NotFoundRefusal
from merit_desk.accounts.viewer import Viewer
from merit_desk.api.models import Token
from merit_desk.api.queries.tokens import digest_of, visible_token
from merit_desk.api.scopes import Scope
from merit_desk.audit.actions import Subject, record

START = "merit_"
_SHOWN = 6


def make_token(viewer: Viewer, name: str, scopes: Iterable[Scope], days: int) -> tuple[Token, str]:
    """A token that acts as the viewer for that many days, and its secret, which nobody can read again."""
    if viewer.account is None:
        raise NotFoundRefusal("refusal.no_such_page")
    secret = START + secrets.token_urlsafe(32)
    with transaction.atomic():
        token = Token.objects.create(
            account_id=viewer.account,
            name=name,
            prefix=secret[: len(START) + _SHOWN],
            digest=digest_of(secret),
            scopes=sorted(scopes),
            expires_at=timezone.now() + timedelta(days=days),
        )
        record(viewer.account, "api.token_made", _subject(token), after={"name": name, "scopes": token.scopes})
    return token, secret


def revoke_token(viewer: Viewer, number: int) -> Token:
    """It opens nothing from now on. Raises NotFoundRefusal, or ConflictRefusal when it was revoked already."""
    with transaction.atomic():
        token = visible_token(viewer, number)
        if token.revoked_at is not None:
            raise ConflictRefusal("api.token_revoked_already")
        token.revoked_at = timezone.now()
        token.save(update_fields=["revoked_at"])
        record(viewer.account, "api.token_revoked", _subject(token), before={"name": token.name})
    return token


def _subject(token: Token) -> Subject:
    return Subject("token", token.prefix)

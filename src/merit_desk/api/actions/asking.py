"""What happens around every operation: the asker is counted, and a write asked twice is carried out once."""

import hashlib
from dataclasses import dataclass
from datetime import timedelta
from typing import cast

from django.conf import settings
from django.db import IntegrityError, OperationalError, transaction
from django.db.models import F
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from merit_desk.api.models import Answered, Asked, Token
from merit_desk.api.queries.problem import problem

MINUTE = 60
KEPT = timedelta(hours=24)
_LONGEST_KEY = 200


@dataclass(frozen=True, slots=True)
class Allowance:
    """What an asker may still ask in this minute."""

    limit: int
    left: int
    resets_in: int

    def note(self, answer: HttpResponse) -> None:
        """As headers."""
        answer["RateLimit-Limit"] = str(self.limit)
        answer["RateLimit-Remaining"] = str(max(0, self.left))
        answer["RateLimit-Reset"] = str(self.resets_in)


def count(asker: str) -> Allowance:
    """Count one question. Where the database is busy writing, it is not counted rather than kept waiting."""
    now = timezone.now().timestamp()
    minute, limit = int(now) // MINUTE, int(settings.MERIT_API_RATE)
    try:
        with transaction.atomic():
            if not Asked.objects.filter(asker=asker, minute=minute).update(count=F("count") + 1):
                Asked.objects.create(asker=asker, minute=minute, count=1)
        used = Asked.objects.values_list("count", flat=True).get(asker=asker, minute=minute)
    except (OperationalError, IntegrityError):
        used = 1
    return Allowance(limit, limit - used, MINUTE - int(now) % MINUTE)


def note_use(token: Token) -> None:
    """When it was used last, to the minute."""
    now = timezone.now()
    if token.used_at is None or now - token.used_at > timedelta(seconds=MINUTE):
        Token.objects.filter(pk=token.pk).update(used_at=now)


def begin_answer(asker: str, key: str, request: HttpRequest) -> Answered | HttpResponse:
    """A place for the answer, or the answer that was given before, or why there is none.

    The same key with another content is 422, one whose first question is still being answered 409.
    """
    if len(key) > _LONGEST_KEY:
        return problem(400, "api.key_too_long", {"longest": _LONGEST_KEY})
    digest = digest_of_request(request)
    try:
        with transaction.atomic():
            return Answered.objects.create(asker=asker, key=key, digest=digest)
    except IntegrityError:
        kept = Answered.objects.filter(asker=asker, key=key).first()
    if kept is None:
        return problem(409, "api.key_in_use")
    if kept.digest != digest:
        return problem(422, "api.key_of_another")
    if kept.status is None:
        return problem(409, "api.key_in_use")
    answer = HttpResponse(bytes(kept.content or b""), content_type=kept.content_type, status=kept.status)
    answer["Idempotency-Replayed"] = "true"
    return answer


def keep_answer(place: Answered, answer: HttpResponse) -> None:
    """Keep it for a day; after a failure of ours the same may be tried again."""
    if answer.status_code >= 500:
        place.delete()
        return
    place.status, place.content = answer.status_code, answer.content
    place.content_type = answer.get("Content-Type", "")
    place.save(update_fields=["status", "content", "content_type"])


def forget_answers() -> None:
    """Answers older than a day and counts of past minutes."""
    now = timezone.now()
    Answered.objects.filter(at__lt=now - KEPT).delete()
    Asked.objects.filter(minute__lt=int(now.timestamp()) // MINUTE - 5).delete()


def digest_of_request(request: HttpRequest) -> str:
    """Method, address and body; of an upload its size instead of its random boundaries."""
    content = request.body if not (request.content_type or "").startswith("multipart/") else _parts(request)
    head = f"{request.method} {request.get_full_path()}\n".encode()
    return hashlib.sha256(head + content).hexdigest()


def _parts(request: HttpRequest) -> bytes:
    fields = sorted((name, value) for name in request.POST for value in request.POST.getlist(name))
    digests = []
    for name, file in sorted(request.FILES.items(), key=lambda pair: str(pair[0])):
        upload = cast("object", file)
        digests.append((str(name), getattr(upload, "name", ""), _content_digest(upload)))
    return repr((fields, digests)).encode()


def _content_digest(upload: object) -> str:
    digest = hashlib.sha256()
    for chunk in upload.chunks():  # type: ignore[attr-defined]
        digest.update(chunk)
    upload.seek(0)  # type: ignore[attr-defined]
    return digest.hexdigest()

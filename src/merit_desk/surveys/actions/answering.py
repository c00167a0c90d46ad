"""Taking answers: of employees without a trace of who, of customers once from each place."""

import hmac
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from zoneinfo import ZoneInfo

from django.conf import settings
from django.core.cache import cache
from django.db import transaction
from django.db.models import F
from django.utils import timezone

from merit.kernel.refusals import ConflictRefusal, NotFoundRefusal
from merit_desk.accounts.viewer import Viewer
from merit_desk.results.queries.open_company import declared_company
from merit_desk.surveys.actions.asking import digest_of
from merit_desk.surveys.models import Ballot, CustomerAnswer, Invitation, Link, Remark, Survey

MOST_FROM_ONE_ADDRESS = 20
"""Customers' answers that one address may give in an hour: an office or a shop's own network has many people."""
_HOUR = 3600


@dataclass(frozen=True, slots=True)
class From:
    """Where a customer's answer comes from; only its keyed digest is kept."""

    address: str
    browser: str

    def digest(self, link: int) -> str:
        """The same for the same place and link, meaningless elsewhere."""
        told = f"{link}|{self.address}|{self.browser}".encode()
        return hmac.new(settings.SECRET_KEY.encode(), told, sha256).hexdigest()


@transaction.atomic
def answer_pulse(viewer: Viewer, survey: Survey, scores: dict[str, int], remark: str) -> None:
    """Keep an employee's answer, once. Nothing of it goes to the trail.

    Raises NotFoundRefusal for somebody who was not asked, ConflictRefusal when it is too late or a second answer.
    """
    own = Invitation.objects.select_for_update().filter(survey=survey, account_id=viewer.signer).first()
    if own is None:
        raise NotFoundRefusal("refusal.no_such_page")
    if survey.state != "open" or survey.closes < viewer.today:
        raise ConflictRefusal("survey.stands.closed")
    if own.answered:
        raise ConflictRefusal("surveys.answered_before")
    own.answered = True
    own.save(update_fields=["answered"])
    Ballot.objects.create(survey=survey, department=own.department, scores=scores)
    if remark.strip():
        Remark.objects.create(survey=survey, text=remark.strip())


def link_of(key: str) -> Link:
    """The link of a key, until its survey's last day is over. Raises NotFoundRefusal for any other key."""
    found = Link.objects.select_related("survey").filter(digest=digest_of(key), revoked_at=None).first()
    if found is None or found.survey.state != "open" or found.survey.closes < _today():
        raise NotFoundRefusal("surveys.no_such_link")
    return found


@transaction.atomic
def answer_customer(link: Link, score: int, text: str, origin: From) -> None:
    """Keep a customer's answer; a second one from the same place replaces the first.

    Raises ConflictRefusal when a link for one order was used, or when an address answers too often.
    """
    locked = Link.objects.select_for_update().get(pk=link.pk)
    digest = origin.digest(link.pk)
    known = CustomerAnswer.objects.filter(link=locked, origin=digest)
    if locked.once and locked.used_at is not None and not known.exists():
        raise ConflictRefusal("surveys.link_used")
    if not known.exists():
        _count(origin.address)
    now = timezone.now()
    made, fresh = CustomerAnswer.objects.get_or_create(
        link=locked, origin=digest, defaults={"score": score, "text": text, "at": now}
    )
    if not fresh:
        CustomerAnswer.objects.filter(pk=made.pk).update(score=score, text=text, at=now, times=F("times") + 1)
    Link.objects.filter(pk=locked.pk).update(used_at=now)


def _today() -> date:
    return timezone.now().astimezone(ZoneInfo(declared_company().profile.time_zone)).date()


def _count(address: str) -> None:
    key = f"survey:{sha256(address.encode()).hexdigest()[:32]}"
    cache.add(key, 0, _HOUR)
    if cache.incr(key) > MOST_FROM_ONE_ADDRESS:
        raise ConflictRefusal("surveys.too_often")

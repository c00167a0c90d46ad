"""Option grants: written, offered, agreed to under a fingerprint, settled when somebody leaves."""

import hashlib
import json
from dataclasses import asdict
from datetime import date
from typing import Any

from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from merit.kernel.moves import Party
from merit.kernel.refusals import ConflictRefusal
from merit.rewards.equity.grant import GRANT, GrantMove, GrantState
from merit.rewards.equity.leaving import LeaverKind
from merit.rewards.equity.vesting import VestingSchedule
from merit_desk.accounts.access import Can
from merit_desk.accounts.viewer import Viewer
from merit_desk.audit.actions import Subject, record
from merit_desk.recognition.actions.telling import tell_person
from merit_desk.recognition.given import Terms
from merit_desk.recognition.models import OptionGrant
from merit_desk.recognition.queries.reach import grant_of, no_such
from merit_desk.talks.colleagues import at_work


def write_grant(viewer: Viewer, terms: Terms, number: int | None = None, based_on: int = 0) -> OptionGrant:
    """A draft, or a draft anew. Raises ConflictRefusal for a schedule that cannot be, or a number that is taken."""
    viewer.require(Can.GRANT_HONOURS)
    if terms.person == viewer.person:
        raise no_such()
    _require_schedule(terms)
    if not at_work(terms.person, viewer.today):
        raise ConflictRefusal("talks.nobody_at_work", name=terms.person)
    try:
        with transaction.atomic():
            if number is None:
                made = OptionGrant.objects.create(**asdict(terms), made_by_id=viewer.signer)
                record(viewer.account, "recognition.grant_written", _subject(made), after=made.terms)
                return made
            return _changed(viewer, number, terms, based_on)
    except IntegrityError:
        raise ConflictRefusal("recognition.number_taken", number=terms.number) from None


def offer_grant(viewer: Viewer, number: int) -> OptionGrant:
    """The terms stand from now on, under their fingerprint, and wait for the holder's word."""
    with transaction.atomic():
        one = _moved(viewer, number, GrantMove.OFFER)
        one.digest, one.offered_at = digest_of(one), timezone.now()
        one.save(update_fields=["digest", "offered_at"])
        _noted(viewer, one, {"state": one.state, "digest": one.digest})
        tell_person(one.person, "notice.grant_offered", _at(one), number=one.number)
    return one


def answer_grant(viewer: Viewer, number: int, move: GrantMove, digest: str) -> OptionGrant:
    """The holder agrees to the terms with that fingerprint, or declines. Raises ConflictRefusal for other terms."""
    with transaction.atomic():
        one = _moved(viewer, number, move)
        if digest != one.digest or digest != digest_of(one):
            raise ConflictRefusal("recognition.other_terms", number=one.number)
        one.answered_by_id, one.answered_at = viewer.signer, timezone.now()
        one.save(update_fields=["answered_by", "answered_at"])
        _noted(viewer, one, {"state": one.state, "digest": one.digest})
    return one


def withdraw_grant(viewer: Viewer, number: int) -> OptionGrant:
    """Of a draft, or while the holder has said nothing."""
    with transaction.atomic():
        one = _moved(viewer, number, GrantMove.WITHDRAW)
        _noted(viewer, one, {"state": one.state})
        if one.offered_at:
            tell_person(one.person, "notice.grant_withdrawn", reverse("recognition:options"), number=one.number)
    return one


def settle_leaver(viewer: Viewer, number: int, left_on: date, kind: LeaverKind) -> OptionGrant:
    """The holder has left, or will, on that day. Raises ConflictRefusal for a day before the grant."""
    with transaction.atomic():
        one = _moved(viewer, number, GrantMove.LEAVE)
        if left_on < one.granted_on:
            raise ConflictRefusal("recognition.left_before_grant", day=str(one.granted_on))
        one.left_on, one.left_kind = left_on, str(kind)
        one.save(update_fields=["left_on", "left_kind"])
        _noted(viewer, one, {"state": one.state, "left_on": left_on.isoformat(), "kind": str(kind)})
        tell_person(one.person, "notice.grant_settled", _at(one), number=one.number)
    return one


def digest_of(one: OptionGrant) -> str:
    """SHA-256 of the terms as canonical JSON."""
    text = json.dumps(one.terms, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def _changed(viewer: Viewer, number: int, terms: Terms, based_on: int) -> OptionGrant:
    one = _moved(viewer, number, GrantMove.CHANGE)
    if one.version != based_on:
        raise ConflictRefusal("recognition.changed_meanwhile", title=one.number)
    before = one.terms
    for name, value in asdict(terms).items():
        setattr(one, name, value)
    one.version += 1
    one.save()
    record(viewer.account, "recognition.grant_written", _subject(one), before, one.terms)
    return one


def _moved(viewer: Viewer, number: int, move: GrantMove) -> OptionGrant:
    seen = grant_of(viewer, number)
    one = OptionGrant.objects.select_for_update().get(pk=seen.pk)
    parties = frozenset({Party.SUBJECT if one.person == viewer.person else Party.HR})
    one.state = str(GRANT.after(GrantState(one.state), move, parties))
    one.save(update_fields=["state"])
    return one


def _require_schedule(terms: Terms) -> None:
    try:
        VestingSchedule(terms.units, terms.start, terms.months, terms.cliff_months, terms.every_months)
    except ValueError:
        raise ConflictRefusal("recognition.no_such_schedule") from None
    if terms.price < 0 or set(terms.leaver) != {str(kind) for kind in LeaverKind}:
        raise ConflictRefusal("recognition.no_such_schedule")


def _noted(viewer: Viewer, one: OptionGrant, after: dict[str, Any]) -> None:
    record(viewer.account, "recognition.grant_moved", _subject(one), after=after)


def _subject(one: OptionGrant) -> Subject:
    return Subject("option_grant", str(one.pk))


def _at(one: OptionGrant) -> str:
    return reverse("recognition:option", args=(one.pk,))

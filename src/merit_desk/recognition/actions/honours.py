"""The catalogue of honours; proposing, deciding, consenting to be shown, taking back."""

from dataclasses import asdict, dataclass, field
from datetime import date
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import F
from django.urls import reverse
from django.utils import timezone

from merit.follow.feedback import CONSENT, ConsentMove, ConsentState
from merit.kernel.moves import Party
from merit.kernel.refusals import ConflictRefusal, NotAllowedRefusal
from merit.rewards.equity.vesting import months_after
from merit.rewards.recognition.nomination import (
    AWARD,
    NOMINATION,
    AwardMove,
    AwardState,
    NominationMove,
    NominationState,
)
from merit.rewards.recognition.points import PointCause
from merit_desk.accounts.access import Can, Role
from merit_desk.accounts.models import Account
from merit_desk.accounts.viewer import Viewer
from merit_desk.audit.actions import Subject, record
from merit_desk.audit.models import Head
from merit_desk.notices.actions import Told, tell_many
from merit_desk.recognition.actions.books import Why, earn
from merit_desk.recognition.actions.telling import tell_person
from merit_desk.recognition.given import Described
from merit_desk.recognition.models import Award, Honour, Nomination
from merit_desk.recognition.queries.reach import award_of, honour_of, nomination_of, require_person
from merit_desk.talks.colleagues import at_work, name_of


@dataclass(frozen=True, slots=True)
class Given:
    """What somebody is given: whom, why, the figures, and from when; `basis` names the result that a rule read."""

    person: str
    citation: str
    since: date
    evidence: list[dict[str, str]] = field(default_factory=list)
    basis: str = ""
    nomination: Nomination | None = None


def put_honour(viewer: Viewer, told: Described, number: int | None = None, based_on: int = 0) -> Honour:
    """A new entry of the catalogue, or another version of one; what was given keeps its words.

    Raises ConflictRefusal for a title that is taken, or where somebody else changed it meanwhile.
    """
    viewer.require(Can.GRANT_HONOURS)
    try:
        with transaction.atomic():
            if number is None:
                made = Honour.objects.create(**asdict(told))
                record(viewer.account, "recognition.honour_put", _subject(made), after=asdict(told))
                return made
            found = Honour.objects.select_for_update().get(pk=honour_of(viewer, number).pk)
            if found.version != based_on:
                raise ConflictRefusal("recognition.changed_meanwhile", title=found.title)
            before = {name: getattr(found, name) for name in asdict(told)}
            Honour.objects.filter(pk=number).update(**asdict(told), version=F("version") + 1)
            record(viewer.account, "recognition.honour_put", _subject(found), before, asdict(told))
    except IntegrityError:
        raise ConflictRefusal("recognition.title_taken", title=told.title) from None
    return Honour.objects.get(pk=number)


def nominate(viewer: Viewer, number: int, person: str, reason: str, token: str) -> Nomination:
    """Propose somebody. Raises ConflictRefusal for oneself, for nobody at work, for one proposed already."""
    author = require_person(viewer)
    honour = honour_of(viewer, number)
    if person == author:
        raise ConflictRefusal("recognition.not_oneself")
    if not honour.open:
        raise ConflictRefusal("recognition.honour_closed", title=honour.title)
    if not at_work(person, viewer.today):
        raise ConflictRefusal("talks.nobody_at_work", name=person)
    waiting = Nomination.objects.filter(honour=honour, person=person, author_id=viewer.signer)
    if waiting.filter(state=NominationState.PROPOSED).exclude(token=token).exists():
        raise ConflictRefusal("recognition.proposed_already", name=name_of(person))
    try:
        with transaction.atomic():
            said = {"honour": honour, "person": person, "reason": reason.strip(), "token": token}
            made = Nomination.objects.create(author_id=viewer.signer, **said)
            subject = Subject("nomination", str(made.pk))
            record(viewer.account, "recognition.nominated", subject, after={"honour": honour.title, "person": person})
            _tell_deciders(viewer, made)
    except IntegrityError:
        found = Nomination.objects.filter(token=token, author_id=viewer.signer).first()
        if found is None:
            raise ConflictRefusal("recognition.sent_before") from None
        return found
    return made


def step_nomination(viewer: Viewer, number: int, move: NominationMove, note: str = "") -> Nomination:
    """Grant, decline or withdraw. Nobody decides about themselves, nor who proposed it, but for the owner."""
    with transaction.atomic():
        seen = nomination_of(viewer, number)
        one = Nomination.objects.select_for_update().select_related("honour").get(pk=seen.pk)
        before = one.state
        one.state = str(NOMINATION.after(NominationState(before), move, parties_of(viewer, one)))
        one.decided_by_id, one.decided_at, one.note = viewer.signer, timezone.now(), note.strip()
        one.save(update_fields=["state", "decided_by", "decided_at", "note"])
        subject = Subject("nomination", str(one.pk))
        after = {"state": one.state, "note": one.note}
        record(viewer.account, "recognition.nomination_moved", subject, {"state": before}, after)
        if move is NominationMove.GRANT:
            give(viewer, one.honour, Given(one.person, one.reason, viewer.today, nomination=one))
        if move is not NominationMove.WITHDRAW and one.author_id != viewer.account:
            told = Told(one.author_id, _at(one), {"name": name_of(one.person), "title": one.honour.title})
            tell_many(f"notice.nomination_{one.state}", [told])
    return one


def give(viewer: Viewer, honour: Honour, given: Given) -> Award:
    """The honour, with its points; the person is told and asked whether it may be shown. Within a transaction."""
    until = months_after(given.since, honour.months) if honour.months else None
    Head.objects.select_for_update().first()
    made = Award.objects.create(
        honour=honour,
        nomination=given.nomination,
        person=given.person,
        title=honour.title,
        kind=honour.kind,
        citation=given.citation,
        evidence=given.evidence,
        basis=given.basis,
        since=given.since,
        until=until,
        number=_next_number(given.since),
        given_by_id=viewer.signer,
    )
    after = {"title": honour.title, "person": given.person, "number": made.number, "points": honour.points}
    record(viewer.account, "recognition.award_given", Subject("award", str(made.pk)), after=after)
    if honour.points:
        cause = PointCause.CONTEST if honour.kind == "contest" else PointCause.HONOUR
        earn(given.person, honour.points, Why(cause, f"award:{made.pk}", viewer.account, honour.title), viewer.today)
    address = reverse("recognition:award", args=(made.pk,))
    tell_person(given.person, "notice.award_given", address, title=honour.title)
    return made


def settle_award_consent(viewer: Viewer, number: int, move: ConsentMove) -> Award:
    """The person lets everybody see it, or takes it off the wall; both at any time."""
    with transaction.atomic():
        seen = award_of(viewer, number)
        if seen.person != viewer.person:
            raise NotAllowedRefusal("moves.not_yours")
        one = Award.objects.select_for_update().get(pk=seen.pk)
        before = one.consent
        one.consent = str(CONSENT.after(ConsentState(before), move, frozenset({Party.SUBJECT})))
        one.save(update_fields=["consent"])
        subject = Subject("award", str(one.pk))
        record(viewer.account, "recognition.consent_settled", subject, {"consent": before}, {"consent": one.consent})
    return one


def revoke_award(viewer: Viewer, number: int, why: str) -> Award:
    """Take it back for good, with the reason that the person reads; points that were spent stay spent."""
    viewer.require(Can.GRANT_HONOURS)
    if not why.strip():
        raise ConflictRefusal("recognition.reason_missing")
    with transaction.atomic():
        seen = award_of(viewer, number)
        if seen.person == viewer.person:
            raise ConflictRefusal("recognition.not_ones_own")
        one = Award.objects.select_for_update().get(pk=seen.pk)
        one.state = str(AWARD.after(AwardState(one.state), AwardMove.REVOKE, frozenset({Party.HR})))
        one.revoked_at, one.why_revoked = timezone.now(), why.strip()
        one.save(update_fields=["state", "revoked_at", "why_revoked"])
        subject = Subject("award", str(one.pk))
        record(viewer.account, "recognition.award_revoked", subject, after={"why": one.why_revoked})
        address = reverse("recognition:award", args=(one.pk,))
        tell_person(one.person, "notice.award_revoked", address, title=one.title)
    return one


def parties_of(viewer: Viewer, one: Nomination) -> frozenset[Party]:
    """In which capacities the viewer acts on a proposal."""
    if one.person == viewer.person:
        return frozenset({Party.SUBJECT})
    found = {Party.AUTHOR} if one.author_id == viewer.account else set()
    if Role.OWNER in viewer.roles:
        found.add(Party.OWNER)
    elif viewer.can(Can.GRANT_HONOURS) and not found:
        found.add(Party.HR)
    return frozenset(found)


def _next_number(day: date) -> str:
    """R2026-0001, counted by the year; the trail's lock, taken before, lets one transaction count at a time."""
    last = Award.objects.filter(number__startswith=f"R{day.year}-").order_by("-number").first()
    return f"R{day.year}-{int(last.number.rpartition('-')[2]) + 1 if last else 1:04}"


def _tell_deciders(viewer: Viewer, one: Nomination) -> None:
    roles = (Role.OWNER, Role.HR)
    who = Account.objects.filter(is_active=True, grants__role__in=roles, grants__team="", grants__end=None).distinct()
    gaps: dict[str, Any] = {"name": viewer.name, "title": one.honour.title}
    chosen = who.exclude(pk=viewer.signer).exclude(person=one.person or " ")
    tell_many("notice.nominated", [Told(each.pk, _at(one), gaps) for each in chosen])


def _at(one: Nomination) -> str:
    return reverse("recognition:nomination", args=(one.pk,))


def _subject(honour: Honour) -> Subject:
    return Subject("honour", str(honour.pk))

"""A change of targets while the agreement is in force: asked for with a reason, decided by somebody above."""

from collections.abc import Sequence
from copy import deepcopy
from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone

from merit.kernel.exact import exact
from merit.kernel.moves import Party
from merit.kernel.refusals import ConflictRefusal, NotAllowedRefusal, NotFoundRefusal
from merit.targets.agreement import AgreementMove, AgreementState
from merit.targets.target import TargetBasis
from merit_desk.accounts.viewer import Viewer
from merit_desk.agreements.actions.keep import new_version, signed
from merit_desk.agreements.actions.move import locked, made_by, move, permitted, subject_of
from merit_desk.agreements.actions.negotiate import checked_target
from merit_desk.agreements.actions.sign import still_open
from merit_desk.agreements.actions.targets import changed_rows, write_targets
from merit_desk.agreements.actions.telling import tell_people
from merit_desk.agreements.models import Agreement, ChangeRequest
from merit_desk.agreements.queries.changes import consented, needs_consent
from merit_desk.agreements.queries.effect import reaching_back
from merit_desk.agreements.queries.terms import basis_on, digest_of, line_named, target_on
from merit_desk.agreements.queries.told import above, managers_of
from merit_desk.agreements.queries.visible import capacities, deciding
from merit_desk.agreements.wanted import Wanted
from merit_desk.audit.actions import record


def request_change(viewer: Viewer, number: int, start: date, points: Sequence[Wanted], reason: str) -> ChangeRequest:
    """Ask for other targets from the day on. The person's own request counts as their signature under it.

    Raises as `move` does, ConflictRefusal without reason, without a change, or for a day outside the agreement.
    """
    with transaction.atomic():
        one = locked(viewer, number)
        permitted(one, AgreementMove.REQUEST_CHANGE, capacities(viewer, one))
        still_open(one)
        if not one.participant.start <= start <= one.participant.end:
            gaps = {"first": str(one.participant.start), "last": str(one.participant.end)}
            raise ConflictRefusal("agreements.day_outside", **gaps)
        found = _points(one, start, points)
        if not found or not reason.strip():
            raise ConflictRefusal("agreements.nothing_asked" if not found else "agreements.reason_missing")
        change = ChangeRequest.objects.create(
            agreement=one,
            start=start,
            points=found,
            reason=reason.strip()[:500],
            digest=digest_of({"from": start.isoformat(), "points": found}),
            by_id=viewer.signer,
        )
        parties = move(viewer, one, AgreementMove.REQUEST_CHANGE, from_day=str(start), points=len(found))
        if Party.SUBJECT in parties:
            signed(viewer, one, parties, change)
        tell_people(one, above(one), "notice.agreement_change_asked")
        if Party.SUBJECT not in parties:
            tell_people(one, {one.participant.person}, "notice.agreement_change_told")
    return change


def _points(one: Agreement, start: date, points: Sequence[Wanted]) -> list[dict[str, Any]]:
    found = []
    for each in points:
        target = checked_target(one, each)
        line = line_named(one.terms, each.indicator)
        if line is None:
            continue
        before, basis = target_on(line, start), basis_on(line, start)
        if basis != str(TargetBasis.ABSOLUTE) or exact(before) != exact(target):
            found.append({"indicator": each.indicator, "before": before, "basis": basis, "target": target})
    return found


def open_change(one: Agreement) -> ChangeRequest:
    """The one that waits for a decision. Raises NotFoundRefusal where none does."""
    found = one.changes.filter(state="open").first()
    if found is None:
        raise NotFoundRefusal("agreements.no_such_change")
    return found


def consent(viewer: Viewer, number: int, digest: str) -> ChangeRequest:
    """The person signs a change that reaches back. Raises NotAllowedRefusal for everybody else, ConflictRefusal."""
    with transaction.atomic():
        one = locked(viewer, number)
        if Party.SUBJECT not in capacities(viewer, one):
            raise NotAllowedRefusal("moves.not_yours")
        if one.state != AgreementState.CHANGING:
            raise ConflictRefusal(f"agreement.stands.{one.state}")
        change = open_change(one)
        if change.digest != digest:
            raise ConflictRefusal("agreements.terms_changed")
        if not consented(change):
            signed(viewer, one, frozenset({Party.SUBJECT}), change)
            record(viewer.account, "agreement.consented", subject_of(one), after={"change": change.pk})
            tell_people(one, above(one), "notice.agreement_consented")
    return change


def approve_change(viewer: Viewer, number: int, note: str = "") -> Agreement:
    """Put the change in force: a new version, its notice, and rows of targets.csv from its first day on.

    Raises as `move` does; NotAllowedRefusal for who asked; ConflictRefusal with the law cited where the change makes
    past days worse and the person has not signed it; PeriodClosedRefusal.
    """
    with transaction.atomic():
        one, parties = _to_decide(viewer, number, AgreementMove.APPROVE_CHANGE)
        still_open(one)
        change = open_change(one)
        finding = reaching_back(one, change.start, viewer.today)
        if finding is not None and needs_consent(one, change) and not consented(change):
            raise ConflictRefusal(finding.code, **finding.params)
        _decided(viewer, change, "approved", note)
        signed(viewer, one, parties - {Party.MANAGER}, change)
        new_version(viewer, one, _with(one, change), "changed")
        told = {"from_day": str(change.start), "points": len(change.points)}
        made_by(viewer, one, AgreementMove.APPROVE_CHANGE, parties, told)
        tell_people(one, {one.participant.person, *managers_of(one)}, "notice.agreement_changed")
        write_targets(viewer, changed_rows(one, change), change.reason)
    return one


def refuse_change(viewer: Viewer, number: int, reason: str) -> Agreement:
    """Say no, with a reason. Raises as `approve_change` does."""
    with transaction.atomic():
        one, parties = _to_decide(viewer, number, AgreementMove.REFUSE_CHANGE)
        if not reason.strip():
            raise ConflictRefusal("agreements.reason_missing")
        _decided(viewer, open_change(one), "refused", reason)
        made_by(viewer, one, AgreementMove.REFUSE_CHANGE, parties, {})
        tell_people(one, {one.participant.person, *managers_of(one)}, "notice.agreement_change_refused")
    return one


def withdraw_change(viewer: Viewer, number: int) -> Agreement:
    """Take one's own request back. Raises as `move` does."""
    with transaction.atomic():
        one = locked(viewer, number)
        change = one.changes.filter(state="open").first()
        mine = frozenset({Party.AUTHOR}) if change is not None and change.by_id == viewer.account else frozenset()
        move(viewer, one, AgreementMove.WITHDRAW_CHANGE, mine)
        _decided(viewer, open_change(one), "withdrawn", "")
    return one


def _to_decide(viewer: Viewer, number: int, wanted: AgreementMove) -> tuple[Agreement, frozenset[Party]]:
    one = locked(viewer, number)
    parties = deciding(viewer, one)
    permitted(one, wanted, parties)
    if open_change(one).by_id == viewer.account:
        raise NotAllowedRefusal("agreements.own_request")
    return one, parties


def _decided(viewer: Viewer, change: ChangeRequest, state: str, note: str) -> None:
    change.state, change.decision = state, note.strip()[:500]
    change.decided_by_id, change.decided_at = viewer.account, timezone.now()
    change.save(update_fields=["state", "decision", "decided_by", "decided_at"])


def _with(one: Agreement, change: ChangeRequest) -> dict[str, Any]:
    terms: dict[str, Any] = deepcopy(one.terms)
    for point in change.points:
        line = line_named(terms, point["indicator"])
        if line is not None:
            entry = {"from": change.start.isoformat(), "target": point["target"], "reason": change.reason}
            others = [each for each in line["changes"] if each["from"] != entry["from"]]
            line["changes"] = sorted([*others, entry], key=lambda each: str(each["from"]))
    return terms

"""The two sides find terms: the person proposes other targets, the manager answers each of them."""

from collections.abc import Mapping, Sequence
from copy import deepcopy

from django.db import transaction
from django.utils import timezone

from merit.kernel.exact import exact, plain
from merit.kernel.refusals import ConflictRefusal, NotFoundRefusal
from merit.targets.agreement import AgreementMove
from merit.targets.target import TargetBasis
from merit_desk.accounts.viewer import Viewer
from merit_desk.agreements.actions.keep import new_version, note_reading
from merit_desk.agreements.actions.move import locked, move, permitted, still_stands, subject_of
from merit_desk.agreements.actions.telling import tell_people
from merit_desk.agreements.models import Agreement, Point, Proposal
from merit_desk.agreements.queries.terms import line_named, negotiable
from merit_desk.agreements.queries.told import managers_of
from merit_desk.agreements.queries.visible import agreement_of, capacities
from merit_desk.agreements.wanted import ACCEPT, COUNTER, REFUSE, Answered, Wanted
from merit_desk.audit.actions import record


def read(viewer: Viewer, number: int) -> Agreement:
    """The agreement; the moment at which the person first opens its terms is kept."""
    one = agreement_of(viewer, number)
    with transaction.atomic():
        if note_reading(viewer, one):
            record(viewer.account, "agreement.read", subject_of(one), after={"version": one.number})
    return one


def checked_target(one: Agreement, wanted: Wanted) -> str:
    """The target as plain text. Raises ConflictRefusal for what is no other target of a line that may be agreed."""
    line = line_named(one.terms, wanted.indicator)
    if line is None or not negotiable(one.terms, line):
        raise ConflictRefusal("agreements.not_negotiable")
    try:
        value = exact(wanted.target)
    except ValueError:
        raise ConflictRefusal("agreements.not_a_target") from None
    if value <= 0:
        raise ConflictRefusal("agreements.not_a_target")
    return plain(value)


def propose(viewer: Viewer, number: int, digest: str, points: Sequence[Wanted], note: str = "") -> Proposal:
    """Propose other targets for the terms seen (`digest`), or say in words what else should change.

    Raises as `move` does, and ConflictRefusal for terms changed meanwhile or nothing proposed.
    """
    with transaction.atomic():
        one = locked(viewer, number)
        permitted(one, AgreementMove.PROPOSE, capacities(viewer, one))
        still_stands(one, digest)
        found = [(each, checked_target(one, each)) for each in points]
        changed = [(each, target) for each, target in found if not _is_as_it_stands(one, each.indicator, target)]
        if not changed and not note.strip():
            raise ConflictRefusal("agreements.nothing_proposed")
        if any(not each.reason.strip() for each, _ in changed):
            raise ConflictRefusal("agreements.reason_missing")
        proposal = Proposal.objects.create(agreement=one, number=one.number, note=note.strip()[:1000])
        Point.objects.bulk_create(
            Point(
                proposal=proposal,
                indicator=each.indicator,
                before=_stands(one, each.indicator),
                basis=_basis(one, each.indicator),
                target=target,
                reason=each.reason.strip()[:500],
            )
            for each, target in changed
        )
        move(viewer, one, AgreementMove.PROPOSE, points=len(changed))
        tell_people(one, managers_of(one), "notice.agreement_proposed")
    return proposal


def _is_as_it_stands(one: Agreement, key: str, target: str) -> bool:
    return _basis(one, key) == str(TargetBasis.ABSOLUTE) and target == _stands(one, key)


def _stands(one: Agreement, key: str) -> str:
    line = line_named(one.terms, key)
    return str(line["target"]) if line else ""


def _basis(one: Agreement, key: str) -> str:
    line = line_named(one.terms, key)
    return str(line["basis"]) if line else "absolute"


def open_proposal(one: Agreement) -> Proposal:
    """The one that waits for an answer. Raises NotFoundRefusal where none does."""
    found = one.proposals.filter(answered_at=None).order_by("-pk").first()
    if found is None:
        raise NotFoundRefusal("agreements.no_such_proposal")
    return found


def answer(viewer: Viewer, number: int, answers: Mapping[int, Answered], note: str = "") -> Agreement:
    """Answer every point of the open proposal; targets that change make a new version, which is given notice of.

    Raises as `move` does, and ConflictRefusal when a point is left open or an answer lacks its reason or number.
    """
    with transaction.atomic():
        one = locked(viewer, number)
        permitted(one, AgreementMove.ANSWER, capacities(viewer, one))
        proposal = open_proposal(one)
        targets: dict[str, str] = {}
        for point in proposal.points.all():
            _answer_point(one, point, answers.get(point.pk), targets)
        if not proposal.points.exists() and not note.strip():
            raise ConflictRefusal("agreements.answer_missing")
        proposal.answer, proposal.answered_at = note.strip()[:1000], timezone.now()
        proposal.answered_by_id = viewer.account
        proposal.save()
        if targets:
            new_version(viewer, one, _with(one, targets), "negotiated")
        move(viewer, one, AgreementMove.ANSWER, changed=len(targets))
        tell_people(one, {one.participant.person}, "notice.agreement_answered")
    return one


def _answer_point(one: Agreement, point: Point, given: Answered | None, targets: dict[str, str]) -> None:
    if given is None or given.answer not in (ACCEPT, REFUSE, COUNTER):
        raise ConflictRefusal("agreements.answer_missing")
    point.answer, point.answer_note = given.answer, given.note.strip()[:500]
    if given.answer == REFUSE and not point.answer_note:
        raise ConflictRefusal("agreements.refusal_needs_reason")
    if given.answer == COUNTER:
        point.counter = checked_target(one, Wanted(point.indicator, given.counter, ""))
    agreed = {ACCEPT: point.target, COUNTER: point.counter, REFUSE: ""}[given.answer]
    if agreed and not _is_as_it_stands(one, point.indicator, agreed):
        targets[point.indicator] = agreed
    point.save()


def _with(one: Agreement, targets: Mapping[str, str]) -> dict[str, object]:
    """The terms with these targets, which count as agreed."""
    terms: dict[str, object] = deepcopy(one.terms)
    for key, target in targets.items():
        line = line_named(terms, key)
        if line is not None:
            line.update(target=target, basis="absolute", agreed=True)
    return terms

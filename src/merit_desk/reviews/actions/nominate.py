"""Nominating, approving and taking back raters. The trail keeps that somebody was named, not who."""

from collections.abc import Iterable

from django.db import transaction
from django.urls import reverse

from merit.kernel.moves import Party
from merit.kernel.refusals import ConflictRefusal, NotAllowedRefusal, NotFoundRefusal
from merit.reviews.answer import ANSWER, AnswerMove, AnswerState
from merit.reviews.raters import unfit
from merit.scores.indicators.ratings import Relation
from merit_desk.accounts.models import Account
from merit_desk.accounts.viewer import Viewer
from merit_desk.audit.actions import Subject, record
from merit_desk.cycles.models import Participant
from merit_desk.notices.actions import tell
from merit_desk.results.queries.names import node_name
from merit_desk.results.queries.open_company import declared_company
from merit_desk.reviews.models import Assignment
from merit_desk.reviews.queries.around import circle_of
from merit_desk.reviews.queries.closed import nominates
from merit_desk.reviews.queries.indicators import rated_lines, relations_of
from merit_desk.reviews.queries.rater_list import LEADING, raters_to_see


def nominate(viewer: Viewer, number: int, relation: str, people: Iterable[str]) -> list[Assignment]:
    """Nominate people as raters; those whom the manager or HR names are approved at once.

    Raises NotFoundRefusal, and ConflictRefusal with the reason for the first who cannot be nominated.
    """
    with transaction.atomic():
        one, parties = _open(viewer, number)
        if relation not in relations_of(rated_lines(one)):
            raise ConflictRefusal("reviews.unfit.relation")
        made = [_nominated(viewer, one, Relation(relation), person) for person in people]
        if parties & LEADING:
            made = [_moved(viewer, each, AnswerMove.APPROVE, parties) for each in made]
        return made


def approve(viewer: Viewer, number: int, raters: Iterable[int] = ()) -> int:
    """Approve the nominated raters of a review, all of them where none is named; how many were."""
    with transaction.atomic():
        one, parties = _open(viewer, number)
        if not parties & LEADING:
            raise NotAllowedRefusal("moves.not_yours")
        waiting = Assignment.objects.select_for_update().filter(participant=one, state=AnswerState.NOMINATED)
        wanted = set(raters)
        chosen = [each for each in waiting if not wanted or each.pk in wanted]
        for each in chosen:
            _moved(viewer, each, AnswerMove.APPROVE, parties)
        return len(chosen)


def withdraw(viewer: Viewer, number: int, rater: int) -> None:
    """Take a nomination back that is not yet approved."""
    with transaction.atomic():
        one, parties = _open(viewer, number)
        found = Assignment.objects.select_for_update().filter(participant=one, pk=rater).first()
        if found is None:
            raise NotFoundRefusal("reviews.no_such_rater")
        if found.state != AnswerState.NOMINATED:
            raise ConflictRefusal("reviews.invited_stays")
        _moved(viewer, found, AnswerMove.WITHDRAW, parties)


def _open(viewer: Viewer, number: int) -> tuple[Participant, frozenset[Party]]:
    one, parties = raters_to_see(viewer, number)
    Participant.objects.select_for_update().get(pk=one.pk)
    if not nominates(one):
        raise ConflictRefusal("reviews.rating_closed")
    return one, parties


def _nominated(viewer: Viewer, one: Participant, relation: Relation, person: str) -> Assignment:
    why = unfit(person, relation, circle_of(one, viewer.today))
    if why is not None:
        raise ConflictRefusal(f"reviews.unfit.{why}", name=node_name(declared_company(), "person", person))
    made, _ = Assignment.objects.update_or_create(
        participant=one,
        rater=person,
        relation=relation,
        defaults={"state": AnswerState.NOMINATED, "nominated_by_id": viewer.signer, "reason": ""},
    )
    record(viewer.account, "reviews.rater_nominated", _subject(one), None, {"relation": str(relation)})
    return made


def _moved(viewer: Viewer, each: Assignment, move: AnswerMove, parties: frozenset[Party]) -> Assignment:
    one = each.participant
    each.state = ANSWER.after(AnswerState(each.state), move, parties)
    each.save(update_fields=["state"])
    record(viewer.account, f"reviews.rater_{move}", _subject(one), None, {"relation": each.relation})
    if move is AnswerMove.APPROVE:
        _invite(each)
    return each


def _invite(each: Assignment) -> None:
    one = each.participant
    address = reverse("reviews:answer", args=[one.pk, each.relation])
    name = node_name(declared_company(), "person", one.person)
    for account in Account.objects.filter(person=each.rater, is_active=True):
        tell(account.pk, "notice.reviews_invited", address, name=name, cycle=one.cycle.title)


def _subject(one: Participant) -> Subject:
    return Subject("review", f"{one.cycle.code}/{one.person}")

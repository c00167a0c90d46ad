"""Asking another department, and every step until the asker closes it."""

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from merit.follow.request import REQUEST, RequestMove, RequestState
from merit.kernel.moves import Party
from merit.kernel.refusals import ConflictRefusal, NotFoundRefusal
from merit.people.spells import spell_on
from merit.people.tree import leader_of
from merit_desk.accounts.viewer import Viewer
from merit_desk.audit.actions import Subject, record
from merit_desk.follow.actions.tasks import make_task
from merit_desk.follow.actions.telling import tell_author, tell_person
from merit_desk.follow.given import Asking, Given, Reply
from merit_desk.follow.models import Request, Step
from merit_desk.follow.queries.reach import parties_of_request, request_of
from merit_desk.results.queries.open_company import declared_company

_WORDED = (RequestMove.ANSWER, RequestMove.DECLINE, RequestMove.ASK_AGAIN)


def ask(viewer: Viewer, asking: Asking) -> Request:
    """Ask. Raises NotFoundRefusal for nobody on duty, ConflictRefusal for oneself and a team without a leader."""
    receiver, team = _asked(viewer, asking.of)
    if receiver == viewer.person:
        raise ConflictRefusal("follow.asked_oneself")
    with transaction.atomic():
        request = Request.objects.create(
            kind=asking.kind,
            subject=asking.subject,
            text=asking.text,
            author=viewer.person,
            by_id=viewer.signer,
            receiver=receiver,
            team=team,
            needed_by=asking.needed_by,
        )
        _keep_step(viewer, request, "ask", asking.text)
        record(viewer.account, "follow.request_asked", Subject("request", str(request.pk)), after=written(request))
        tell_person(viewer, receiver, "notice.request_asked", address_of(request), subject=request.subject)
    return request


def step_request(viewer: Viewer, number: int, move: RequestMove, reply: Reply) -> Request:
    """Make the step.

    Raises NotFoundRefusal (not to be known), NotAllowedRefusal (never theirs), ConflictRefusal (not now, or what has
    to be said with it is missing).
    """
    with transaction.atomic():
        request = Request.objects.select_for_update().get(pk=request_of(viewer, number).pk)
        before, parties = written(request), parties_of_request(viewer, request)
        state = REQUEST.after(RequestState(request.state), move, parties)
        if move in _WORDED and not reply.note.strip():
            raise ConflictRefusal("follow.words_missing")
        _note(viewer, request, move, reply)
        request.state = state
        if move is RequestMove.ACCEPT and reply.as_task:
            request.task = make_task(viewer, _as_task(request), request.author, request.by_id)
        request.save()
        _keep_step(viewer, request, move, reply.note)
        record(viewer.account, f"follow.request_{move}", Subject("request", str(request.pk)), before, written(request))
        _tell(viewer, request, move, parties)
    return request


def address_of(request: Request) -> str:
    """Where it is opened."""
    return reverse("follow:request", args=(request.pk,))


def written(request: Request) -> dict[str, str | int | None]:
    """What the trail keeps: facts, no text."""
    names = ("kind", "author", "receiver", "state", "task_id")
    return {name: getattr(request, name) for name in names} | {"needed_by": str(request.needed_by)}


def _asked(viewer: Viewer, of: str) -> tuple[str, str]:
    """The person asked, and the team where it was one."""
    organisation = declared_company().organisation
    kind, _, node = of.partition(":")
    team = node if kind == "team" else ""
    receiver = (leader_of(organisation, node, viewer.today) or "") if team else node
    if team and node in organisation.rows_of and not receiver:
        raise ConflictRefusal("follow.team_without_leader")
    if spell_on(organisation, receiver, viewer.today) is None:
        raise NotFoundRefusal("follow.no_such_person")
    return receiver, team


def _note(viewer: Viewer, request: Request, move: RequestMove, reply: Reply) -> None:
    now = timezone.now()
    match move:
        case RequestMove.ANSWER | RequestMove.DECLINE | RequestMove.ACCEPT | RequestMove.FINISH:
            request.answer = reply.note.strip() or request.answer
            request.answered_at = request.answered_at or now
        case RequestMove.HAND_ON:
            to, _ = _asked(viewer, f"person:{reply.to}")
            if to in (request.receiver, request.author):
                raise ConflictRefusal("follow.handed_to_the_same")
            request.receiver = to
        case RequestMove.CLOSE | RequestMove.WITHDRAW:
            request.closed_at = now
        case RequestMove.ASK_AGAIN:
            request.closed_at = None


def _as_task(request: Request) -> Given:
    return Given(request.subject, request.receiver, request.needed_by, "other", request.text)


def _keep_step(viewer: Viewer, request: Request, move: str, note: str) -> None:
    Step.objects.create(
        request=request, account_id=viewer.account, person=viewer.person, move=str(move), note=note.strip()
    )


def _tell(viewer: Viewer, request: Request, move: RequestMove, parties: frozenset[Party]) -> None:
    code, where = f"notice.request_{move}", address_of(request)
    if move is RequestMove.HAND_ON:
        tell_person(viewer, request.receiver, "notice.request_asked", where, subject=request.subject)
    if Party.AUTHOR in parties:
        tell_person(viewer, request.receiver, code, where, subject=request.subject)
    else:
        tell_author(viewer, request.author, request.by_id, code, where, subject=request.subject)

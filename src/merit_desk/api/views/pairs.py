"""1-on-1 talks: of the two people alone."""

from typing import Any

from django.http import HttpRequest
from ninja import Router, Status

from merit_desk.api.asker import viewer_asking
from merit_desk.api.forms import talks as given
from merit_desk.api.scopes import Scope
from merit_desk.api.views.declared import Number, operation
from merit_desk.talks.actions import pairs as pair_actions
from merit_desk.talks.models import OwnNote, Pair, Talk
from merit_desk.talks.queries.pairs import open_points, open_promises, own_note, pair_of, pairs_of
from merit_desk.talks.queries.visible import require_somebody

router = Router(tags=["talks"])


@router.get("/one-on-ones", **operation("one_on_ones", Scope.CYCLES, list[given.PairGiven]))
def one_on_ones(request: HttpRequest) -> list[Pair]:
    """The asker's own series."""
    viewer = viewer_asking(request)
    require_somebody(viewer)
    return list(pairs_of(viewer))


@router.post("/one-on-ones", **operation("begin_one_on_one", Scope.CYCLES_WRITE, given.PairGiven, 201))
def begin_one_on_one(request: HttpRequest, asked: given.PairAsked) -> Status[Any]:
    """Begin a series with somebody; one that is there already is the same."""
    return Status(201, pair_actions.begin_pair(viewer_asking(request), asked.other, asked.every_days))


@router.get("/one-on-ones/{number}", **operation("one_on_one", Scope.CYCLES, given.AgendaGiven))
def one_on_one(request: HttpRequest, number: Number) -> dict[str, Any]:
    """Agenda, open action items and talks."""
    viewer = viewer_asking(request)
    one = pair_of(viewer, number)
    own = dict(OwnNote.objects.filter(talk__pair=one, person=viewer.person).values_list("talk_id", "text"))
    talks = [_talk(each, own.get(each.pk, "")) for each in one.talks.all()[:100]]
    return {
        "pair": one,
        "points": list(open_points(one)),
        "promises": list(open_promises(one)),
        "talks": talks,
    }


@router.post("/one-on-ones/{number}/talks", **operation("plan_talk", Scope.CYCLES_WRITE, given.TalkGiven, 201))
def plan_talk(request: HttpRequest, number: Number, asked: given.DayAsked) -> Status[Any]:
    """Plan the next talk, or move it."""
    viewer = viewer_asking(request)
    made = pair_actions.plan_talk(viewer, number, asked.day)
    return Status(201, _talk(made, own_note(viewer, made)))


@router.post("/one-on-ones/{number}/points", **operation("add_point", Scope.CYCLES_WRITE, given.PointGiven, 201))
def add_point(request: HttpRequest, number: Number, asked: given.PointAsked) -> Status[Any]:
    """Put something on the agenda."""
    return Status(201, pair_actions.add_point(viewer_asking(request), number, asked.text))


@router.post("/agenda-points/{number}", **operation("deal_with_point", Scope.CYCLES_WRITE, given.PointGiven))
def deal_with_point(request: HttpRequest, number: Number, asked: given.DoneAsked) -> Any:
    """Say that it was dealt with, or was not."""
    return pair_actions.deal_with_point(viewer_asking(request), number, asked.done)


@router.put("/talks/{number}/shared", **operation("write_shared_notes", Scope.CYCLES_WRITE, given.TalkGiven))
def write_shared_notes(request: HttpRequest, number: Number, asked: given.TextAsked) -> dict[str, Any]:
    """The notes of both."""
    viewer = viewer_asking(request)
    made = pair_actions.write_shared(viewer, number, asked.text, asked.based_on)
    return _talk(made, own_note(viewer, made))


@router.put("/talks/{number}/own", **operation("write_own_notes", Scope.CYCLES_WRITE, given.TalkGiven))
def write_own_notes(request: HttpRequest, number: Number, asked: given.TextAsked) -> dict[str, Any]:
    """What the asker keeps for themselves."""
    made = pair_actions.write_own(viewer_asking(request), number, asked.text[:4000])
    return _talk(made.talk, made.text)


@router.post("/talks/{number}/promises", **operation("promise", Scope.CYCLES_WRITE, given.PromiseGiven, 201))
def promise(request: HttpRequest, number: Number, asked: given.PromiseAsked) -> Status[Any]:
    """An action item of one of the two."""
    return Status(201, pair_actions.promise(viewer_asking(request), number, asked.text, asked.owner, asked.due))


@router.post("/promises/{number}", **operation("keep_promise", Scope.CYCLES_WRITE, given.PromiseGiven))
def keep_promise(request: HttpRequest, number: Number, asked: given.DoneAsked) -> Any:
    """Say that it is done, or is not."""
    return pair_actions.keep_promise(viewer_asking(request), number, asked.done)


@router.post("/talks/{number}/held", **operation("hold_talk", Scope.CYCLES_WRITE, given.TalkGiven))
def hold_talk(request: HttpRequest, number: Number) -> dict[str, Any]:
    """The talk took place."""
    viewer = viewer_asking(request)
    made = pair_actions.hold_talk(viewer, number)
    return _talk(made, own_note(viewer, made))


def _talk(one: Talk, own: str) -> dict[str, Any]:
    names = ("day", "text", "version", "held_at")
    return {"id": one.pk, "own": own, **{name: getattr(one, name) for name in names}}

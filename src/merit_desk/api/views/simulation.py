"""试算: history replayed under other plans, sliders, shadow runs. Nobody is paid by any of it."""

from decimal import Decimal
from typing import Any

from django.http import HttpRequest
from ninja import Router, Status

from merit.kernel.period import Period
from merit.kernel.refusals import ConflictRefusal, NotFoundRefusal
from merit.rewards.adoption import AdoptionMove
from merit_desk.accounts.viewer import Viewer
from merit_desk.api.asker import viewer_asking
from merit_desk.api.forms import simulation as form
from merit_desk.api.scopes import Scope
from merit_desk.api.views.declared import Number, operation
from merit_desk.results.queries.open_company import declared_company
from merit_desk.simulation.actions import shadows as shade
from merit_desk.simulation.actions import simulations as act
from merit_desk.simulation.actions.adopt import move, save_as_drafts
from merit_desk.simulation.actions.replay import replay_in_background
from merit_desk.simulation.forms.sliders import number as decimal_of
from merit_desk.simulation.models import Replay, ReplayedPerson, Shadow, Simulation
from merit_desk.simulation.queries import kept
from merit_desk.simulation.queries.asked import asking
from merit_desk.simulation.queries.shadows import periods_beside

router = Router(tags=["simulation"])
_READ, _WRITE = Scope.PAY, Scope.REWARDS_WRITE
_ONE = "/simulations/{number}"


@router.get("/simulations", **operation("simulations", _READ, list[form.SimulationGiven]))
def simulations(request: HttpRequest) -> list[dict[str, Any]]:
    """All of them, the last changed first."""
    return [_given(each) for each in kept.simulations(viewer_asking(request))]


@router.post("/simulations", **operation("create_simulation", _WRITE, form.SimulationGiven, 201))
def create_simulation(request: HttpRequest, asked: form.SimulationAsked) -> Status[Any]:
    """A new one, where its sliders stand."""
    limit = None if asked.profit_limit is None else decimal_of(asked.profit_limit)
    documents = [{**each.dict(), "origin": "api"} for each in asked.documents]
    terms = act.Asked(asked.title, _month(asked.first), _month(asked.last), documents, limit, asked.starts)
    viewer = viewer_asking(request)
    made = act.create(viewer, terms)
    if asked.levers:
        made = act.keep_sliders(viewer, made.pk, made.version, _known(made, asked.levers))
    return Status(201, _given(made))


@router.get(_ONE, **operation("simulation", _READ, form.SimulatedGiven))
def simulation(request: HttpRequest, number: Number) -> dict[str, Any]:
    """One with the sums of its kept replay."""
    found = kept.simulation_of(viewer_asking(request), number)
    return _given(found) | _sums(kept.last_replay(found))


@router.get(f"{_ONE}/people", **operation("simulated_people", _READ, list[form.SimulatedPerson]))
def simulated_people(request: HttpRequest, number: Number) -> list[dict[str, str]]:
    """Everybody in the kept replay, the largest gain first; nobody until there is one."""
    replay = kept.last_replay(kept.simulation_of(viewer_asking(request), number))
    rows = list(replay.people.values_list("person", "now", "draft")) if replay else []
    return [
        {"person": person, "now": _text(now), "draft": _text(draft), "difference": _text(draft - now)}
        for person, now, draft in sorted(rows, key=lambda row: (row[1] - row[2], row[0]))
    ]


@router.get(f"{_ONE}/people/{{person}}", **operation("simulated_person", _READ, list[form.SimulatedMonth]))
def simulated_person(request: HttpRequest, number: Number, person: str) -> list[dict[str, Any]]:
    """One person in the kept replay, month by month and line by line; nothing until there is one."""
    replay = kept.last_replay(kept.simulation_of(viewer_asking(request), number))
    if replay is None:
        return []
    row = ReplayedPerson.objects.filter(replay=replay, person=person).first()
    if row is None:
        raise NotFoundRefusal("refusal.no_such_person", person=person)
    return [_in_units(month) | {"lines": [_in_units(line) for line in month["lines"]]} for month in row.periods]


@router.put(f"{_ONE}/levers", **operation("move_simulation", _WRITE, form.SimulationGiven))
def move_simulation(request: HttpRequest, number: Number, asked: form.MoveAsked) -> dict[str, Any]:
    """Where the sliders stand from now on; unknown ones are left out."""
    viewer = viewer_asking(request)
    found = kept.simulation_of(viewer, number)
    return _given(act.keep_sliders(viewer, number, asked.based_on, _known(found, asked.levers)))


@router.post(f"{_ONE}/replays", **operation("replay_simulation", _WRITE, form.ReplayGiven, 201))
def replay_simulation(request: HttpRequest, number: Number) -> Status[Any]:
    """Have it replayed step by step."""
    return Status(201, {"job": replay_in_background(viewer_asking(request), number).pk})


@router.post(f"{_ONE}/drafts", **operation("simulation_as_drafts", _WRITE, form.DraftsGiven, 201))
def simulation_as_drafts(request: HttpRequest, number: Number) -> Status[Any]:
    """Everything it changes as the asker's drafts."""
    made = save_as_drafts(viewer_asking(request), number)
    return Status(201, {"drafts": [f"{kind}/{name}" for kind, name in made]})


@router.post(f"{_ONE}/steps", **operation("step_simulation", _WRITE, form.SimulationGiven))
def step_simulation(request: HttpRequest, number: Number, asked: form.StepAsked) -> dict[str, Any]:
    """Hand in, take back, return, approve, open again."""
    return _given(move(viewer_asking(request), number, AdoptionMove(asked.do), asked.note))


@router.delete(_ONE, **operation("delete_simulation", _WRITE, form.NothingGiven))
def delete_simulation(request: HttpRequest, number: Number) -> dict[str, bool]:
    """With its replays and shadows."""
    act.delete(viewer_asking(request), number)
    return {"deleted": True}


@router.post(f"{_ONE}/shadows", **operation("begin_shadow", _WRITE, form.ShadowGiven, 201))
def begin_shadow(request: HttpRequest, number: Number, asked: form.SpanAsked) -> Status[Any]:
    """Let it run beside the live plan."""
    viewer: Viewer = viewer_asking(request)
    return Status(201, _shadow(shade.begin_shadow(viewer, number, _month(asked.first), _month(asked.last))))


@router.get("/shadows/{number}", **operation("shadow", _READ, form.ShadowGiven))
def shadow(request: HttpRequest, number: Number) -> dict[str, Any]:
    """Live and shadow by month."""
    return _shadow(kept.shadow_of(viewer_asking(request), number))


@router.post("/shadows/{number}/stop", **operation("stop_shadow", _WRITE, form.ShadowGiven))
def stop_shadow(request: HttpRequest, number: Number) -> dict[str, Any]:
    """No further month."""
    return _shadow(shade.stop_shadow(viewer_asking(request), number))


def _known(found: Simulation, levers: dict[str, str]) -> dict[str, str]:
    return asking(declared_company(), found, levers).sliders


def _given(found: Simulation) -> dict[str, Any]:
    replay = kept.last_replay(found)
    names = ("title", "first", "last", "levers", "state", "version")
    told: dict[str, Any] = {name: getattr(found, name) for name in names}
    documents = [f"{each['kind']}/{each['id']}" for each in found.documents]
    at = replay.computed_at if replay else None
    return told | {"id": found.pk, "documents": documents, "replayed_at": at, "stands": kept.stands(found, replay)}


def _sums(replay: Replay | None) -> dict[str, Any]:
    if replay is None:
        return dict.fromkeys(("now", "draft", "gain", "lose", "same"))
    rows = list(replay.people.values_list("now", "draft"))
    gain, lose = sum(draft > now for now, draft in rows), sum(draft < now for now, draft in rows)
    amounts = {"now": _text(sum(now for now, _ in rows)), "draft": _text(sum(draft for _, draft in rows))}
    return amounts | {"gain": gain, "lose": lose, "same": len(rows) - gain - lose}


def _shadow(found: Shadow) -> dict[str, Any]:
    months = [
        {
            "period": each.period,
            "live": _text(each.now) if each.run else None,
            "shadow": _text(each.draft) if each.run else None,
            "people": each.people,
        }
        for each in periods_beside(found)
    ]
    names = ("first", "last", "stopped_at")
    told: dict[str, Any] = {name: getattr(found, name) for name in names}
    return told | {"id": found.pk, "simulation": found.simulation_id, "months": months}


def _in_units(row: dict[str, Any]) -> dict[str, Any]:
    return row | {"now": _text(row["now"]), "draft": _text(row["draft"])}


def _text(fen: int) -> str:
    return f"{Decimal(fen) / 100:.2f}"


def _month(text: str) -> Period:
    try:
        return Period.parse(text)
    except ValueError:
        raise ConflictRefusal("cli.not_a_period", text=text) from None

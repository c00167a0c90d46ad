"""Simulations and what is kept of them; only who may simulate finds any."""

from functools import lru_cache
from hashlib import sha256
from pathlib import Path

from django.conf import settings

from merit.kernel.period import Period
from merit.kernel.refusals import NotFoundRefusal
from merit_desk.accounts.access import Can
from merit_desk.accounts.viewer import Viewer
from merit_desk.results.queries.open_company import state_of
from merit_desk.simulation.models import Replay, Shadow, Simulation
from merit_desk.simulation.queries.drafted import asked_digest

_DECLARED = ("", "plans", "rewards", "catalogue")
_TABLES = (".yaml", ".yml", ".csv", ".xlsx", ".parquet")


def simulations(viewer: Viewer) -> list[Simulation]:
    """All of them, the last changed first."""
    viewer.require(Can.SIMULATE)
    return list(Simulation.objects.select_related("made_by").prefetch_related("shadows")[:500])


def simulation_of(viewer: Viewer, number: int) -> Simulation:
    """Raises NotFoundRefusal for one that is not there, and for who may not simulate."""
    viewer.require(Can.SIMULATE)
    found = Simulation.objects.select_related("made_by", "submitted_by", "decided_by").filter(pk=number).first()
    if found is None:
        raise NotFoundRefusal("refusal.no_such_page")
    return found


def shadow_of(viewer: Viewer, number: int) -> Shadow:
    """Raises NotFoundRefusal likewise."""
    viewer.require(Can.SIMULATE)
    found = Shadow.objects.select_related("simulation", "made_by").filter(pk=number).first()
    if found is None:
        raise NotFoundRefusal("refusal.no_such_page")
    return found


def last_replay(simulation: Simulation) -> Replay | None:
    """The latest that is kept, whatever it was asked with."""
    return Replay.objects.filter(simulation=simulation, shadow=None).first()


def stands(simulation: Simulation, replay: Replay | None) -> bool:
    """Whether the replay answers what the simulation asks now, on the same data and definitions."""
    if replay is None or replay.asked != asked_digest(simulation, simulation.levers):
        return False
    return (replay.data, replay.definitions) == fingerprints()


def fingerprints() -> tuple[str, str]:
    """Of the facts and of the definitions: what a replay rests on."""
    folder = Path(settings.MERIT_COMPANY)
    return _fingerprints(folder, state_of(folder))


@lru_cache(maxsize=4)
def _fingerprints(folder: Path, _state: int) -> tuple[str, str]:
    manifest = folder / ".merit" / "facts" / "manifest.json"
    data = sha256(manifest.read_bytes() if manifest.is_file() else b"").hexdigest()
    told = sha256()
    for part in _DECLARED:
        for path in sorted(each for each in (folder / part).glob("*") if each.is_file() and each.suffix in _TABLES):
            told.update(f"{part}/{path.name}:{sha256(path.read_bytes()).hexdigest()}\n".encode())
    return data, told.hexdigest()


def replay_folder(replay: int, side: str, period: Period | str) -> Path:
    """Where the workings of a replay lie; `side` is now or draft."""
    return Path(settings.MERIT_COMPANY) / ".merit" / "simulations" / str(replay) / side / str(period)

"""What is wrong with live sources beyond how they are written: no secret, nowhere to read, the last fetch failed."""

from pathlib import Path

from merit.kernel.problems import Problem, Severity
from merit.kernel.refusals import Refusal
from merit.sources.live.declared import live_sources
from merit.sources.live.local_paths import local_path
from merit.sources.live.readers import missing_module
from merit.sources.live.secret_store import secret_of
from merit.sources.live.source import LOCAL, LiveSource
from merit.sources.live.state import state_of


def live_problems(folder: Path) -> list[Problem]:
    """Of every live source that is declared well; nothing is connected to."""
    return [problem for source in live_sources(folder)[0] for problem in problems_of(folder, source)]


def problems_of(folder: Path, source: LiveSource) -> list[Problem]:
    """Of one source, at its place in sources.yaml: what prevents a fetch, then why the last one failed."""
    missing = missing_module(source)
    if missing:
        params: dict[str, str | int] = {"name": source.name, "module": missing}
        return [Problem("sources.live_module_missing", source.place, params)]
    try:
        secret_of(folder, source)
        if source.kind in LOCAL:
            local_path(source, folder)
    except Refusal as refusal:
        return [Problem(refusal.code, source.place, dict(refusal.params))]
    failure = state_of(folder, source).failure
    return [Problem(failure.code, source.place, dict(failure.params), Severity.WARNING)] if failure else []

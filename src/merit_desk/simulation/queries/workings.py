"""The kept workings of a replay, read as the results of a run are."""

from merit.kernel.period import Period
from merit.kernel.refusals import NotFoundRefusal
from merit_desk.accounts.access import Can
from merit_desk.accounts.viewer import Viewer
from merit_desk.results.queries.period_files import PeriodFiles, files_in
from merit_desk.simulation.models import Replay
from merit_desk.simulation.queries.kept import replay_folder


def kept_files(viewer: Viewer, replay: int, side: str, period: str) -> PeriodFiles:
    """Raises NotFoundRefusal for a replay, side or period that there is not, and for who may not simulate."""
    viewer.require(Can.SIMULATE)
    try:
        named = str(Period.parse(period))
    except ValueError:
        raise NotFoundRefusal("cli.no_results", period=period) from None
    place = replay_folder(replay, side, named)
    if side not in ("now", "draft") or not Replay.objects.filter(pk=replay).exists() or not place.is_dir():
        raise NotFoundRefusal("refusal.no_such_figure")
    return files_in(place)

"""Replaying history by the rules themselves, in the background, and keeping what came of it with its workings."""

import json
import shutil
from collections.abc import Sequence
from pathlib import Path

from django.conf import settings
from django.db import transaction

from merit.closing.guarded import guard_problems
from merit.kernel.refusals import ConflictRefusal
from merit.reports.result_files import result_files, write_folder
from merit.run import PeriodResult
from merit.workspace import open_workspace
from merit_desk.accounts.viewer import Viewer
from merit_desk.audit.actions import Subject, record
from merit_desk.jobs.actions import start
from merit_desk.jobs.bodies import Running
from merit_desk.jobs.models import Job
from merit_desk.jobs.states import JobState
from merit_desk.simulation.models import Replay, ReplayedPerson, Simulation
from merit_desk.simulation.queries.drafted import asked_digest, drafted, periods_of
from merit_desk.simulation.queries.kept import fingerprints, replay_folder, simulation_of
from merit_desk.simulation.queries.replayed import Month, Outcome, Sales, outcome_of, replays

MOST_KEPT = 3
"""Replays of one simulation that are kept; older ones go with their workings."""
_MOST_FINDINGS = 200


def replay_in_background(viewer: Viewer, number: int) -> Job:
    """Have it replayed. Raises ConflictRefusal when that is under way, or a draft is unsound."""
    simulation = simulation_of(viewer, number)
    if under_way(simulation) is not None:
        raise ConflictRefusal("simulation.under_way", title=simulation.title)
    with transaction.atomic():
        job = start(viewer, "simulation.replay", simulation=simulation.pk)
        record(viewer.account, "simulation.replayed", Subject("simulation", str(simulation.pk)), after=told(simulation))
    return job


def under_way(simulation: Simulation) -> Job | None:
    """The job that replays it now."""
    waiting = Job.objects.filter(kind="simulation.replay", state__in=[JobState.WAITING, JobState.RUNNING])
    return next((job for job in waiting.order_by("-pk") if job.parameters.get("simulation") == simulation.pk), None)


def told(simulation: Simulation) -> dict[str, object]:
    """What the trail says of it."""
    documents = [f"{each['kind']}/{each['id']}" for each in simulation.documents]
    periods = f"{simulation.first}/{simulation.last}"
    return {"title": simulation.title, "periods": periods, "documents": documents, "levers": simulation.levers}


def keep_replay(running: Running, simulation: Simulation) -> Replay:
    """Both sides, period by period. Raises ConflictRefusal for a document that is unsound."""
    asked, (data, definitions) = asked_digest(simulation, simulation.levers), fingerprints()
    workspace, periods = open_workspace(Path(settings.MERIT_COMPANY)), periods_of(simulation)
    made = drafted(workspace.company, simulation, simulation.levers)
    if not made.sound:
        raise ConflictRefusal("simulation.unsound", count=len(made.problems))
    sales = Sales(workspace, periods[0])
    sides: dict[str, list[PeriodResult]] = {"now": [], "draft": []}
    for side, company in (("now", workspace.company), ("draft", made.whole)):
        for result in replays(company, sales, periods):
            sides[side].append(result)
            running.progress(len(sides["now"]) + len(sides["draft"]), 2 * len(periods))
    as_of = workspace.figures.as_of
    guards = [
        [str(result.period), problem.code, dict(problem.params)]
        for result in sides["draft"]
        for problem in guard_problems(workspace, result)
    ]
    kept = Replay(simulation=simulation, asked=asked, data=data, definitions=definitions)
    kept.as_of = as_of.isoformat() if as_of else ""
    kept.guards = guards[:_MOST_FINDINGS]
    return _kept(kept, sides)


def _kept(kept: Replay, sides: dict[str, list[PeriodResult]]) -> Replay:
    now, draft = outcome_of(sides["now"]), outcome_of(sides["draft"])
    kept.problems = [[problem.code, dict(problem.params)] for problem in draft.problems][:_MOST_FINDINGS]
    with transaction.atomic():
        kept.save()
        ReplayedPerson.objects.bulk_create(people_of(kept, now, draft), batch_size=500)
        for side, results in sides.items():
            write_workings(kept, side, results)
        _forget_old(kept.simulation)
    return kept


def people_of(kept: Replay, now: Outcome, draft: Outcome) -> list[ReplayedPerson]:
    """One row a person, with both sides of every period."""
    found = []
    for person in sorted({*now.people, *draft.people}):
        periods = [
            beside(str(period), now.month(person, at), draft.month(person, at)) for at, period in enumerate(now.periods)
        ]
        paid = {"now": now.paid(person), "draft": draft.paid(person)}
        found.append(ReplayedPerson(replay=kept, person=person, periods=periods, **paid))
    return found


def beside(period: str, now: Month, draft: Month) -> dict[str, object]:
    """Both sides of one period: lines that are alike stand in one row, in the order of the statements."""
    left, right = _numbered(now), _numbered(draft)
    rows = [
        {
            "reward": key[0],
            "line": key[1],
            "concerns": key[2],
            "now": left.get(key, 0),
            "draft": right.get(key, 0),
            "has_now": key in left,
            "has_draft": key in right,
        }
        for key in dict.fromkeys((*left, *right))
    ]
    scores = {"score_now": _text(now), "score_draft": _text(draft), "grade_now": now.grade, "grade_draft": draft.grade}
    return {"period": period, "now": now.paid, "draft": draft.paid, **scores, "lines": rows}


def _numbered(month: Month) -> dict[tuple[str, str, str, int], int]:
    """Amounts by what the line is; several of the same are told apart by their number."""
    found: dict[tuple[str, str, str, int], int] = {}
    for line in month.lines:
        same = sum(key[:3] == (line.reward, line.line, line.concerns) for key in found)
        found[line.reward, line.line, line.concerns, same] = line.amount
    return found


def _text(month: Month) -> str:
    return "" if month.total is None else str(month.total)


def write_workings(kept: Replay, side: str, results: Sequence[PeriodResult]) -> None:
    """The files of each period, as `run` writes them, where nobody takes them for results."""
    for result in results:
        data = {"as_of": kept.as_of, "data": kept.data, "period": str(result.period), "simulation": kept.simulation_id}
        files = result_files(result) | {"data.json": json.dumps(data, indent=2).encode()}
        write_folder(replay_folder(kept.pk, side, result.period), files)


def _forget_old(simulation: Simulation) -> None:
    for old in list(Replay.objects.filter(simulation=simulation, shadow=None)[MOST_KEPT:]):
        forget(old)


def forget(old: Replay) -> None:
    """With its workings."""
    shutil.rmtree(replay_folder(old.pk, "now", "").parent, ignore_errors=True)
    old.delete()

"""Experiments: listed, read, decided."""

from typing import Any

from django.http import HttpRequest
from ninja import Router

from merit.experiments.decision_text import reason_told
from merit.experiments.experiment import Experiment
from merit.experiments.verdict import Advice
from merit.wording.sentences import sentence
from merit_desk.api.asker import viewer_asking
from merit_desk.api.forms.experiments import DecisionAsked, ExperimentGiven, ExperimentLineGiven
from merit_desk.api.scopes import Scope
from merit_desk.api.views.declared import operation
from merit_desk.experiments.actions.decide import Asked, decide
from merit_desk.experiments.models import Decision
from merit_desk.experiments.queries.known import experiment_of, experiments_known_to
from merit_desk.experiments.queries.read import read_now
from merit_desk.experiments.queries.shown import advised
from merit_desk.results.queries.names import titled
from merit_desk.shell.language import current_language

router = Router(tags=["experiments"])


@router.get("/experiments", **operation("experiments", Scope.RESULTS, list[ExperimentLineGiven]))
def experiments(request: HttpRequest) -> Any:
    """Those that the asker may know of, the latest first."""
    return [_line(each) for each in experiments_known_to(viewer_asking(request))]


@router.get("/experiments/{name}", **operation("one_experiment", Scope.RESULTS, ExperimentGiven))
def one_experiment(request: HttpRequest, name: str) -> Any:
    """What it shows; with a broken split no effects."""
    return _given(experiment_of(viewer_asking(request), name))


@router.post("/experiments/{name}/decisions", **operation("decide_experiment", Scope.CYCLES_WRITE, ExperimentGiven))
def decide_experiment(request: HttpRequest, name: str, asked: DecisionAsked) -> Any:
    """Decide, as one of the people whom the experiment names."""
    viewer = viewer_asking(request)
    decide(viewer, name, Asked(Advice(asked.decided), asked.arm, asked.reason, asked.through))
    return _given(experiment_of(viewer, name))


def _line(one: Experiment) -> dict[str, Any]:
    title = titled(dict(one.title), one.experiment)
    return {"experiment": one.experiment, "title": title, "owner": one.owner, "start": one.start, "end": one.last_day}


def _given(one: Experiment) -> dict[str, Any]:
    decided = [each.decided for each in Decision.objects.filter(experiment=one.experiment)]
    read = read_now(one)
    if read is None:
        nothing: dict[str, Any] = {
            "through": None,
            "advice": "",
            "why": "",
            "units": {},
            "split_p": None,
            "effects": [],
        }
        return {**_line(one), **nothing, "decisions": decided}
    found, reading = advised(read), read.reading
    return {
        **_line(one),
        "through": reading.through,
        "advice": str(found.advice),
        "why": sentence(*reason_told(reading, found, current_language()), current_language()),
        "units": dict(zip([each.arm for each in one.arms], reading.split.counted, strict=True)),
        "split_p": reading.split.p,
        "effects": [
            {
                "metric": each.metric.metric,
                "arm": effect.arm,
                "difference": effect.difference,
                "low": effect.always.low if effect.always else None,
                "high": effect.always.high if effect.always else None,
                "corrected_p": p,
            }
            for each in reading.metrics
            for effect, p in zip(each.effects, each.corrected_ps, strict=True)
        ],
        "decisions": decided,
    }

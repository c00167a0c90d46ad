"""An experiment read from the facts as they stand, kept until a file or the facts change."""

from dataclasses import dataclass

from merit.engines.experiment_facts import evidence_in
from merit.engines.experiment_history import baseline_in
from merit.engines.figures import data_span
from merit.experiments.evidence import Evidence
from merit.experiments.experiment import Experiment
from merit.experiments.reading import Reading, read_experiment
from merit.experiments.sample_size import Baseline
from merit_desk.experiments.queries.known import experiments_state
from merit_desk.results.queries.open_company import at_work

_MOST = 64
_readings: dict[tuple[int, str], "Read | None"] = {}
_baselines: dict[tuple[int, str], Baseline | None] = {}


@dataclass(frozen=True, slots=True)
class Read:
    """The reading with what it was made of."""

    reading: Reading
    evidence: Evidence


def read_now(one: Experiment) -> Read | None:
    """The reading of all facts; None before any day of the experiment has data."""
    key = (experiments_state(), one.experiment)
    if key not in _readings:
        if len(_readings) >= _MOST:
            _readings.clear()
        _readings[key] = _read(one)
    return _readings[key]


def baseline_now(one: Experiment) -> Baseline | None:
    """The metric before the experiment; None where nothing is known."""
    key = (experiments_state(), one.experiment)
    if key not in _baselines:
        if len(_baselines) >= _MOST:
            _baselines.clear()
        with at_work("") as workspace:
            _baselines[key] = baseline_in(workspace.engine, workspace.company.catalogue, one)
    return _baselines[key]


def _read(one: Experiment) -> Read | None:
    with at_work("") as workspace:
        span = data_span(workspace.engine)
        if span is None or span.last < one.start:
            return None
        evidence = evidence_in(workspace.engine, workspace.company.catalogue, one, span.last)
    return Read(read_experiment(one, evidence), evidence)

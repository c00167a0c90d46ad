"""How an experiment's primary metric stood before it began: what its sample size is worked out from."""

from datetime import timedelta

from merit.catalogue.kpi import Catalogue
from merit.engines.experiment_facts import measured_units
from merit.engines.figures import data_span
from merit.engines.query_engine import QueryEngine
from merit.experiments.baseline import expected_baseline, history_baseline
from merit.experiments.experiment import AssignedBy, Experiment
from merit.experiments.sample_size import Baseline


def baseline_in(engine: QueryEngine, catalogue: Catalogue, experiment: Experiment) -> Baseline | None:
    """As the file expects it, else from the last days before the start, as many as the experiment is to last.

    Where the start lies beyond the data, the last days of the data. None where nothing is known.
    """
    if experiment.expected is not None:
        return expected_baseline(experiment)
    span = data_span(engine)
    if span is None or experiment.assigned_by is AssignedBy.TOTALS:
        return None
    past = min(experiment.start, span.end)
    first = max(span.start, past - (experiment.end - experiment.start))
    if first >= past:
        return None
    _, given = measured_units(engine, catalogue, experiment, first, past)
    primary = experiment.primary
    return history_baseline(primary.kind, given[primary.metric], (past - first) // timedelta(days=1))

"""What a dbt project says of its metrics, both generations of the form brought to one: models, measures, metrics."""

from dataclasses import dataclass, field

from merit.sources.metricflow.part import Part


@dataclass(slots=True)
class SemanticModel:
    """One dbt model with the SQL behind each of its dimensions and entities."""

    name: str
    dbt_model: str
    part: Part
    time: str = ""
    """The time dimension that dates its measures unless they name another."""
    columns: dict[str, str] = field(default_factory=dict)
    entities: set[str] = field(default_factory=set)
    """Entities whose dimensions are this model's own: the primary and unique ones."""


@dataclass(slots=True)
class Aggregation:
    """How rows of one model become a number: a measure of the legacy form, a simple metric of the latest."""

    name: str
    model: SemanticModel
    agg: str
    expr: str
    time: str
    part: Part
    parameters: Part
    """Where `percentile` and the like stand."""


@dataclass(slots=True)
class Metric:
    """`kind` is simple, ratio, derived, cumulative or conversion; `params` is where its parameters stand."""

    name: str
    kind: str
    part: Part
    params: Part
    aggregation: Aggregation | None = None
    """Of a simple metric of the latest form, which is its own measure."""


@dataclass(slots=True)
class Manifest:
    """Everything by name."""

    models: dict[str, SemanticModel] = field(default_factory=dict)
    measures: dict[str, Aggregation] = field(default_factory=dict)
    metrics: dict[str, Metric] = field(default_factory=dict)

    def add_metric(self, metric: Metric) -> None:
        """Add it, or report that the name is taken."""
        if not metric.name:
            metric.part.report("sources.metricflow_no_name")
        elif metric.name in self.metrics:
            first = self.metrics[metric.name].part.place()
            metric.part.report("sources.metricflow_twice", "name", name=metric.name, first=str(first))
        else:
            self.metrics[metric.name] = metric

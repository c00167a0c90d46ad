"""A draft as it is judged while it is written: findings per field, curves to draw, the sum of weights, what differs."""

from dataclasses import dataclass
from fractions import Fraction
from typing import Any, Protocol

from merit.company import Company
from merit.kernel.exact import plain
from merit.kernel.problems import Place, Problem
from merit.kernel.section import number_in, total_of
from merit.scores.plan.curves import Curve
from merit.scores.plan.score_plan import ScorePlan
from merit_desk.accounts.viewer import Viewer
from merit_desk.catalogue.queries.slots import slots_of
from merit_desk.catalogue.queries.versions import difference_lines
from merit_desk.plans.forms.plan_data import PlanForms, field_of
from merit_desk.plans.queries.advice import advice_of, placed_advice
from merit_desk.plans.queries.drawing import CurveChart, chart_of
from merit_desk.plans.queries.versions import in_force, normal, plan_versions
from merit_desk.plans.queries.words import subject_title
from merit_desk.results.queries.names import kpi_unit
from merit_desk.shell.sentences import say

FULL = Fraction(100)


class Checked(Protocol):
    """What checking a draft comes to."""

    @property
    def text(self) -> str:
        """The document."""

    @property
    def problems(self) -> tuple[Problem, ...]:
        """What is wrong."""

    @property
    def advice(self) -> tuple[Problem, ...]:
        """What is worth a look."""

    @property
    def plan(self) -> ScorePlan | None:
        """The plan, when nothing is wrong."""

    @property
    def curves(self) -> tuple[tuple[str, Curve | None], ...]:
        """Subject and curve of each indicator."""


@dataclass(frozen=True, slots=True)
class Weights:
    """The weights of a draft. `tone` is good at exactly 100 %."""

    total: Fraction
    parts: tuple[tuple[str, str, float], ...]
    """Title, weight as text, percent of the bar."""

    @property
    def bars(self) -> tuple[tuple[float, float], ...]:
        """Where each part begins on the bar and how wide it is, in percent."""
        starts = [sum(share for _, _, share in self.parts[:at]) for at in range(len(self.parts))]
        return tuple((round(start, 2), part[2]) for start, part in zip(starts, self.parts, strict=True))

    @property
    def tone(self) -> str:
        """good or bad."""
        return "good" if self.total == FULL else "bad"

    @property
    def words(self) -> str:
        """权重合计 95%，还差 5%."""
        if self.total == FULL:
            return say("plans.weights_full")
        code = "plans.weights_short" if self.total < FULL else "plans.weights_over"
        return say(code, total=plain(self.total), rest=plain(abs(FULL - self.total)))


def judged(
    viewer: Viewer, company: Company, forms: PlanForms, checked: Checked, data: dict[str, Any]
) -> dict[str, Any]:
    """Everything that the form shows beside what is typed."""
    charts: list[CurveChart | None] = [
        chart_of(curve, kpi_unit(company, subject)) if curve is not None else None for subject, curve in checked.curves
    ]
    prefixed = {f"i{at}": chart for at, chart in enumerate(charts) if chart is not None}
    known = any(each.plan == data["plan"] for each in company.plans)
    now = in_force(plan_versions(data["plan"], viewer.today)) if known else None
    return {
        "slots": slots_of(checked.problems, forms.field_ids, _field),
        **_advice(company, checked),
        "sound": checked.plan is not None,
        "text": checked.text,
        "charts": prefixed,
        "curves": {name: chart.data for name, chart in prefixed.items()},
        "weights": weights_of(company, data),
        "changes": difference_lines(company, normal(now.data), normal(data)) if now else [],
        "now_number": now.number if now else 0,
        "titles": [_title(company, each) for each in data.get("indicators", [])],
    }


def _advice(company: Company, checked: Checked) -> dict[str, Any]:
    """Beside each indicator what concerns it; the rest stands beside the form."""
    if checked.plan is None:
        return {"advice": advice_of(company, ()), "advice_by_part": {}}
    parts, rest = placed_advice(company, checked.plan, checked.advice)
    return {"advice": rest, "advice_by_part": parts, "told": len(checked.advice)}


def _field(place: Place) -> str:
    return field_of(place.field)


def weights_of(company: Company, data: dict[str, Any]) -> Weights:
    """The sum of what can be read as a number, and each part."""
    indicators = data.get("indicators", [])
    numbers = [number_in(each.get("weight")) for each in indicators]
    total = total_of(numbers)
    scale = max(total, FULL)
    parts = tuple(
        (_title(company, each), f"{plain(number)}%", round(float(number / scale * 100), 2))
        for each, number in zip(indicators, numbers, strict=True)
        if number is not None and number > 0
    )
    return Weights(total, parts)


def _title(company: Company, indicator: dict[str, Any]) -> str:
    for kind in ("kpi", "task", "rated", "counted"):
        if indicator.get(kind):
            return subject_title(company, str(indicator[kind]), kind in ("kpi", "task"))
    return say("plans.unnamed")

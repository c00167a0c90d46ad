"""Whether the target that scoring reads from targets.csv is the goal's."""

from dataclasses import dataclass

from merit.company import Company
from merit.kernel.exact import exact
from merit_desk.goals.models import Goal
from merit_desk.goals.queries.figures import figure_node
from merit_desk.plans.queries.targets import standing_target, target_words


@dataclass(frozen=True, slots=True)
class WrittenTarget:
    """`stands` is the target in the file as it is written, empty for no row."""

    stands: str
    shown: str
    same: bool


def row_of(goal: Goal) -> dict[str, str] | None:
    """The key of the goal's row of targets.csv; None for a goal without KPI or target."""
    if not goal.kpi or not goal.target:
        return None
    kind, node = figure_node(goal)
    return {"kpi": goal.kpi, "node_kind": kind, "node": node, "period": goal.period, "start": ""}


def written_target(company: Company, goal: Goal) -> WrittenTarget | None:
    """None for a goal that has no place in targets.csv."""
    row = row_of(goal)
    if row is None:
        return None
    found = standing_target({**row, "from": row["start"]})
    stands = found.get("target", "")
    shown = target_words(company, goal.kpi, stands, found.get("basis", "")) if found else ""
    basis = (found.get("basis") or "absolute") == goal.basis
    return WrittenTarget(stands, shown, bool(found) and basis and _same(stands, goal.target))


def _same(first: str, second: str) -> bool:
    try:
        return exact(first) == exact(second)
    except ValueError:
        return False

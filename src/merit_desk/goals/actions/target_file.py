"""Writing a goal's target into targets.csv, so that scoring uses it."""

from merit.kernel.refusals import ConflictRefusal
from merit_desk.accounts.access import Can
from merit_desk.accounts.viewer import Viewer
from merit_desk.goals.models import Goal
from merit_desk.goals.queries.visible import goal_of
from merit_desk.goals.queries.written_target import row_of
from merit_desk.plans.actions.targets import TargetRow, set_target


def write_target(viewer: Viewer, number: int, seen: str, reason: str) -> Goal:
    """The goal whose target now stands in targets.csv; `seen` is the target that the writer saw there.

    Raises NotFoundRefusal (not permitted), ConflictRefusal (not a KPI with a target), StaleEdit, Unsound.
    """
    viewer.require(Can.EDIT_TARGETS)
    goal = goal_of(viewer, number)
    row = row_of(goal)
    if row is None:
        raise ConflictRefusal("goals.no_target_row")
    set_target(viewer, TargetRow(**{**row, "target": goal.target, "basis": goal.basis, "reason": reason}), seen)
    return goal

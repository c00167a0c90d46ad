"""What became of a goal, as a timeline in the reader's words."""

from typing import Any

from django.utils import timezone

from merit.company import Company
from merit_desk.accounts.viewer import Viewer
from merit_desk.goals.models import Goal, GoalChange
from merit_desk.goals.queries.visible import goals_visible_to
from merit_desk.results.queries.names import kpi_title, node_name
from merit_desk.shell import formats
from merit_desk.shell.parts import Entry
from merit_desk.shell.sentences import knows, say

_MOST = 50
_ICONS = {
    "made": "plus",
    "changed": "edit",
    "aligned": "hierarchy-2",
    "split": "arrows-split",
    "driven": "math-function",
    "accept": "circle-check",
    "propose": "send",
    "send_back": "arrow-back-up",
    "close": "flag-check",
    "drop": "ban",
}
_HIDDEN = ("parent", "figure_kind", "figure_node", "parts", "drivers", "join", "adds_up", "direction", "basis")


def history_entries(viewer: Viewer, company: Company, goal: Goal) -> list[Entry]:
    """The latest first."""
    changes = list(goal.history.select_related("by")[:_MOST])
    parents = {number for each in changes for number in (each.before.get("parent"), each.after.get("parent")) if number}
    known = set(goals_visible_to(viewer).filter(pk__in=parents).values_list("pk", flat=True)) if parents else set()
    return [_entry(company, each, known, at == 0) for at, each in enumerate(changes)]


def _entry(company: Company, change: GoalChange, known: set[int], latest: bool) -> Entry:
    words = " ".join(part for part in (_differences(company, change, known), change.reason) if part)
    return Entry(
        title=say(f"goals.history.{change.what}"),
        moment=formats.moment_name(timezone.localtime(change.at)),
        who=str(change.by),
        note=words,
        icon=_ICONS.get(change.what, "point"),
        now=latest,
    )


def _differences(company: Company, change: GoalChange, known: set[int]) -> str:
    if change.what in ("made", "split", "driven"):
        return ""
    names = dict.fromkeys((*change.before, *change.after))
    parts = [
        say(
            "goals.history.line",
            field=_field(name),
            before=_value(company, name, change.before, known),
            after=_value(company, name, change.after, known),
        )
        for name in names
        if name not in _HIDDEN and name != "wording"
    ]
    return say("list.comma").join(parts)


def _field(name: str) -> str:
    code = {"parent_title": "align_form.parent"}.get(name, f"goal_form.{name}")
    return say(code if knows(code) else f"goals.field.{name}")


def _value(company: Company, name: str, values: dict[str, Any], known: set[int]) -> str:
    value = values.get(name, "")
    if name == "parent_title" and values.get("parent") not in known:
        return formats.NO_VALUE
    if value in ("", None):
        return formats.NO_VALUE
    match name:
        case "kpi":
            return kpi_title(company, str(value))
        case "person":
            return node_name(company, "person", str(value))
        case "state" | "style" | "perspective":
            return say(f"goals.{name}.{value}")
        case "done":
            return say("goals.done" if value else "goals.not_done")
        case _:
            return str(value)

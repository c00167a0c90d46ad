"""What a written working is made of: its explained inputs, its references, and which way leads on to source data."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from merit_desk.results.queries.period_files import Working

GIVEN = "given"
_FIRST = ("individual", "grade", "total", "actual", "reading", "points", "commission", "amount", "earned", "value")
_PASSES_ON = {"scores.total", "rewards.paid_earlier"}
"""Rules whose single input is the same figure before rounding: shown as one level with it."""


@dataclass(frozen=True, slots=True)
class Part:
    """An explained input: the field it stands in, its key there (an indicator, a coefficient), and its working."""

    field: str
    key: str
    working: Working


def parts(step: Working) -> list[Part]:
    """The explained inputs in the order written; none of a figure that was read."""
    if step["rule"] == GIVEN:
        return []
    return [part for name, thing in step["inputs"].items() for part in _parts(name, "", thing)]


def _parts(field: str, key: str, thing: Any) -> Iterator[Part]:
    if isinstance(thing, dict) and "rule" in thing:
        yield Part(field, key, thing)
    elif isinstance(thing, dict) and "ref" not in thing:
        for name, each in thing.items():
            yield from _parts(field, key or name, each)
    elif isinstance(thing, list):
        for each in thing:
            yield from _parts(field, key, each)


def settled(step: Working) -> Working:
    """The step itself, or the one below that it only rounds."""
    below = parts(step)
    return settled(below[0].working) if step["rule"] in _PASSES_ON and len(below) == 1 else step


def reference(step: Working, kind: str) -> Working | None:
    """The first reference of that kind (kpi, line, definition, decision) that the step names itself."""
    return next((ref for ref in step.get("about", ()) if ref["ref"] == kind), None)


def best_part(step: Working) -> int | None:
    """Which input to open unasked: the nearest to a KPI, by the order in which people ask; None without inputs."""
    below = parts(step)
    if not below:
        return None
    for reaches in (_reaches_kpi, _reaches_line, lambda _: True):
        able = [index for index, part in enumerate(below) if reaches(part.working)]
        if able:
            return min(able, key=lambda index: (_rank(below[index]), index))
    return None


def _rank(part: Part) -> int:
    names = (part.key, part.field)
    return min((_FIRST.index(name) for name in names if name in _FIRST), default=len(_FIRST))


def _reaches_kpi(step: Working) -> bool:
    return reference(step, "kpi") is not None or any(_reaches_kpi(part.working) for part in parts(step))


def _reaches_line(step: Working) -> bool:
    return reference(step, "line") is not None or any(_reaches_line(part.working) for part in parts(step))

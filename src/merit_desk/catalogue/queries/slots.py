"""Findings beside the fields they are about: every field of a form has a slot, filled or empty."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

from merit.kernel.problems import Place, Problem
from merit_desk.shell.parts import ShownProblem, shown_problems


@dataclass(frozen=True, slots=True)
class Slot:
    """The place under one field. `field` is the id of the field's control."""

    field: str
    problems: tuple[ShownProblem, ...]


@dataclass(frozen=True, slots=True)
class Slots:
    """One slot per field, and what belongs to no field."""

    fields: dict[str, Slot]
    rest: tuple[ShownProblem, ...]

    @property
    def every(self) -> list[Slot]:
        """All of them, in the order of the form."""
        return list(self.fields.values())

    @property
    def filled(self) -> list[Slot]:
        """Those with a finding."""
        return [slot for slot in self.fields.values() if slot.problems]


def slots_of(problems: Sequence[Problem], fields: Iterable[str], field_of: Callable[[Place], str]) -> Slots:
    """Share the problems out; `field_of` tells the id of the field for a place in the draft."""
    by_field: dict[str, list[Problem]] = {field: [] for field in fields}
    rest: list[Problem] = []
    for problem in problems:
        by_field.get(field_of(problem.place), rest).append(problem)
    slots = {field: Slot(field, without_place(found)) for field, found in by_field.items()}
    return Slots(slots, without_place(rest))


def without_place(problems: Sequence[Problem]) -> tuple[ShownProblem, ...]:
    """Findings in a draft, whose file and line say nothing to its writer."""
    return tuple(replace(each, place="") for each in shown_problems(problems))

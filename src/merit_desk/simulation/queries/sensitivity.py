"""敏感度: what a tenth more or less on each slider does to the cost of everybody together."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from merit.kernel.refusals import Refusal
from merit_desk.simulation.queries.levers import Lever, every_lever
from merit_desk.simulation.queries.scenes import Scene, outcome_at

TENTH = Decimal("0.1")
MOST = 12
"""The strongest sliders shown."""


@dataclass(frozen=True, slots=True)
class Bar:
    """One slider: where a tenth less and more leads, and what the cost then differs by from where it stands; fen."""

    name: str
    less_at: str
    more_at: str
    less: int
    more: int

    @property
    def reach(self) -> int:
        """How far the two ends lie from where it stands."""
        return max(abs(self.less), abs(self.more))


def tornado(scene: Scene, sliders: dict[str, str], plan: str) -> list[Bar]:
    """The sliders of the company and of one plan, the strongest first; what no plan may state is left out.

    A slider at 0 (targets overall) moves by ten of its own units.
    """
    ready = scene.ready
    if ready is None:
        return []
    base = outcome_at(scene, sliders).cost_draft.fen
    moved = {name: Decimal(value) for name, value in sliders.items()}
    found = []
    for each in every_lever(ready.tried, scene.periods[-1], moved):
        if each.name.startswith(("w:", "b:")) and each.name.split(":")[1] != plan:
            continue
        ends = list(_ends(scene, sliders, each))
        if len(ends) == 2:
            (less_at, less), (more_at, more) = ends
            found.append(Bar(each.label, less_at, more_at, less - base, more - base))
    return sorted(found, key=lambda each: -each.reach)[:MOST]


def _ends(scene: Scene, sliders: dict[str, str], lever: Lever) -> Iterator[tuple[str, int]]:
    by = lever.now * TENTH if lever.now else Decimal(10) * lever.step
    for value in (lever.now - by, lever.now + by):
        try:
            cost = outcome_at(scene, {**sliders, lever.name: str(value)}).cost_draft.fen
        except Refusal:
            return
        yield f"{value.normalize():f}{lever.unit}".replace("-", "\N{MINUS SIGN}"), cost

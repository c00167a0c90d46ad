"""One look at a simulation: where its sliders stand, and everything that follows from that, asked for once."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from urllib.parse import urlencode

from merit.company import Company
from merit.kernel.period import Period
from merit.kernel.refusals import ConflictRefusal
from merit.what_if.outcome import Outcome
from merit_desk.simulation.forms.sliders import numbers
from merit_desk.simulation.models import Simulation
from merit_desk.simulation.queries.board import Board, board_of
from merit_desk.simulation.queries.drafted import asked_digest, drafted
from merit_desk.simulation.queries.levers import Panel, every_lever, panel
from merit_desk.simulation.queries.scenes import Scene, outcome_at, scene_of

HUNDRED = Decimal(100)


@dataclass(frozen=True, slots=True)
class Asking:
    """`sliders` are only those that stand elsewhere than in the drafts; `tried` is the company under the drafts."""

    simulation: Simulation
    company: Company
    tried: Company
    last: Period
    sliders: dict[str, str]

    @property
    def scene(self) -> Scene:
        """History, being made ready or ready."""
        return scene_of(self.simulation)

    @property
    def as_kept(self) -> bool:
        """Whether the sliders stand where the simulation keeps them."""
        kept = asked_digest(self.simulation, self.simulation.levers)
        return asked_digest(self.simulation, self.sliders) == kept

    @property
    def query(self) -> str:
        """The sliders as an address has them; `moved` says that none is meant, when none is moved."""
        return urlencode({**self.sliders, "moved": "1"})

    def panel(self, plan: str) -> Panel:
        """The sliders of the plan and of the company."""
        return panel(self.tried, self.last, numbers(self.sliders), plan)

    def outcome(self) -> Outcome:
        """Raises ConflictRefusal for weights that do not total 100 %, or history that could not be made ready."""
        scene = self.scene
        if scene.ready is None:
            raise scene.refusal or ConflictRefusal("simulation.not_ready")
        self._whole()
        return outcome_at(scene, self.sliders)

    def board(self) -> Board:
        """Everything that the outcome comes to. Raises as `outcome`."""
        outcome, ready = self.outcome(), self.scene.ready
        assert ready is not None  # noqa: S101 - an outcome comes of a ready scene
        return board_of(self.company, outcome, ready.contribution, ready.profit)

    def _whole(self) -> None:
        moved = numbers(self.sliders)
        for plan in {name.split(":")[1] for name in moved if name.startswith("w:")}:
            total = self.panel(plan).total
            if total != HUNDRED:
                gaps = {"total": f"{total.normalize():f}", "short": f"{abs(HUNDRED - total).normalize():f}"}
                code = "simulation.weights_short" if total < HUNDRED else "simulation.weights_over"
                raise ConflictRefusal(code, plan=self.panel(plan).title, **gaps)


def asking(company: Company, simulation: Simulation, sliders: Mapping[str, str]) -> Asking:
    """Sliders that nothing declares, or that stand where the drafts have them, are left out."""
    tried, last = drafted(company, simulation, {}).company, Period.parse(simulation.last)
    moved = numbers(sliders)
    kept = {
        each.name: f"{each.now.normalize():f}"
        for each in every_lever(tried, last, moved)
        if each.moved and each.low <= each.now <= each.high
    }
    return Asking(simulation, company, tried, last, kept)

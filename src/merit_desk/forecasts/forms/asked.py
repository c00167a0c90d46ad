"""What the form of a target holds so far, read leniently: what cannot be read yet is not there yet."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from merit.kernel.exact import exact
from merit.kernel.period import Period
from merit.targets.target import TargetBasis


@dataclass(frozen=True, slots=True)
class Asked:
    """`growth` and `capacity` are what planners typed beside the suggestion; None for nothing readable."""

    kpi: str
    kind: str
    node: str
    period: Period | None
    target: Fraction | None
    basis: TargetBasis
    growth: Fraction | None
    growth_told: bool
    """Whether the field of the market's growth was there at all; empty then means none."""
    capacity: Fraction | None

    @property
    def complete(self) -> bool:
        """Whether it is known what is to be forecast."""
        return bool(self.kpi and self.kind and self.node and self.period)


def asked_in(given: Mapping[str, str]) -> Asked:
    """A node stands in `node_kind` and `node`, or as kind/id in `figure` or `whose`."""
    text = {name: (given.get(name) or "").strip() for name in given}
    pair = text.get("figure") or text.get("whose") or f"{text.get('node_kind', '')}/{text.get('node', '')}"
    kind, _, node = pair.partition("/")
    basis = text.get("basis", "")
    return Asked(
        kpi=text.get("kpi", ""),
        kind=kind,
        node="company" if kind == "company" else node,
        period=_period(text.get("period", "")),
        target=number_in(text.get("target", "")),
        basis=TargetBasis(basis) if basis in set(TargetBasis) else TargetBasis.ABSOLUTE,
        growth=number_in(text.get("market_growth", ""), of_hundred=True),
        growth_told="market_growth" in text,
        capacity=number_in(text.get("capacity", "")),
    )


def number_in(text: str, of_hundred: bool = False) -> Fraction | None:
    """`1,200`, `12%`, `0.12`; `of_hundred` reads a bare number as percent. None for anything else."""
    bare = text.strip().replace(",", "").replace("，", "").replace("％", "%")
    percent = bare.endswith("%") or of_hundred
    try:
        return exact(bare.rstrip("%").strip()) / (100 if percent else 1)
    except ValueError:
        return None


def _period(text: str) -> Period | None:
    try:
        return Period.parse(text)
    except (ValueError, OverflowError):
        return None

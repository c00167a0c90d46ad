"""Targets set low on purpose: far below what was usual when they were set, and then far exceeded, again and again."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from statistics import median

from merit.catalogue.kpi import Direction
from merit.company import Company
from merit.insight.signs.chance import at_least
from merit.insight.signs.sign import Evidence, Method, Sign, SignKind, Subject, SubjectKind
from merit.kernel.exact import half_up, plain
from merit.kernel.explain import LineRef
from merit.kernel.node import Node, NodeKind
from merit.kernel.period import Period
from merit.metrics.figures import Figures
from merit.targets.basis import full_target
from merit.targets.target import Target

LOOKED_BACK = 6
BEFORE = 6
"""Periods before a target whose median is what was usual."""
FEWEST_BEFORE = 3
LOW = Fraction(19, 20)
"""Target ÷ the smaller of that median and the same period a year earlier with the growth since."""
EXCEEDED = Fraction(5, 4)

Expected = Callable[[str, Node, Period], Fraction | None]
"""What a KPI of a node was to be expected to reach when the target was set: history by default, or a forecast."""


@dataclass(frozen=True, slots=True)
class KeptTarget:
    """A target of one period with what was to be expected then and what came of it."""

    period: Period
    target: Fraction
    expected: Fraction
    actual: Fraction
    source: LineRef
    rises: bool

    @property
    def is_easy(self) -> bool:
        """Far below what was to be expected, and far exceeded."""
        if not self.rises:
            low = self.expected > 0 and self.target >= self.expected / LOW
            return low and self.actual * EXCEEDED <= self.target
        return self.expected > 0 and self.target <= LOW * self.expected and self.actual >= EXCEEDED * self.target


def sandbagging_signs(
    company: Company, figures: Figures, period: Period, expected: Expected | None = None
) -> Iterator[Sign]:
    """Of every KPI and node with a target in the period; judged against how often targets in the company are easy."""
    looks_ahead = expected or _from_history(figures)
    kept = {
        key: [one for one in (_kept(company, figures, each, looks_ahead) for each in rows) if one is not None]
        for key, rows in _rows(company.targets, period).items()
    }
    for key, periods in sorted(kept.items(), key=lambda each: (each[0][0], each[0][1])):
        easy = [each for each in periods if each.is_easy]
        if len(easy) < company.profile.signs.easy_periods or easy[-1].period != period:
            continue
        others = [each for other, listed in kept.items() if other != key for each in listed]
        share = (sum(each.is_easy for each in others) + 1) / (len(others) + 2)
        chance = min(1.0, at_least(len(easy), len(periods), share) * len(kept))
        if chance < company.profile.signs.certainty:
            yield _sign(period, key, periods, easy, chance)


def _rows(targets: Iterable[Target], period: Period) -> dict[tuple[str, Node], list[Target]]:
    """The row of the period and of those before it, the oldest first; a later change within a period counts."""
    wanted, each = [], period
    for _ in range(LOOKED_BACK):
        wanted.append(each)
        each = each.previous()
    found: dict[tuple[str, Node], dict[Period, Target]] = {}
    kinds = {kind.value: kind for kind in NodeKind}
    for target in targets:
        if target.period in wanted and target.node_kind in kinds:
            node = Node(kinds[target.node_kind], target.node)
            found.setdefault((target.kpi, node), {})[target.period] = target
    return {key: [rows[at] for at in sorted(rows)] for key, rows in found.items() if period in rows}


def _kept(company: Company, figures: Figures, target: Target, expected: Expected) -> KeptTarget | None:
    if target.kpi not in company.catalogue:
        return None
    direction = company.catalogue[target.kpi].direction
    node = Node(NodeKind(target.node_kind), target.node)
    stated = full_target(target, node, figures, company.benchmarks)
    actual = figures.value(target.kpi, node, target.period).value
    usual = expected(target.kpi, node, target.period)
    if direction not in (Direction.UP, Direction.DOWN) or stated is None or actual is None or usual is None:
        return None
    return KeptTarget(target.period, stated.value, usual, actual, target.source, direction is Direction.UP)


def _from_history(figures: Figures) -> Expected:
    """The lower of the last periods' median and the same period a year earlier with the growth of the period before.

    The one does not let a season speak, the other not a growing shop.
    """

    def expected(kpi: str, node: Node, period: Period) -> Fraction | None:
        before, each = [], period
        for _ in range(BEFORE):
            each = each.previous()
            value = figures.value(kpi, node, each).value
            before += [] if value is None else [value]
        if len(before) < FEWEST_BEFORE:
            return None
        usual = Fraction(median(before))
        last_year = figures.value(kpi, node, period.a_year_earlier()).value
        latest, year_before = (
            figures.value(kpi, node, each).value for each in (period.previous(), period.previous().a_year_earlier())
        )
        growth = latest / year_before if latest and year_before else Fraction(1)
        return min(usual, last_year * growth) if last_year else usual

    return expected


def _sign(
    period: Period, key: tuple[str, Node], periods: list[KeptTarget], easy: list[KeptTarget], chance: float
) -> Sign:
    kpi, node = key
    seen: dict[str, str | int] = {
        "kpi": kpi,
        "easy": len(easy),
        "periods": len(periods),
        "target": _brief(easy[-1].target),
        "expected": _brief(easy[-1].expected),
        "actual": _brief(easy[-1].actual),
    }
    subject = Subject(_subject_kind(node.kind), node.id)
    evidence = tuple(_row(each) for each in easy)
    return Sign(SignKind.SANDBAGGED, subject, period, seen, evidence, len(easy), chance, Method.BINOMIAL, kpi)


def _subject_kind(kind: NodeKind) -> SubjectKind:
    known = {str(each) for each in SubjectKind}
    return SubjectKind(str(kind)) if str(kind) in known else SubjectKind.TEAM


def _brief(value: Fraction) -> str:
    return plain(half_up(value, 4))


def _row(kept: KeptTarget) -> Evidence:
    fields = {
        "period": str(kept.period),
        "target": _brief(kept.target),
        "expected": _brief(kept.expected),
        "actual": _brief(kept.actual),
    }
    return Evidence("targets", kept.source, tuple(fields.items()))

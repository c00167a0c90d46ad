"""One KPI far better than usual while the one that balances it is far worse: sales and margin, speed and CSAT."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from math import sqrt
from statistics import NormalDist

from merit.catalogue.kpi import Direction
from merit.company import Company
from merit.insight.signs.chance import deviations
from merit.insight.signs.sign import Evidence, Method, Sign, SignKind, Subject, SubjectKind
from merit.kernel.exact import half_up, plain
from merit.kernel.node import Node, NodeKind
from merit.kernel.period import Period
from merit.metrics.figures import Figures, KpiValue

USUAL_PAIRS = (
    ("paid_sales", "gross_margin"),
    ("paid_sales", "refund_rate_amt_event"),
    ("orders_paid", "aov"),
    ("frt_p50", "csat"),
    ("inq_conv_final", "refund_rate_amt_event"),
    ("stock_turnover", "stockout_rate"),
    ("spend", "roas"),
)
"""KPI that is pushed, and the one that pays for it."""
LOOKED_BACK = 12
FEWEST = 6
"""Periods of its own history."""
FEWEST_ROWS = 30
"""Rows behind each value."""
SIGMAS = 3.0
_KINDS = {
    NodeKind.COMPANY: SubjectKind.COMPANY,
    NodeKind.DEPARTMENT: SubjectKind.TEAM,
    NodeKind.TEAM: SubjectKind.TEAM,
    NodeKind.PERSON: SubjectKind.PERSON,
    NodeKind.SHOP: SubjectKind.SHOP,
}


@dataclass(frozen=True, slots=True)
class _Swing:
    """How far a value is from the node's own usual, in robust standard deviations; better is positive."""

    value: KpiValue
    usual: Fraction
    better: float


def pair_signs(company: Company, figures: Figures, period: Period, nodes: Iterable[Node]) -> Iterator[Sign]:
    """Each node against its own last twelve periods."""
    pairs = [pair for pair in pairs_of(company) if set(pair) <= set(company.catalogue.kpis)]
    looked = [node for node in nodes if node.kind in _KINDS]
    for pushed, paying in pairs:
        for node in looked:
            up, down = (_swing(company, figures, kpi, node, period) for kpi in (pushed, paying))
            if up is not None and down is not None and up.better >= SIGMAS and down.better <= -SIGMAS:
                chance = 2 * (1 - NormalDist().cdf(min(up.better, -down.better))) * len(looked) * len(pairs)
                if min(1.0, chance) < max(company.profile.signs.certainty, 0.05):
                    yield _sign(period, node, up, down, min(1.0, chance))


def pairs_of(company: Company) -> tuple[tuple[str, str], ...]:
    """The company's own, else the usual ones."""
    return company.profile.signs.pairs or USUAL_PAIRS


def _swing(company: Company, figures: Figures, kpi: str, node: Node, period: Period) -> _Swing | None:
    declared = company.catalogue[kpi]
    now = figures.value(kpi, node, period)
    if node.kind not in declared.nodes or now.value is None or now.n < FEWEST_ROWS:
        return None
    history, each = [], period
    for _ in range(LOOKED_BACK):
        each = each.previous()
        found = figures.value(kpi, node, each)
        if found.value is not None and found.n >= FEWEST_ROWS:
            history.append(found.value)
    if len(history) < FEWEST or declared.direction not in (Direction.UP, Direction.DOWN):
        return None
    usual = sorted(history)[len(history) // 2]
    by = deviations(float(now.value), [float(each) for each in history], _own_spread(now, usual))
    return _Swing(now, usual, by if declared.direction is Direction.UP else -by)


def _own_spread(now: KpiValue, usual: Fraction) -> float:
    """What counting alone makes a value vary: a share by the binomial, anything else by the root of its rows."""
    value = abs(float(usual))
    if 0 < value < 1 and now.denominator:
        return sqrt(value * (1 - value) / now.n)
    return value / sqrt(now.n)


def _sign(period: Period, node: Node, up: _Swing, down: _Swing, chance: float) -> Sign:
    seen: dict[str, str | int] = {
        "pushed": up.value.kpi,
        "pushed_now": _brief(up.value.value),
        "pushed_usual": _brief(up.usual),
        "paying": down.value.kpi,
        "paying_now": _brief(down.value.value),
        "paying_usual": _brief(down.usual),
        "sigmas": f"{min(up.better, -down.better):.1f}",
    }
    subject = Subject(_KINDS[node.kind], node.id)
    part = f"{up.value.kpi}-{down.value.kpi}"
    evidence: tuple[Evidence, ...] = ()
    return Sign(SignKind.PAIR_FALLS, subject, period, seen, evidence, 0, chance, Method.DEVIATION, part)


def _brief(value: Fraction | None) -> str:
    return "" if value is None else plain(half_up(value, 4))

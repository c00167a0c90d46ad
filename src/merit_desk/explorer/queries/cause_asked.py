"""Which change is asked to be divided, and how: read from an address and written back to one."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from urllib.parse import urlencode

from django.http import QueryDict

from merit.engines.reasons import TARGET, USUAL
from merit.insight.decomposition_parts import DividedBy
from merit.kernel.node import COMPANY, COMPANY_ID, Node, NodeKind
from merit.kernel.period import Period
from merit.metrics.cut import BUSINESS

VERSUS = ("previous", "a_year_earlier", USUAL, TARGET)
MOST_WITHIN = 2
Where = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class AskedCause:
    """Words that are not understood are left out on reading, never refused; `by` is empty until it is settled."""

    kpi: str = ""
    node: Node = COMPANY
    period: str = ""
    versus: str = "previous"
    by: str = ""
    driver: str = ""
    within: Where = ()

    @property
    def level(self) -> str:
        """The level that parts are held against; empty where an earlier period is meant."""
        return self.versus if self.versus in (USUAL, TARGET) else ""

    def address(self, **changes: object) -> str:
        """The query of the address with something changed."""
        return urlencode(list(_pairs(replace(self, **changes))))  # type: ignore[arg-type]


def asked_cause(query: QueryDict) -> AskedCause:
    """Read an address."""
    versus = query.get("versus", "")
    known = versus in VERSUS or is_period(versus)
    by = query.get("by", "")
    return AskedCause(
        kpi=_text(query.get("kpi")),
        node=node_of(query.get("node", "")),
        period=query.get("period", "") if is_period(query.get("period", "")) else "",
        versus=versus if known else "previous",
        by=by if by in set(DividedBy) else "",
        driver=_text(query.get("driver")),
        within=tuple(part_of(query.getlist("within")))[:MOST_WITHIN],
    )


def node_of(text: str) -> Node:
    """`team:north`; the company for anything else."""
    kind, _, name = _text(text).partition(":")
    return Node(NodeKind(kind), name) if kind in set(NodeKind) and name and name != COMPANY_ID else COMPANY


def part_of(texts: Iterable[str]) -> list[tuple[str, str]]:
    """`campaign:C1` as an address writes it, for dimensions of the business."""
    pairs = (_text(text).partition(":") for text in texts)
    return [(name, value) for name, colon, value in pairs if colon and name in BUSINESS]


def is_period(text: str) -> bool:
    """Whether it is a period as users write it, with others before it."""
    try:
        period = Period.parse(text)
        period.previous(), period.a_year_earlier()
    except (ValueError, OverflowError):
        return False
    return True


def _pairs(asked: AskedCause) -> list[tuple[str, str]]:
    node = "" if asked.node == COMPANY else f"{asked.node.kind}:{asked.node.id}"
    named = (("kpi", asked.kpi), ("node", node), ("period", asked.period), ("versus", asked.versus))
    further = (("by", asked.by), ("driver", asked.driver))
    within = [("within", f"{name}:{value}") for name, value in asked.within]
    return [*((name, value) for name, value in (*named, *further) if value), *within]


def _text(text: str | None) -> str:
    return (text or "").strip()[:120]

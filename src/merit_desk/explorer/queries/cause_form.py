"""What can be chosen on the page of causes: figures by subject, nodes, periods, and what to compare with."""

from collections.abc import Iterator
from dataclasses import dataclass

from merit.kernel.node import COMPANY, Node, NodeKind
from merit.kernel.period import Grain, Period
from merit_desk.explorer.queries.cause import AskingCause, last_month
from merit_desk.explorer.queries.cause_asked import VERSUS
from merit_desk.explorer.queries.visible import declared_nodes, visible_kpis
from merit_desk.explorer.queries.words import period_words
from merit_desk.metrics.queries import GROUPS, group_title
from merit_desk.results.queries.names import kpi_title, node_name
from merit_desk.shell.sentences import say

Option = tuple[str, str]
Group = tuple[str, tuple[Option, ...]]
MONTHS, QUARTERS = 18, 6
MOST_PEOPLE = 300
_KINDS = (NodeKind.COMPANY, NodeKind.DEPARTMENT, NodeKind.TEAM, NodeKind.SHOP, NodeKind.PERSON)


@dataclass(frozen=True, slots=True)
class CauseForm:
    """Everything that the form offers, in groups; what is chosen now is always among it."""

    kpis: tuple[Group, ...]
    nodes: tuple[Group, ...]
    periods: tuple[Group, ...]
    versus: tuple[Option, ...]
    node: str


def cause_form(asking: AskingCause) -> CauseForm:
    """The options of one viewer."""
    asked = asking.asked
    chosen = "company" if asked.node == COMPANY else f"{asked.node.kind}:{asked.node.id}"
    versus = [(each, say(f"cause.versus.{each}")) for each in VERSUS]
    if asked.versus not in VERSUS:
        versus.append((asked.versus, period_words(Period.parse(asked.versus))))
    return CauseForm(_kpis(asking), tuple(_nodes(asking)), tuple(_periods(asking)), tuple(versus), chosen)


def _kpis(asking: AskingCause) -> tuple[Group, ...]:
    period = Period.parse(asking.asked.period) if asking.asked.period else last_month()
    if period is None:
        return ()
    by_group: dict[str, list[Option]] = {group: [] for group in GROUPS}
    for kpi in visible_kpis(asking.company, asking.visible, str(asking.asked.node.kind), period):
        by_group.setdefault(kpi.group, []).append((kpi.id, kpi_title(asking.company, kpi.id)))
    return tuple((group_title(group), tuple(inside)) for group, inside in by_group.items() if inside)


def _nodes(asking: AskingCause) -> Iterator[Group]:
    if asking.change is None:
        return
    kpi, period = asking.company.catalogue[asking.change.kpi], asking.change.period
    for kind in _KINDS:
        if kind not in kpi.nodes:
            continue
        listed = declared_nodes(asking.company, str(kind), period)[:MOST_PEOPLE]
        seen = [name for name in listed if asking.sees(kpi.id, str(kind), name)]
        if kind is asking.asked.node.kind and asking.asked.node.id not in seen:
            seen.append(asking.asked.node.id)
        options = tuple((_value(kind, name), node_name(asking.company, str(kind), name)) for name in seen)
        if options:
            yield say(f"kind.{kind}"), options


def _value(kind: NodeKind, name: str) -> str:
    return str(Node(kind, name))


def _periods(asking: AskingCause) -> Iterator[Group]:
    last = last_month()
    if last is None:
        return
    for grain, count in ((Grain.MONTH, MONTHS), (Grain.QUARTER, QUARTERS)):
        listed = [Period.containing(last.start, grain)]
        while len(listed) < count:
            listed.append(listed[-1].previous())
        yield say(f"grain.{grain}"), tuple((str(each), period_words(each)) for each in listed)
    own = asking.asked.period
    if own and Period.parse(own).grain not in (Grain.MONTH, Grain.QUARTER):
        yield say("span.own"), ((own, period_words(Period.parse(own))),)

"""Figures beside the results of a run: as the data stand now, and of a part of a node's rows (a shop, a category)."""

from collections.abc import Iterable

from merit.company import Company
from merit.engines.answers import Question, answer
from merit.kernel.node import NodeKind
from merit.kernel.period import Period
from merit.kernel.refusals import NotFoundRefusal
from merit.metrics.cut import BUSINESS
from merit.metrics.figures import KpiValue
from merit.workspace import Workspace
from merit_desk.accounts.queries.sight import may_see_node, visible_files
from merit_desk.accounts.viewer import Viewer
from merit_desk.explain.queries.kpi_rows import KpiAsked
from merit_desk.results.queries.names import node_name
from merit_desk.results.queries.period_files import PeriodFiles
from merit_desk.shell.sentences import say

LIVE = "live"
"""In the place of a period that was run: by all data there are, whatever was run."""
Where = tuple[tuple[str, str], ...]
_MOST = 3


def files_of(viewer: Viewer, period: str) -> PeriodFiles:
    """The results in which the figure is shown; none at all for a live figure."""
    if period != LIVE:
        return visible_files(viewer, period)
    return PeriodFiles(LIVE, "", {}, {}, {}, {}, (), {})


def conditions_of(texts: Iterable[str]) -> Where:
    """`shop:tb` as an address writes it. Raises NotFoundRefusal for anything else than a dimension of the business."""
    pairs = [text.partition(":") for text in texts]
    if len(pairs) > _MOST or any(not colon or name not in BUSINESS for name, colon, _ in pairs):
        raise NotFoundRefusal("refusal.no_such_figure")
    return tuple((name, value) for name, _, value in pairs)


def require_figure(viewer: Viewer, asked: KpiAsked) -> None:
    """A part of what may be seen may be seen, but what a person did in a shop is the person's alone.

    Raises NotFoundRefusal for a figure outside the viewer's sight.
    """
    narrowing = asked.where if asked.kind != NodeKind.PERSON else ()
    wholes = ((asked.kind, asked.node), *(each for each in narrowing if each[0] in set(NodeKind)))
    if not any(may_see_node(viewer, asked.kpi, kind, node, asked.period) for kind, node in wholes):
        raise NotFoundRefusal("refusal.no_such_figure")


def narrowed_value(workspace: Workspace, asked: KpiAsked, period: Period) -> KpiValue:
    """The value of the part. Raises NotFoundRefusal where there is none, or the rows do not know the dimension."""
    first, rest = asked.where[0], asked.where[1:]
    if first[0] in set(NodeKind):
        by, key, rest = asked.kind, asked.node, asked.where
    else:
        by, key = first
        rest = rest if asked.kind == NodeKind.COMPANY else ((asked.kind, asked.node), *rest)
    found = answer(workspace.company, workspace.engine, Question((asked.kpi,), (by,), None, period, rest))
    for each in found:
        if each.dimensions == ((by, key),):
            return each.value
    raise NotFoundRefusal("refusal.no_such_figure")


def whose_words(company: Company, asked: KpiAsked) -> str:
    """“全公司 · 抖音旗舰店”."""
    parts = [node_name(company, kind, name) or say("explorer.without") for kind, name in asked.where]
    return " · ".join((node_name(company, asked.kind, asked.node), *parts))

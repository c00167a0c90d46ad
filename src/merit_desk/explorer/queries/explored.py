"""A whole view of the explorer: form, table and chart, from an address and a viewer."""

from dataclasses import dataclass, replace

from merit.kernel.node import COMPANY_ID, NodeKind
from merit_desk.accounts.viewer import Viewer
from merit_desk.explorer.queries.asked import Asked
from merit_desk.explorer.queries.benchmarks import BenchmarkRow, benchmark_rows
from merit_desk.explorer.queries.chart import Chart, chart
from merit_desk.explorer.queries.choices import Choices, choices, known_parts, seen_kpis
from merit_desk.explorer.queries.days import ShownDays, shown_days
from merit_desk.explorer.queries.grid import Asking, Grid, asking_of, grid
from merit_desk.explorer.queries.visible import Visible
from merit_desk.explorer.queries.words import period_words
from merit_desk.results.queries.names import kpi_title, node_name
from merit_desk.results.queries.open_company import declared_company
from merit_desk.shell.sentences import say


@dataclass(frozen=True, slots=True)
class Explored:
    """What a page shows; `asked` has only what the viewer may see."""

    asked: Asked
    days: ShownDays
    grid: Grid
    chart: Chart | None
    title: str
    aligned: str
    """Which days of a festival lie on each other, in words."""
    benchmarks: tuple[BenchmarkRow, ...] = ()


def settled(viewer: Viewer, asked: Asked) -> Asking:
    """What is asked with its defaults, as far as the viewer may see it: somebody who sees no company figure begins
    with themselves.
    """
    company, visible = declared_company(), Visible(viewer)
    days = shown_days(asked)
    asked = known_parts(company, visible, asked, days.whole)
    kpis = seen_kpis(company, visible, asked, days.whole)
    if not kpis and not asked.kpis and asked.kind == NodeKind.COMPANY and viewer.person:
        asked = replace(asked, kind=NodeKind.PERSON.value, node=viewer.person)
        kpis = seen_kpis(company, visible, asked, days.whole)
    return asking_of(company, visible, replace(asked, kpis=kpis), days, kpis)


def explored(asking: Asking, every_row: bool = False) -> Explored:
    """The table with its chart."""
    shown = grid(asking, every_row)
    drawn = None if every_row else chart(asking, shown)
    beside = () if every_row else benchmark_rows(asking)
    return Explored(asking.asked, asking.days, shown, drawn, title_of(asking), _aligned(asking), beside)


def form_of(asking: Asking) -> Choices:
    """Everything that the form offers."""
    return choices(asking.company, asking.visible, asking.asked, asking.days.whole)


def sees_anything(asking: Asking) -> bool:
    """Whether the viewer sees any figure of this view: a card without any is not there."""
    return any(_seen(asking, kpi) for kpi in asking.kpis)


def _seen(asking: Asking, kpi: str) -> bool:
    if not asking.asked.is_trend:
        return True
    place = asking.place(kpi, asking.asked.node or COMPANY_ID, asking.days.whole)
    return asking.visible.figure(kpi, place.whose, place.period, place.where)


def title_of(asking: Asking, with_days: bool = True) -> str:
    """“支付金额 · 抖音旗舰店 · 2026 年 10 月”; the company itself is not named."""
    asked = asking.asked
    kpis = say("explorer.and").join(kpi_title(asking.company, kpi) for kpi in asking.kpis[:2])
    more = say("explorer.and_more", count=len(asking.kpis)) if len(asking.kpis) > 2 else ""
    rows = say(f"kind.{asked.kind}") if not asked.is_trend else ""
    if asked.node:
        rows = node_name(asking.company, asked.kind, asked.node) or say("explorer.without")
    days = period_words(asking.days.whole) if with_days else ""
    return " · ".join(filter(None, (f"{kpis}{more}", rows, days)))


def _aligned(asking: Asking) -> str:
    comparison = asking.asked.comparison
    laid = asking.compared.get(asking.days.whole)
    if comparison is None or laid is None or laid.festivals is None:
        return ""
    now, then = laid.festivals
    what = say(f"festival.{comparison}")
    return say("explorer.aligned", festival=what, now=now.isoformat(), then=then.isoformat())

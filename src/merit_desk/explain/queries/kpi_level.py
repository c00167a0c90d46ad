"""The last level but one: a KPI value with its two parts, its definition, and the KPIs that it is made of."""

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from urllib.parse import urlencode

from django.urls import reverse

from merit.catalogue.kpi import Kpi, RatioOf, Unit
from merit.company import Company
from merit.kernel.exact import plain
from merit.kernel.node import Node, NodeKind
from merit.kernel.period import Period
from merit.kernel.refusals import NotFoundRefusal
from merit.metrics.components import parts_of
from merit.metrics.figures import KpiValue
from merit_desk.catalogue.queries.words import definition_in_words
from merit_desk.explain.queries.kpi_live import narrowed_value, whose_words
from merit_desk.explain.queries.kpi_rows import KpiAsked, ShownRows, kpi_rows
from merit_desk.results.queries.names import known_kpi, kpi_title, kpi_unit, titled
from merit_desk.results.queries.open_company import at_work
from merit_desk.results.queries.period_files import KpiRow, PeriodFiles
from merit_desk.shell import formats


@dataclass(frozen=True, slots=True)
class PartOfKpi:
    """A KPI that this one is made of, with its value where it is known, and the way to its own explanation."""

    title: str
    result: str
    address: str


@dataclass(frozen=True, slots=True)
class KpiLevel:
    """What the page says about one KPI value."""

    title: str
    kpi: str
    version: str
    whose: str
    period: str
    result: str
    working: str
    note: str
    definition: str
    n: str
    status: str
    parts: tuple[PartOfKpi, ...]
    rows: tuple[tuple[str, ShownRows], ...]
    """Each number behind the value, under its KPI's title."""
    checked: bool | None
    """Whether the value was just queried again and is the same; None when nobody asked."""
    moved: str = ""
    """The address that says why it moved."""


def kpi_level(company: Company, files: PeriodFiles, asked: KpiAsked, check: bool = False) -> KpiLevel:
    """Raises NotFoundRefusal when the catalogue has no such KPI."""
    kpi = known_kpi(company, asked.kpi)
    if kpi is None:
        raise NotFoundRefusal("metrics.unknown_kpi", kpi=asked.kpi)
    row = _row(files, asked)
    return KpiLevel(
        title=kpi_title(company, kpi.id),
        kpi=kpi.id,
        version=row.version,
        whose=whose_words(company, asked),
        period=formats.period_name(asked.period),
        result=_result(company, row.value, kpi),
        working=_working(company, kpi, row),
        note=titled(kpi.note, ""),
        definition=definition_in_words(company, kpi),
        n=formats.grouped(Decimal(row.n), 0),
        status=row.status,
        parts=_parts(company, files, asked, row),
        rows=tuple((kpi_title(company, each.kpi), each) for each in kpi_rows(asked)),
        checked=_queried(asked) == row if check else None,
        moved="" if kpi.hidden else _moved(asked),
    )


def _moved(asked: KpiAsked) -> str:
    within = [("within", f"{name}:{value}") for name, value in asked.where]
    node = f"{asked.kind}:{asked.node}"
    query = [("kpi", asked.kpi), ("node", node), ("period", asked.period), *within]
    return f"{reverse('explorer:why')}?{urlencode(query)}"


def _row(files: PeriodFiles, asked: KpiAsked) -> KpiRow:
    """From the results; values of other periods and of parts are queried."""
    kept = files.kpi(asked.kpi, asked.kind, asked.node) if _as_kept(files, asked) else None
    return kept or _queried(asked)


def _as_kept(files: PeriodFiles, asked: KpiAsked) -> bool:
    return asked.period == files.period and not asked.where


def _queried(asked: KpiAsked) -> KpiRow:
    try:
        node, period = Node(NodeKind(asked.kind), asked.node), Period.parse(asked.period)
    except ValueError:
        raise NotFoundRefusal("refusal.no_such_figure") from None
    with at_work(asked.as_of) as workspace:
        value = narrowed_value(workspace, asked, period) if asked.where else None
        return _as_row(value or workspace.figures.value(asked.kpi, node, period))


def _as_row(value: KpiValue) -> KpiRow:
    return KpiRow(
        kpi=value.kpi,
        version=str(value.version),
        node_kind=str(value.node.kind),
        node=value.node.id,
        period=str(value.period),
        numerator=_six_places(value.numerator),
        denominator=_six_places(value.denominator),
        value=_six_places(value.value),
        n=value.n,
        status=str(value.status),
    )


def _six_places(value: Fraction | None) -> Decimal | None:
    """As kpis.csv writes it."""
    return None if value is None else Decimal(plain(value))


def _result(company: Company, value: Decimal | None, kpi: Kpi) -> str:
    if value is None:
        return formats.NO_VALUE
    if kpi.unit is Unit.MONEY and value == round(value, 2):
        return formats.pay(value, company.profile.currency)
    return formats.exact_figure(Fraction(value), kpi.unit)


def _working(company: Company, kpi: Kpi, row: KpiRow) -> str:
    if row.numerator is None or row.denominator is None:
        return ""
    match kpi.body:
        case RatioOf(part, whole):
            units = (kpi_unit(company, part), kpi_unit(company, whole))
        case _:
            units = (kpi.unit, kpi.unit)
    sides = (formats.exact_figure(Fraction(n), u) for n, u in zip((row.numerator, row.denominator), units, strict=True))
    return " ÷ ".join(sides)


def _parts(company: Company, files: PeriodFiles, asked: KpiAsked, row: KpiRow) -> tuple[PartOfKpi, ...]:
    kpi = company.catalogue[asked.kpi]
    known = {kpi.body.part: row.numerator, kpi.body.whole: row.denominator} if isinstance(kpi.body, RatioOf) else {}
    return tuple(_part(company, files, asked, name, known.get(name)) for name in parts_of(kpi))


def _part(company: Company, files: PeriodFiles, asked: KpiAsked, kpi: str, known: Decimal | None) -> PartOfKpi:
    kept = files.kpi(kpi, asked.kind, asked.node) if _as_kept(files, asked) else None
    value = known if known is not None else kept.value if kept else None
    result = "" if value is None else formats.exact_figure(Fraction(value), kpi_unit(company, kpi))
    return PartOfKpi(_part_title(company, asked.kpi, kpi), result, kpi_address(files.period, kpi, asked))


def _part_title(company: Company, whole: str, kpi: str) -> str:
    """“三分钟人工响应率 · 分子” below 三分钟人工响应率 is 分子."""
    return kpi_title(company, kpi).removeprefix(f"{kpi_title(company, whole)} · ")


def kpi_address(shown_in: str, kpi: str, asked: KpiAsked) -> str:
    """Where the explanation of that KPI for the same node and period stands."""
    path = reverse("explain:kpi", args=(shown_in, asked.period, kpi, asked.kind, asked.node))
    return f"{path}?{asked.narrowed}" if asked.where else path

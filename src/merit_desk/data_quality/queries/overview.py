"""The quality score of every source, with the working of each part, an address to its rows and what to do next."""

from dataclasses import dataclass
from fractions import Fraction
from math import floor

from django.urls import reverse

from merit.company import Company
from merit_desk.accounts.queries.sight import visible_files
from merit_desk.accounts.viewer import Viewer
from merit_desk.catalogue.named import table_words
from merit_desk.data_quality.queries.compared import require_sight
from merit_desk.data_quality.queries.measured import agreed_part, rejected_rows, unassigned_part
from merit_desk.data_quality.queries.score import (
    Part,
    PartOf,
    freshness_points,
    reconciliation_points,
    rejected_points,
    score_of,
    unassigned_points,
)
from merit_desk.intake.queries.rejected import ReturnedFile, returned_files
from merit_desk.intake.queries.sources import LATE_AFTER, Source, kept_facts, sources
from merit_desk.results.queries.names import kpi_title, kpi_unit, node_name
from merit_desk.results.queries.period_files import PeriodFiles, periods_run
from merit_desk.shell.formats import exact_figure, percent, period_name, short_number
from merit_desk.shell.sentences import say

HARDLY_ANY = Fraction(1, 10_000)


@dataclass(frozen=True, slots=True)
class Shown:
    """One part in words; `figure` is a dash where nothing is measured, and `working` then says what is missing."""

    part: Part
    figure: str
    working: str
    address: str
    next: str

    @property
    def points(self) -> str:
        """Its points, with at most one decimal, never rounded up; empty where there are none."""
        return _points(self.part.points)


@dataclass(frozen=True, slots=True)
class Quality:
    """One source with its score, 0 to 100, None where nothing can be measured; `parts` in the order of their weights.

    `first` is what to do first: the part that costs most; where nothing is lost, to say how often data are expected.
    """

    title: str
    source: Source
    score: Fraction | None
    parts: tuple[Shown, ...]
    first: Shown | None

    @property
    def points(self) -> str:
        """The score with at most one decimal, never rounded up; empty where there is none."""
        return _points(self.score)

    @property
    def tone(self) -> str:
        """Good from 90, to be watched from 70."""
        if self.score is None:
            return ""
        return "good" if self.score >= 90 else "watch" if self.score >= 70 else "bad"


@dataclass(frozen=True, slots=True)
class _Kept:
    company: Company
    results: PeriodFiles | None
    taken: dict[tuple[str, str], int]
    returned: list[ReturnedFile]


def qualities(viewer: Viewer, company: Company) -> list[Quality]:
    """Every source, the lowest score first. Raises NotFoundRefusal for whoever may not see sources and KPIs."""
    require_sight(viewer)
    latest = next(iter(periods_run()), "")
    kept = _Kept(
        company=company,
        results=visible_files(viewer, latest) if latest else None,
        taken={(each["file"], each["table"]): each["rows"] for each in kept_facts()},
        returned=returned_files(),
    )
    found = [_quality(viewer, kept, each) for each in sources()[0]]
    return sorted(found, key=lambda each: (each.score is None, each.score or 0, each.title))


def _quality(viewer: Viewer, kept: _Kept, source: Source) -> Quality:
    parts = (
        _freshness(viewer, source),
        _rejected(kept, source),
        _unassigned(kept, source),
        _reconciliation(kept, source),
    )
    costly = max(parts, key=lambda each: (each.part.lost, each.part.points is None and each.next != ""))
    return Quality(
        title=source.title or table_words(source.tables[0]),
        source=source,
        score=score_of(each.part for each in parts),
        parts=parts,
        first=costly if costly.part.lost or (costly.part.points is None and costly.next) else None,
    )


def _freshness(viewer: Viewer, source: Source) -> Shown:
    address = f"{reverse('intake:sources')}#sources"
    if not source.rows or source.newest is None:
        part = Part(PartOf.FRESHNESS, Fraction(0))
        return Shown(part, "—", say("data_quality.nothing_loaded"), address, say("data_quality.do_load"))
    old = source.days_old(viewer.today)
    figure = say("intake.days_old", count=old) if old else say("intake.today")
    if not source.every:
        working = say("data_quality.no_rhythm", newest=source.newest)
        return Shown(Part(PartOf.FRESHNESS, None), figure, working, address, say("data_quality.do_rhythm"))
    tolerated = LATE_AFTER[source.every]
    working = say("data_quality.work_freshness", newest=source.newest, days=tolerated.days)
    part = Part(PartOf.FRESHNESS, freshness_points(old, tolerated))
    return Shown(part, figure, working, address, say("data_quality.do_load"))


def _rejected(kept: _Kept, source: Source) -> Shown:
    found = rejected_rows(source, kept.taken, kept.returned)
    part = Part(PartOf.REJECTED, rejected_points(found.rows, found.taken))
    address = reverse("intake:rejected", args=(found.list_name,)) if found.list_name else reverse("intake:sources")
    if part.points is None:
        return Shown(part, "—", say("data_quality.nothing_loaded"), address, "")
    share = _share(Fraction(found.rows, found.rows + found.taken))
    working = say("data_quality.work_rejected", rows=f"{found.rows:,}", whole=f"{found.rows + found.taken:,}")
    return Shown(part, share, working, address, say("data_quality.do_mend", count=found.rows))


def _unassigned(kept: _Kept, source: Source) -> Shown:
    found = unassigned_part(kept.company, source, kept.results)
    part = Part(PartOf.UNASSIGNED, unassigned_points(found.share if found else None))
    credits_page = reverse("people:credits")
    if found is None:
        return Shown(part, "—", say("data_quality.nobodys"), "", "")
    if found.shop:
        shop = node_name(kept.company, "shop", found.shop)
        working = say("data_quality.work_shop", shop=shop, day=found.day, share=percent(1 - found.share))
        address = f"{credits_page}?kind=shop"
    else:
        unit, period = kpi_unit(kept.company, found.kpi), kept.results.period if kept.results else ""
        working = say(
            "data_quality.work_kpi",
            kpi=kpi_title(kept.company, found.kpi),
            period=period_name(period),
            part=exact_figure(found.part, unit),
            whole=exact_figure(found.whole, unit),
        )
        address = reverse("explain:kpi", args=(period, period, found.kpi, "person", "unassigned"))
    return Shown(part, _share(found.share), working, address, say("data_quality.do_credit"))


def _reconciliation(kept: _Kept, source: Source) -> Shown:
    found = agreed_part(kept.company, source, kept.results)
    part = Part(PartOf.RECONCILIATION, reconciliation_points(found.agreed, found.reported))
    page = reverse("data_quality:reconciliation")
    if not found.reported or kept.results is None:
        return Shown(part, "—", say("data_quality.not_compared"), page, "")
    figure = say("data_quality.of_reported", agreed=found.agreed, reported=found.reported)
    working = say("data_quality.work_reconciliation", period=period_name(kept.results.period))
    address = f"{page}?period={kept.results.period}"
    return Shown(part, figure, working, address, say("data_quality.do_reconcile"))


def _share(share: Fraction) -> str:
    """A share that is small is not shown as none."""
    return say("data_quality.hardly_any") if 0 < share < HARDLY_ANY else percent(share)


def _points(points: Fraction | None) -> str:
    return "" if points is None else short_number(Fraction(floor(points * 10), 10), 1)

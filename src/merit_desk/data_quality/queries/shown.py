"""Comparisons in words: figures in the KPI's unit, gaps with their sign, and what stands out."""

from dataclasses import dataclass
from fractions import Fraction

from django.urls import reverse
from django.utils.http import urlencode

from merit_desk.data_quality.queries.compared import Compared
from merit_desk.shell.formats import exact_figure, percent

MINUS = "−"


@dataclass(frozen=True, slots=True)
class Line:
    """One KPI and shop; `tone` is "bad" where it does not score, "watch" where a day stands out, else "good"."""

    title: str
    shop: str
    ours: str
    theirs: str
    gap: str
    share: str
    tolerance: str
    days: int
    beyond: int
    released: int
    tone: str
    address: str


@dataclass(frozen=True, slots=True)
class Day:
    """One day; `width` draws its gap as a part of the largest one, 0 to 100."""

    day: object
    ours: str
    theirs: str
    gap: str
    share: str
    stands_out: bool
    width: int
    reason: str
    released_by: str
    released_at: object
    source: str


def shown_line(found: Compared, period: str) -> Line:
    """The comparison of a period as one line."""
    address = reverse("data_quality:days", args=(found.kpi, found.shop))
    open_days = any(found.stands_out(day) and day.release is None for day in found.days)
    return Line(
        title=found.title,
        shop=found.shop_name,
        ours=exact_figure(found.ours, found.unit),
        theirs=exact_figure(found.theirs, found.unit),
        gap=_signed(found.gap, exact_figure(abs(found.gap), found.unit)),
        share=_part(found.share),
        tolerance=percent(found.tolerance),
        days=len(found.days),
        beyond=found.beyond,
        released=found.released,
        tone="bad" if found.is_unreconciled else "watch" if open_days else "good",
        address=f"{address}?{urlencode({'period': period})}",
    )


def shown_days(found: Compared) -> list[Day]:
    """Its days, in order."""
    largest = max((abs(day.gap) for day in found.days), default=Fraction(0))
    return [
        Day(
            day=day.reported.day,
            ours=exact_figure(day.ours, found.unit),
            theirs=exact_figure(day.reported.value, found.unit),
            gap=_signed(day.gap, exact_figure(abs(day.gap), found.unit)),
            share=_part(day.gap / abs(day.reported.value) if day.reported.value else None),
            stands_out=found.stands_out(day),
            width=int(abs(day.gap) / largest * 100) if largest else 0,
            reason=day.release.reason if day.release else "",
            released_by=day.release.released_by if day.release else "",
            released_at=day.release.released_at if day.release else None,
            source=f"{day.reported.source.file}:{day.reported.source.line}",
        )
        for day in found.days
    ]


def _part(share: Fraction | None) -> str:
    return "—" if share is None else _signed(share, percent(abs(share)))


def _signed(value: Fraction, text: str) -> str:
    return f"+{text}" if value > 0 else f"{MINUS}{text}" if value < 0 else text

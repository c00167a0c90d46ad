"""An agreement as it is read: parts with their lines in words, last period's actual, responsibilities of the post."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.urls import reverse

from merit.catalogue.kpi import Unit
from merit.company import Company
from merit.kernel.exact import exact, plain
from merit.kernel.period import Period
from merit.people.posts import Post
from merit_desk.accounts.queries.sight import visible_files
from merit_desk.accounts.viewer import Viewer
from merit_desk.agreements.models import Agreement
from merit_desk.agreements.queries.terms import Line, Terms, negotiable
from merit_desk.people.queries.person_page import ShownMatter, shown_matters
from merit_desk.plans.queries.targets import target_words
from merit_desk.results.queries.names import node_name, post_name, team_name
from merit_desk.results.queries.period_files import PeriodFiles, periods_run
from merit_desk.shell.formats import day_name, figure
from merit_desk.shell.language import current_language
from merit_desk.shell.sentences import say


@dataclass(frozen=True, slots=True)
class ShownLine:
    """One line. `typed` is the target as somebody would type it; `last` is last period's actual with its address."""

    key: str
    title: str
    kpi: str
    weight: str
    of: str
    target: str
    changes: tuple[tuple[str, str], ...]
    curve: str
    agreed: bool
    negotiable: bool
    typed: str
    last: str
    last_address: str


@dataclass(frozen=True, slots=True)
class ShownPart:
    """The days under one plan."""

    plan: str
    title: str
    version: int
    days: str
    lines: tuple[ShownLine, ...]
    modifiers: tuple[str, ...]
    grades: tuple[tuple[str, str, str], ...]
    """Grade, from, to (empty for the best)."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """The whole of it."""

    person: str
    name: str
    post: str
    team: str
    period: str
    days: str
    before: str
    """The period of `last`; empty where it was not computed."""
    parts: tuple[ShownPart, ...]
    described: Post | None
    matters: tuple[ShownMatter, ...]

    @property
    def lines(self) -> tuple[ShownLine, ...]:
        """Every line."""
        return tuple(line for part in self.parts for line in part.lines)


def sheet_of(viewer: Viewer, company: Company, one: Agreement, terms: Terms | None = None) -> Sheet:
    """The agreement with the terms that stand, or with another version of them."""
    shown, review = terms or one.terms, one.participant
    before = _before(review.cycle.period)
    files = visible_files(viewer, before) if before else None
    return Sheet(
        person=review.person,
        name=node_name(company, "person", review.person),
        post=post_name(company, review.post) if review.post else "",
        team=team_name(company, review.team) if review.team else "",
        period=review.cycle.period,
        days=_days(shown["from"], shown["to"]),
        before=before,
        parts=tuple(_part(company, shown, part, files) for part in shown["parts"]),
        described=next((each for each in company.posts if each.post == review.post), None),
        matters=tuple(shown_matters(company, review.post)),
    )


def said_in(text: dict[str, str]) -> str:
    """A text of the terms in the reader's language."""
    return text.get(current_language()) or text.get("zh") or ""


def typed_target(unit: str, target: str) -> str:
    """The target as somebody would type it: rates in percent."""
    if unit != Unit.RATE or not target:
        return target
    return f"{plain(exact(target) * 100)}%"


def _before(period: str) -> str:
    """The period before, where it was computed."""
    earlier = str(Period.parse(period).previous())
    return earlier if earlier in periods_run() else ""


def _days(first: str, last: str) -> str:
    return say("agreements.days", first=_day(first), last=_day(last))


def _day(day: str) -> str:
    return day_name(date.fromisoformat(day))


def _part(company: Company, terms: Terms, part: dict[str, Any], files: PeriodFiles | None) -> ShownPart:
    edges = ["", *(least for _, least in part["grades"])]
    return ShownPart(
        plan=part["plan"],
        title=said_in(part["title"]),
        version=part["version"],
        days=_days(part["from"], part["to"]),
        lines=tuple(_line(company, terms, line, files) for line in part["lines"]),
        modifiers=tuple(map(said_in, part["modifiers"])),
        grades=tuple((grade, edges[at + 1], edges[at]) for at, (grade, _) in enumerate(part["grades"])),
    )


def _line(company: Company, terms: Terms, line: Line, files: PeriodFiles | None) -> ShownLine:
    last, address = _last(line, files)
    return ShownLine(
        key=line["key"],
        title=said_in(line["title"]),
        kpi=line["kpi"],
        weight=f"{line['weight']}%",
        of=_whose(company, line),
        target=shown_target(company, line, line["target"], line["basis"]),
        changes=tuple((_day(each["from"]), shown_target(company, line, each["target"])) for each in line["changes"]),
        curve=said_in(line["curve"]),
        agreed=line["agreed"],
        negotiable=negotiable(terms, line),
        typed=typed_target(line["unit"], line["target"] if line["basis"] == "absolute" else ""),
        last=last,
        last_address=address,
    )


def shown_target(company: Company, line: Line, target: str, basis: str = "absolute") -> str:
    """A target of the line in its unit; empty stays empty."""
    return target_words(company, line["kpi"], target, basis) if target else ""


def _whose(company: Company, line: Line) -> str:
    kind, _, node = line["node"].partition(":")
    return say("agreements.own") if kind == "person" or not line["kpi"] else node_name(company, kind, node)


def _last(line: Line, files: PeriodFiles | None) -> tuple[str, str]:
    kind, _, node = line["node"].partition(":")
    row = files.kpi(line["kpi"], kind, node) if files is not None and line["kpi"] else None
    if files is None or row is None or row.value is None:
        return "", ""
    address = reverse("explain:kpi", args=(files.period, files.period, line["kpi"], kind, node))
    return figure(Decimal(row.value), line["unit"]), address

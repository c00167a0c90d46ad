"""People by team with their total, grade and pay; filtered by words, team and grade."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from django.core.paginator import Page, Paginator
from django.urls import reverse

from merit.company import Company
from merit.kernel.period import Period
from merit.people.spells import spells_in
from merit_desk.results.queries.names import Standing, node_name, standing, team_name, team_order
from merit_desk.results.queries.period_files import PeriodFiles
from merit_desk.shell.sentences import say


@dataclass(frozen=True, slots=True)
class PersonLine:
    """One person of the table."""

    who: Standing
    team: str
    total: Decimal | None
    grade: str
    payable: Decimal | None
    status: str
    note: str

    def is_about(self, words: str) -> bool:
        """Whether the words stand in what the row says."""
        said = f"{self.who.person} {self.who.name} {self.who.post} {self.who.team} {self.who.department}"
        return all(word in said.lower() for word in words.lower().split())


@dataclass(frozen=True, slots=True)
class TeamOfPeople:
    """A team and its people in the table."""

    team: str
    name: str
    leader: str
    people: tuple[PersonLine, ...]


ON_A_PAGE = 60


@dataclass(frozen=True, slots=True)
class Wanted:
    """The filter that stands in the address."""

    words: str = ""
    team: str = ""
    grade: str = ""


def all_people(company: Company, files: PeriodFiles) -> list[PersonLine]:
    """Everybody with a result or pay in the period, by id."""
    period = Period.parse(files.period)
    return [_line(company, files, person, period) for person in sorted(files.totals.keys() | files.pay.keys())]


def _line(company: Company, files: PeriodFiles, person: str, period: Period) -> PersonLine:
    total = files.totals.get(person)
    parts = spells_in(company.organisation, person, period)
    who = standing(company, person, period)
    return PersonLine(
        who=who,
        team=parts[-1].spell.team if parts else "",
        total=total.total if total else None,
        grade=total.grade if total else "",
        payable=files.payable(person) if person in files.pay else None,
        status=total.status if total else "",
        note=_note(company, person, period, who),
    )


def _note(company: Company, person: str, period: Period, who: Standing) -> str:
    """What is special about the person's period: moved, joined or left."""
    spells = company.organisation.spells_of.get(person, ())
    if who.moves:
        return say("person.was", post=who.moves[-1])
    if spells and spells[0].start in period and spells[0].start != period.start:
        return say("person.joined")
    last = spells[-1].end if spells else None
    return say("person.left") if last is not None and last in period and last != period.start else ""


def by_team(company: Company, files: PeriodFiles, lines: Iterable[PersonLine]) -> list[TeamOfPeople]:
    """In the order of the tree; people of no team come last."""
    groups: dict[str, list[PersonLine]] = {team: [] for team in team_order(company, Period.parse(files.period))}
    for line in lines:
        groups.setdefault(line.team, []).append(line)
    return [
        TeamOfPeople(team, team_name(company, team), _leader(company, team), tuple(inside))
        for team, inside in groups.items()
        if inside
    ]


def page_of(company: Company, files: PeriodFiles, lines: Iterable[PersonLine], number: str) -> Page[PersonLine]:
    """One page of the table in the order of teams; the nearest page where there is none of that number."""
    ordered = [line for team in by_team(company, files, lines) for line in team.people]
    return Paginator(ordered, ON_A_PAGE).get_page(number)


def _leader(company: Company, team: str) -> str:
    rows = company.organisation.rows_of.get(team, ())
    return node_name(company, "person", rows[-1].leader) if rows and rows[-1].leader else ""


def chosen(lines: Iterable[PersonLine], wanted: Wanted) -> list[PersonLine]:
    """The people that fit the filter."""
    return [
        line
        for line in lines
        if line.is_about(wanted.words) and wanted.team in ("", line.team) and wanted.grade in ("", line.grade or "none")
    ]


@dataclass(frozen=True, slots=True)
class GradeCount:
    """How many people have a grade; `share` is in percent of the most frequent one."""

    grade: str
    people: int
    share: int
    address: str


def grade_counts(company: Company, files: PeriodFiles) -> list[GradeCount]:
    """From the best grade down; people without one last."""
    counts = Counter(total.grade or "none" for total in files.totals.values())
    most = max(counts.values(), default=1)
    ranks = {grade: rank for plan in company.plans for rank, (grade, _) in enumerate(plan.grades)}
    ordered = sorted(counts, key=lambda grade: (grade == "none", ranks.get(grade, len(ranks)), grade))
    people = reverse("home:people", args=(files.period,))
    return [GradeCount(each, counts[each], counts[each] * 100 // most, f"{people}?grade={each}") for each in ordered]

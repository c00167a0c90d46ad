"""People by team with their total, grade and pay; filtered by words, team and grade."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby

from django.urls import reverse

from merit.company import Company
from merit.kernel.period import Period
from merit_desk.results.queries.names import Standing, node_name, people_in_order, standing, team_name
from merit_desk.results.queries.period_files import PeriodFiles
from merit_desk.shell.sentences import say


@dataclass(frozen=True, slots=True)
class PersonLine:
    """One person of the table."""

    who: Standing
    total: Decimal | None
    grade: str
    payable: Decimal | None
    status: str
    note: str


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


def everybody(company: Company, files: PeriodFiles) -> list[str]:
    """Everybody with a result or pay in the period, by team in the order of the tree; who is in no team comes last."""
    places = people_in_order(company, Period.parse(files.period))
    listed = files.totals.keys() | files.pay.keys()
    return [*(each for each in places if each in listed), *sorted(each for each in listed if each not in places)]


def rows_of(company: Company, files: PeriodFiles, people: Iterable[str]) -> list[PersonLine]:
    """The rows of these people."""
    period = Period.parse(files.period)
    return [_line(company, files, person, period) for person in people]


def _line(company: Company, files: PeriodFiles, person: str, period: Period) -> PersonLine:
    total = files.totals.get(person)
    who = standing(company, person, period)
    return PersonLine(
        who=who,
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


def by_team(company: Company, listed: Iterable[PersonLine]) -> list[TeamOfPeople]:
    """Neighbouring rows of one team together."""
    groups = ((team, tuple(inside)) for team, inside in groupby(listed, lambda line: line.who.team_id))
    return [TeamOfPeople(team, team_name(company, team), _leader(company, team), inside) for team, inside in groups]


def teams_of(company: Company, files: PeriodFiles, people: Iterable[str]) -> list[tuple[str, str]]:
    """The teams that these people are in, each with its name, in the same order."""
    period = Period.parse(files.period)
    teams = dict.fromkeys(standing(company, person, period).team_id for person in people)
    return [(team, team_name(company, team)) for team in teams]


def _leader(company: Company, team: str) -> str:
    rows = company.organisation.rows_of.get(team, ())
    return node_name(company, "person", rows[-1].leader) if rows and rows[-1].leader else ""


def chosen(company: Company, files: PeriodFiles, people: Iterable[str], wanted: Wanted) -> list[str]:
    """The people that fit the filter."""
    period = Period.parse(files.period)
    found = list(people)
    if wanted.grade:
        found = [each for each in found if _grade(files, each) == wanted.grade]
    if wanted.team:
        found = [each for each in found if standing(company, each, period).team_id == wanted.team]
    words = wanted.words.lower().split()
    return [each for each in found if not words or _is_about(standing(company, each, period), words)]


def _grade(files: PeriodFiles, person: str) -> str:
    total = files.totals.get(person)
    return (total.grade if total else "") or "none"


def _is_about(who: Standing, words: list[str]) -> bool:
    said = f"{who.person} {who.name} {who.post} {who.team} {who.department}".lower()
    return all(word in said for word in words)


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

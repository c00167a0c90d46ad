"""What a simulation comes to: cost, share of gross profit, who gains and who loses, departments, months."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from merit.company import Company
from merit.insight.effect.rank_relation import RankRelation, rank_relation
from merit.insight.simulation import PersonOutcome
from merit.kernel.period import Period
from merit.what_if.outcome import Outcome
from merit_desk.results.queries.names import standing
from merit_desk.shell.formats import to_decimal


@dataclass(frozen=True, slots=True)
class Person:
    """One bar: fen now and under the draft."""

    person: str
    name: str
    post: str
    department: str
    now: int
    draft: int
    score_now: Fraction | None
    score_draft: Fraction | None

    @property
    def difference(self) -> int:
        """Above zero: gains. Fen."""
        return self.draft - self.now

    @property
    def points(self) -> Fraction | None:
        """Mean total under the draft less now."""
        if self.score_now is None or self.score_draft is None:
            return None
        return self.score_draft - self.score_now

    @property
    def paradox(self) -> bool:
        """More points and less pay."""
        return self.difference < 0 and self.points is not None and self.points > 0


@dataclass(frozen=True, slots=True)
class Part:
    """A department or a month; fen."""

    id: str
    name: str
    people: int
    now: int
    draft: int

    @property
    def difference(self) -> int:
        """Fen."""
        return self.draft - self.now


@dataclass(frozen=True, slots=True)
class Board:
    """Everything but the checks. Gross profit in currency units; relations are those of pay with people's own."""

    people: tuple[Person, ...]
    departments: tuple[Part, ...]
    months: tuple[Part, ...]
    profit: Fraction | None
    related_now: RankRelation
    related_draft: RankRelation

    @property
    def now(self) -> int:
        """Fen."""
        return sum(each.now for each in self.people)

    @property
    def draft(self) -> int:
        """Fen."""
        return sum(each.draft for each in self.people)

    @property
    def gain(self) -> list[Person]:
        """Who gets more."""
        return [each for each in self.people if each.difference > 0]

    @property
    def lose(self) -> list[Person]:
        """Who gets less."""
        return [each for each in self.people if each.difference < 0]

    @property
    def same(self) -> int:
        """How many get as much as now."""
        return len(self.people) - len(self.gain) - len(self.lose)

    def share(self, fen: int) -> Decimal | None:
        """Percent of gross profit; None without a profit above zero."""
        if self.profit is None or self.profit <= 0:
            return None
        return to_decimal(Fraction(fen) / self.profit)


def board_of(
    company: Company, outcome: Outcome, contribution: Mapping[str, Fraction], profit: Fraction | None
) -> Board:
    """`contribution` is each person's gross profit over the periods, `profit` the company's."""
    last = outcome.frame.periods[-1]
    people = [_person(company, last, each) for each in outcome.people_outcomes()]
    people = [each for each in people if each.now or each.draft or each.score_now is not None]
    measured = [each for each in people if each.person in contribution]
    brought = [float(contribution[each.person]) for each in measured]
    months = [
        Part(str(period), str(period), len(people), now.fen, draft.fen) for period, now, draft in outcome.by_period()
    ]
    return Board(
        tuple(people),
        tuple(_parts(people)),
        tuple(months),
        profit,
        rank_relation(brought, [each.now for each in measured]),
        rank_relation(brought, [each.draft for each in measured]),
    )


def _person(company: Company, last: Period, found: PersonOutcome) -> Person:
    who = standing(company, found.person, last)
    scores = (found.total_now, found.total_draft)
    return Person(found.person, who.name, who.post, who.department, found.now.fen, found.draft.fen, *scores)


def _parts(people: Sequence[Person]) -> list[Part]:
    grouped: dict[str, list[Person]] = {}
    for each in people:
        grouped.setdefault(each.department, []).append(each)
    parts = [
        Part(name, name, len(found), sum(one.now for one in found), sum(one.draft for one in found))
        for name, found in grouped.items()
    ]
    return sorted(parts, key=lambda part: (-part.now, part.name))

"""A shop with a few people, figures that are plain dictionaries, and sealing as a tuple: for the tests of rewards."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction

from merit.catalogue.kpi import Aggregate, Catalogue, Direction, Kpi, Measure, Measured, Unit
from merit.kernel.calendar import WorkCalendar
from merit.kernel.explain import Explained, LineRef, given
from merit.kernel.node import Node
from merit.kernel.period import Period
from merit.kernel.problems import Problem, has_errors
from merit.metrics.figures import KpiValue, Refinement, ValueStatus
from merit.people.organisation import Organisation, Spell, SpellStatus, Team, TeamKind
from merit.rewards.pay_people import pay_people
from merit.rewards.payment.paid_before import PaidBefore, Sale, paid_lines
from merit.rewards.payment.pay_decision import PayDecision
from merit.rewards.payment.pay_line import PayLine
from merit.rewards.plan.plan_file import read_reward
from merit.rewards.plan.reward_plan import RewardPlan
from merit.scores.scorecard import Scorecard, ScoreStatus
from merit.sources.documents import documents_of
from merit.targets.basis import BenchmarkFigure
from merit.targets.target import Target, TargetBasis

HERE = LineRef("people.csv", 2)
CATALOGUE = Catalogue(
    {
        name: Kpi(name, 1, {}, "sales", Unit.MONEY, Direction.UP, Measured(Measure("orders", aggregate, "paid_at")))
        for name, aggregate in (("paid_sales", Aggregate.SUM), ("reply_3min", Aggregate.AVERAGE))
    }
)
START = date(2020, 1, 1)


@dataclass(frozen=True)
class Profile:
    currency: str = "CNY"


@dataclass(frozen=True)
class SmallCompany:
    organisation: Organisation
    rewards: tuple[RewardPlan, ...]
    targets: tuple[Target, ...] = ()
    benchmarks: Sequence[BenchmarkFigure] = ()
    pay_decisions: tuple[PayDecision, ...] = ()
    catalogue: Catalogue = CATALOGUE
    calendar: WorkCalendar = field(default_factory=WorkCalendar)
    profile: Profile = field(default_factory=Profile)


@dataclass
class DailyFigures:
    """Amounts by KPI, node and day, summed over the period; or one fixed value for any period."""

    amounts: dict[tuple[str, str], list[tuple[date, Fraction]]] = field(default_factory=dict)
    fixed: dict[tuple[str, str], Fraction] = field(default_factory=dict)
    doubted: dict[str, ValueStatus] = field(default_factory=dict)
    as_of: None = None

    def value(self, kpi: str, node: Node, period: Period, refined: Refinement | None = None) -> KpiValue:
        value = self.fixed.get((kpi, node.id))
        found = [amount for day, amount in self.amounts.get((kpi, node.id), ()) if day in period]
        if value is None and found:
            value = sum(found, Fraction(0))
        status = ValueStatus.EMPTY if value is None else ValueStatus.OK
        status = self.doubted.get(kpi, status)
        return KpiValue(kpi, 1, node, period, value, value, None, len(found), status, None)

    def daily(self, kpi: str, node: Node, period: Period) -> Mapping[Period, KpiValue]:
        return {}


def spell(person: str, post: str = "sales", team: str = "east", **other: object) -> Spell:
    settings: dict[str, object] = {
        "start": START, "end": None, "base": Fraction(3000), "status": SpellStatus.REGULAR, **other
    }  # fmt: skip
    return Spell(
        person,
        person,
        post,
        team,
        (),
        settings["start"],
        settings["end"],
        settings["status"],
        settings["base"],
        None,
        HERE,
    )  # type: ignore[arg-type]


def team(name: str, parent: str, leader: str = "", kind: TeamKind = TeamKind.TEAM) -> Team:
    return Team(name, name, parent, leader, kind, None, None, HERE)


TEAMS = (
    team("shop", "", kind=TeamKind.COMPANY),
    team("selling", "shop", kind=TeamKind.DEPARTMENT),
    team("east", "selling", leader="lin"),
)


def organisation(*spells: Spell, teams: Sequence[Team] = TEAMS) -> Organisation:
    return Organisation(tuple(spells), tuple(teams))


def plans(text: str) -> tuple[RewardPlan, ...]:
    """The plans of a text that is known to be right."""
    documents, broken = documents_of(text, "rewards/test.yaml")
    assert not broken
    read = [read_reward(document) for document in documents]
    assert [problem for _, problems in read for problem in problems] == []
    return tuple(plan for plan, _ in read if plan is not None)


def problems_of(text: str) -> list[Problem]:
    documents, broken = documents_of(text, "rewards/test.yaml")
    assert not broken
    return [problem for document in documents for problem in read_reward(document)[1]]


def card(
    person: str, total: int | str = 100, grade: str = "B", status: ScoreStatus = ScoreStatus.FINAL, **other: object
) -> Scorecard:
    duty = Fraction(other.pop("on_duty", 1))  # type: ignore[arg-type]
    month = Period.parse(str(other.pop("month", "2026-10")))
    return Scorecard(
        person, month, "plan", 1, (), figure(Fraction(total)), Explained(grade, given(value=grade).step), status,
        figure(duty), **other,
    )  # type: ignore[arg-type]  # fmt: skip


def figure(value: Fraction) -> Explained[Fraction]:
    return Explained(value, given(value=value).step)


def target(kpi: str, node: str, period: str, amount: int, kind: str = "person") -> Target:
    return Target(kpi, kind, node, Period.parse(period), Fraction(amount), TargetBasis.ABSOLUTE, None, "", HERE)


def amounts(lines: Sequence[PayLine], person: str | None = None) -> dict[str, str]:
    """What each kind of line comes to."""
    fen: dict[str, int] = {}
    for line in lines:
        if person in (None, line.person):
            fen[line.line] = fen.get(line.line, 0) + line.amount.value.fen
    return {name: f"{total / 100:.2f}" for name, total in fen.items()}


def paid(lines: Sequence[PayLine]) -> int:
    """Fen of the whole statement."""
    return sum(line.amount.value.fen for line in lines)


@dataclass
class Sold:
    """A sold line and when how much of it came back."""

    person: str
    day: date
    amount: Fraction
    refunds: list[tuple[date, Fraction]] = field(default_factory=list)
    goodwill: Fraction = Fraction(0)


@dataclass
class Till:
    """Sells, refunds, pays month after month and seals each statement."""

    company: SmallCompany
    sold: list[Sold]
    figures: DailyFigures = field(default_factory=DailyFigures)
    sealed: tuple[PayLine, ...] = ()

    def month(self, text: str, cards: Sequence[Scorecard] = ()) -> list[PayLine]:
        """Pay a period without sealing it."""
        period = Period.parse(text)
        for person in {each.person for each in self.sold}:
            mine = [(each.day, each.amount) for each in self.sold if each.person == person]
            self.figures.amounts["paid_sales", person] = mine
        lines, problems = pay_people(self.company, self.figures, cards, period, self.before(period))
        assert not has_errors(problems)
        return lines

    def seal(self, text: str) -> list[PayLine]:
        """Pay a period and seal it."""
        lines = self.month(text)
        self.sealed = (*self.sealed, *lines)
        return lines

    def before(self, period: Period) -> PaidBefore:
        sales = [
            Sale(
                each.person, plan.reward, f"line-{number:04d}", each.day, each.amount,
                sum((amount for day, amount in each.refunds if day < period.end), Fraction(0)), each.goodwill,
            )
            for number, each in enumerate(self.sold) for plan in self.company.rewards
        ]  # fmt: skip
        return PaidBefore(paid_lines(self.sealed), tuple(sales))

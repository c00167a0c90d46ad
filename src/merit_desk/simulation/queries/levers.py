"""The sliders: what can be moved, where it stands now, how far it goes; and what moving them means."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from merit.catalogue.kpi import Direction
from merit.company import Company
from merit.kernel.exact import plain
from merit.kernel.period import Period
from merit.rewards.pay_run import version_for
from merit.rewards.plan.reward_plan import BonusTerms, PoolTerms, RewardPlan
from merit.scores.plan.score_plan import Indicator, ScorePlan
from merit.what_if.changes import Changes, GradeEdges
from merit_desk.results.queries.names import indicator_title, titled
from merit_desk.shell.sentences import say

HUNDRED = Decimal(100)
Moved = Mapping[str, Decimal]
Terms = BonusTerms | PoolTerms


@dataclass(frozen=True, slots=True)
class Lever:
    """One slider. `was` is where the drafts have it, `now` where it stands; unit is % or empty."""

    name: str
    label: str
    was: Decimal
    now: Decimal
    low: Decimal
    high: Decimal
    step: Decimal
    unit: str = ""
    signed: bool = False

    @property
    def at(self) -> str:
        """Where it stands, as a number field has it: with the decimals of its steps."""
        return f"{self.now:.{self._places(self.now)}f}"

    @property
    def stood(self) -> str:
        """Where the drafts have it, likewise."""
        return text_of(self.was)

    @property
    def range(self) -> tuple[str, str, str]:
        """Least, most and step, likewise."""
        return text_of(self.low), text_of(self.high), text_of(self.step)

    @property
    def was_text(self) -> str:
        """With its unit."""
        return self._text(self.was)

    @property
    def now_text(self) -> str:
        """With its unit."""
        return self._text(self.now)

    @property
    def moved(self) -> bool:
        """Whether it stands elsewhere than in the drafts."""
        return self.now != self.was

    def _text(self, value: Decimal) -> str:
        sign = ("+" if value > 0 else "±" if value == 0 else "") if self.signed else ""
        return f"{sign}{value:.{self._places(value)}f}{self.unit}".replace("-", "\N{MINUS SIGN}")

    def _places(self, value: Decimal) -> int:
        return max(0, *(-int(each.as_tuple().exponent) for each in (self.step, value.normalize())))


@dataclass(frozen=True, slots=True)
class Panel:
    """The sliders of one plan with its weights and grade edges, and those of the whole company."""

    plan: str
    title: str
    weights: tuple[Lever, ...]
    edges: tuple[Lever, ...]
    company: tuple[Lever, ...]
    plans: tuple[tuple[str, str], ...]

    @property
    def shown(self) -> frozenset[str]:
        """The names of its sliders."""
        return frozenset(each.name for each in (*self.weights, *self.edges, *self.company))

    @property
    def total(self) -> Decimal:
        """The weights together."""
        return sum((each.now for each in self.weights), Decimal(0))


def panel(company: Company, last: Period, moved: Moved, plan: str) -> Panel:
    """`company`: under the drafts; `plan`: whose weights are shown, one that nothing declares is the first."""
    plans = {each.plan: each for each in plans_in_force(company, last)}
    shown = plan if plan in plans else next(iter(plans), "")
    return Panel(
        shown,
        titled(plans[shown].title, shown) if shown else "",
        tuple(_weights(company, plans[shown], moved)) if shown else (),
        tuple(_edges(plans[shown], moved)) if shown else (),
        tuple(_company(company, last, moved)),
        tuple((name, titled(each.title, name)) for name, each in plans.items()),
    )


def every_lever(company: Company, last: Period, moved: Moved) -> Iterator[Lever]:
    """Those of the company, then of each plan."""
    yield from _company(company, last, moved)
    for each in plans_in_force(company, last):
        yield from (*_weights(company, each, moved), *_edges(each, moved))


def plans_in_force(company: Company, last: Period) -> list[ScorePlan]:
    """The version of each plan at the end of the period, by name."""
    found: dict[str, ScorePlan] = {}
    for each in sorted(company.plans, key=lambda one: (one.valid_from, one.version)):
        if each.valid_from <= last.last:
            found[each.plan] = each
    return [found[name] for name in sorted(found)]


def _weights(company: Company, plan: ScorePlan, moved: Moved) -> Iterator[Lever]:
    for each in plan.indicators:
        name, was = f"w:{plan.plan}:{each.id}", decimal(each.weight)
        label = indicator_title(company, plan.plan, each.id)
        yield Lever(name, label, was, moved.get(name, was), Decimal(1), HUNDRED, Decimal(1), "%")


def _edges(plan: ScorePlan, moved: Moved) -> Iterator[Lever]:
    for grade, edge in plan.grades[:-1]:
        name, was = f"b:{plan.plan}:{grade}", decimal(edge)
        label = say("simulation.edge", grade=grade)
        yield Lever(name, label, was, moved.get(name, was), Decimal(1), Decimal(150), Decimal(1))


def _company(company: Company, last: Period, moved: Moved) -> Iterator[Lever]:
    still = Decimal(0)
    yield Lever(
        "t", say("simulation.targets"), still, moved.get("t", still), Decimal(-30), Decimal(30), Decimal(1), "%", True
    )
    terms = [found for _, found in bonuses(company, last)]
    for grade, was in usual_coefficients(terms).items():
        name, label = f"k:{grade}", say("simulation.coefficient", grade=grade)
        yield Lever(name, label, was, moved.get(name, was), Decimal(0), Decimal(3), Decimal("0.05"))
    floor = usual_floor(terms)
    if floor is not None:
        label = say("simulation.floor")
        yield Lever("f", label, floor, moved.get("f", floor), Decimal(0), Decimal("1.5"), Decimal("0.05"))


def bonuses(company: Company, last: Period) -> list[tuple[RewardPlan, Terms]]:
    """Bonuses and pools with coefficients by grade, in the version of that period, by name."""
    found = []
    for name in sorted({each.reward for each in company.rewards}):
        plan = version_for([each for each in company.rewards if each.reward == name], last)
        if plan is not None and isinstance(plan.terms, (BonusTerms, PoolTerms)) and plan.terms.grades:
            found.append((plan, plan.terms))
    return found


def usual_coefficients(terms: Iterable[Terms]) -> dict[str, Decimal]:
    """Of each grade the coefficient that most bonuses give it."""
    seen: dict[str, Counter[Decimal]] = {}
    for each in terms:
        for grade, value in each.grades:
            seen.setdefault(grade, Counter())[decimal(value)] += 1
    return {grade: counts.most_common(1)[0][0] for grade, counts in seen.items()}


def usual_floor(terms: Iterable[Terms]) -> Decimal | None:
    """The lowest company coefficient of most bonuses; None where no bonus has one."""
    counts: Counter[Decimal] = Counter()
    for each in terms:
        if isinstance(each, BonusTerms) and each.company is not None:
            counts[decimal(min(value for _, value in each.company.bands))] += 1
    return counts.most_common(1)[0][0] if counts else None


def changes_of(company: Company, last: Period, moved: Moved) -> Changes:
    """What the sliders mean for `company`, which is that under the drafts.

    A coefficient or the floor moves every bonus: one that has another number than most moves by the same difference,
    not below zero. Targets that are 3 % harder are 3 % higher, of a KPI that should fall 3 % lower.
    """
    plans = plans_in_force(company, last)
    return Changes(
        weights={
            (plan.plan, each.id): Fraction(moved[f"w:{plan.plan}:{each.id}"])
            for plan in plans
            for each in plan.indicators
            if moved.get(f"w:{plan.plan}:{each.id}", decimal(each.weight)) != decimal(each.weight)
        },
        target_times=dict(_target_times(company, plans, Fraction(moved.get("t", Decimal(0))) / 100)),
        bands={plan.plan: edges for plan in plans if (edges := moved_edges(plan, moved)) != plan.grades},
        coefficients=dict(_coefficients(bonuses(company, last), moved)),
        company_bands=dict(_company_bands(bonuses(company, last), moved)),
    )


def _target_times(
    company: Company, plans: Iterable[ScorePlan], share: Fraction
) -> Iterator[tuple[tuple[str, str], Fraction]]:
    if share:
        for plan in plans:
            for each in plan.indicators:
                yield (plan.plan, each.id), times_of(company, each, share)


def times_of(company: Company, indicator: Indicator, share: Fraction) -> Fraction:
    """The factor on the indicator's target when targets are made harder by `share`."""
    kpi = company.catalogue.kpis.get(indicator.subject)
    return 1 - share if kpi is not None and kpi.direction is Direction.DOWN else 1 + share


def moved_edges(plan: ScorePlan, moved: Moved) -> GradeEdges:
    """The grades with the edges where the sliders stand."""
    return tuple(
        (grade, Fraction(moved[f"b:{plan.plan}:{grade}"]) if f"b:{plan.plan}:{grade}" in moved else edge)
        for grade, edge in plan.grades
    )


def _coefficients(found: list[tuple[RewardPlan, Terms]], moved: Moved) -> Iterator[tuple[str, dict[str, Fraction]]]:
    usual = usual_coefficients(terms for _, terms in found)
    by = {grade: moved[f"k:{grade}"] - was for grade, was in usual.items() if moved.get(f"k:{grade}", was) != was}
    for plan, terms in found:
        fresh = {grade: max(Fraction(0), value + Fraction(by[grade])) for grade, value in terms.grades if grade in by}
        if fresh:
            yield plan.reward, fresh


def _company_bands(
    found: list[tuple[RewardPlan, Terms]], moved: Moved
) -> Iterator[tuple[str, tuple[tuple[Fraction, Fraction], ...]]]:
    usual = usual_floor(terms for _, terms in found)
    if usual is None or moved.get("f", usual) == usual:
        return
    for plan, terms in found:
        if isinstance(terms, BonusTerms) and terms.company is not None:
            yield plan.reward, lifted(terms.company.bands, Fraction(moved["f"] - usual))


def lifted(bands: Iterable[tuple[Fraction, Fraction]], by: Fraction) -> tuple[tuple[Fraction, Fraction], ...]:
    """The lowest coefficient moved by so much, not below zero; no other stays below it."""
    rows = tuple(bands)
    was = min(value for _, value in rows)
    floor = max(Fraction(0), was + by)
    return tuple((edge, floor if value == was else max(value, floor)) for edge, value in rows)


def text_of(value: Decimal) -> str:
    """Plain digits without any that say nothing."""
    return f"{value.normalize():f}"


def decimal(value: Fraction) -> Decimal:
    """As plans write it."""
    return Decimal(plain(value, 6))

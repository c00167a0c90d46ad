"""What an example takes for granted: figures typed beside the form, or usual ones that suit the terms."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from merit.kernel.money import Money
from merit.kernel.section import number_in
from merit.rewards.bonus.pool import pool_of_kpi, stated_amount
from merit.rewards.plan.reward_plan import BonusTerms, CommissionTerms, PoolTerms, Reading
from merit.rewards.promise import Supposed, needs_target
from merit_desk.catalogue.forms.typed import typed

USUAL_TARGET = Fraction(100_000)
USUAL_BASE = Fraction(3_000)
MOST_MEMBERS = 200


@dataclass(frozen=True, slots=True)
class Example:
    """The figures of an example by name, as far as they were given."""

    figures: Mapping[str, Fraction]
    grade: str = "A"
    gates_met: bool = True
    kickers_met: bool = False

    @property
    def score(self) -> Fraction:
        """A total score."""
        return self.figures.get("score", Fraction(100))

    @property
    def department(self) -> Fraction | None:
        """What the department coefficient reads; None: it is 1."""
        return self.figures.get("department")

    @property
    def company(self) -> Fraction | None:
        """What the company coefficient reads; None: it is 1."""
        return self.figures.get("company")

    @property
    def members(self) -> int:
        """Among how many a pool is shared."""
        return max(1, min(int(self.figures.get("members", Fraction(3))), MOST_MEMBERS))

    def base(self, terms: BonusTerms) -> Fraction:
        """The plan's own base goes first."""
        return terms.base if terms.base is not None else self.figures.get("base", USUAL_BASE)

    def amount_of_pool(self) -> Fraction:
        """What the KPI of a pool comes to."""
        return self.figures.get("amount", Fraction(1_000_000))

    def pool(self, terms: PoolTerms, currency: str) -> Money:
        """The pool by the core's rules."""
        if terms.amount is not None:
            return stated_amount(amount=terms.amount, currency=currency).value
        return pool_of_kpi(value=self.amount_of_pool(), share=terms.share, currency=currency, above=terms.above).value

    def target(self, terms: CommissionTerms) -> Fraction | None:
        """The plan's own target goes first; None where none is asked for."""
        if not needs_target(terms):
            return None
        return terms.base.target or self.figures.get("target") or USUAL_TARGET

    def supposed(self, terms: CommissionTerms) -> Supposed:
        """What the core is told."""
        multiplier = self.figures.get("multiplier", Fraction(1))
        return Supposed(self.target(terms), self.gates_met, self.kickers_met, multiplier)

    def amount(self, terms: CommissionTerms) -> Fraction:
        """The amount of the example: typed, else a tenth above the last edge."""
        if "amount" in self.figures:
            return self.figures["amount"]
        last = self._last_edge(terms)
        return last * Fraction(11, 10) if last > 0 else USUAL_TARGET

    def upto(self, terms: CommissionTerms) -> Fraction:
        """How far the chart goes: past the last edge, the target and the example."""
        marks = [self._last_edge(terms) * Fraction(3, 2), self.amount(terms) * Fraction(5, 4)]
        if terms.accelerator is not None:
            marks.append((self.target(terms) or USUAL_TARGET) * terms.accelerator.above * Fraction(3, 2))
        return max(*marks, Fraction(1))

    def _last_edge(self, terms: CommissionTerms) -> Fraction:
        scale = self.target(terms) if terms.rates.on is Reading.ATTAINMENT else None
        return max((edge for edge, _ in terms.rates.bands), default=Fraction(0)) * (scale or 1)


def example_of(given: Mapping[str, str]) -> Example:
    """From fields as they are typed; what is no number, or below zero, counts as not given."""
    named = ("amount", "target", "multiplier", "score", "base", "department", "company", "members")
    numbers = {name: number_in(typed(given.get(name, ""))) for name in named if given.get(name, "").strip()}
    figures = {name: number for name, number in numbers.items() if number is not None and 0 <= number <= MOST}
    grade = given.get("grade", "").strip()[:20] or "A"
    return Example(figures, grade, given.get("gates", "yes") != "no", given.get("kickers", "no") == "yes")


MOST = Fraction(10**12)

"""Random histories of a shop: orders that arrive late or are edited, refunds in parts, changes of who bears them.

Each month is paid and sealed; what becomes known later is adjusted as after a seal.
"""

from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction
from functools import cache

from hypothesis import strategies as st

from merit.kernel.period import Period
from merit.kernel.problems import has_errors
from merit.rewards.pay_people import pay_people
from merit.rewards.payment.adjustments import prior_period_adjustments
from merit.rewards.payment.paid_before import PaidBefore, Sale, paid_lines
from merit.rewards.payment.pay_line import PayLine
from tests.rewards.small_company import DailyFigures, SmallCompany, organisation, plans, spell

MONTHS = tuple(map(Period.parse, ("2026-10", "2026-11", "2026-12", "2027-01", "2027-02", "2027-03")))
LAST = len(MONTHS) - 2
"""Everything is known by then; one month more lets everything settle."""
PEOPLE = ("an", "bo", "lin")
LIFTS = frozenset({"floor", "line_minimum", "lift_adjustment"})
MOVES = frozenset({"carried", "draw", "draw_recovery", "holdback", "holdback_release"})


@dataclass(frozen=True)
class Refund:
    """What came back in a month, when that was loaded, and from when on the company bears it (None: never)."""

    month: int
    known: int
    part: Fraction
    borne: tuple[int, int] | None = None
    """The company bears it as decided in the first month until decided otherwise in the second."""


@dataclass(frozen=True)
class Order:
    """An order sold in a month; `amounts` are what each load said of it: (month of the load, amount)."""

    person: str
    month: int
    amounts: tuple[tuple[int, Fraction], ...]
    refunds: tuple[Refund, ...] = ()

    @property
    def day(self) -> date:
        """When it was sold."""
        return date(MONTHS[self.month].start.year, MONTHS[self.month].start.month, 10)

    def amount(self, now: int) -> Fraction:
        """As the last load up to the month has it."""
        return next((worth for known, worth in reversed(self.amounts) if known <= now), Fraction(0))

    def back(self, now: int, until: int) -> tuple[Fraction, Fraction]:
        """What came back by the end of the month `until`, as known in `now`, and how much of it the company bears."""
        whole = self.amounts[-1][1]
        found = [each for each in self.refunds if each.known <= now and each.month <= until]
        goodwill = [each for each in found if each.borne and each.borne[0] <= now < each.borne[1]]
        return sum((whole * each.part for each in found), Fraction(0)), sum(
            (whole * each.part for each in goodwill), Fraction(0)
        )

    def late(self, closed: int, now: int) -> bool:
        """Whether something about the closed month became known after it."""
        moments = [known for known, _ in self.amounts] if self.month <= closed else []
        for each in self.refunds:
            if each.month <= closed:
                moments += [each.known, *(each.borne or ())]
        return any(closed < known <= now for known in moments)


@dataclass
class Shop:
    """Pays and seals month after month what is known by then."""

    company: SmallCompany
    orders: list[Order]
    sealed: tuple[PayLine, ...] = ()

    def pay(self, now: int) -> list[PayLine]:
        """The statements of the month, adjustments of earlier ones included."""
        adjusted: list[PayLine] = []
        for closed in range(now):
            if any(order.late(closed, now) for order in self.orders):
                known = PaidBefore(paid_lines(self.sealed))
                again = self._paid(closed, now, ())
                adjusted += prior_period_adjustments(again, known, MONTHS[closed], MONTHS[now], self.company.rewards)
        return [*self._paid(now, now, adjusted), *adjusted]

    def seal(self, now: int) -> None:
        """Pay the month and seal it."""
        self.sealed = (*self.sealed, *self.pay(now))

    def _paid(self, month: int, now: int, adjusted: list[PayLine] | tuple[()]) -> list[PayLine]:
        figures = DailyFigures()
        for person in PEOPLE:
            mine = [(each.day, each.amount(now)) for each in self.orders if each.person == person]
            figures.amounts["paid_sales", person] = mine
        sales = tuple(
            Sale(each.person, plan, f"order-{number:03d}", each.day, each.amount(now), *each.back(now, month))
            for number, each in enumerate(self.orders)
            if each.month <= month and each.amounts[0][0] <= now
            for plan in {plan.reward for plan in self.company.rewards}
        )
        before = PaidBefore(paid_lines(self.sealed), sales, paid_lines(adjusted))
        lines, problems = pay_people(self.company, figures, (), MONTHS[month], before)
        assert not has_errors(problems)
        return lines


@cache
def _company(text: str) -> SmallCompany:
    return SmallCompany(organisation(*map(spell, PEOPLE)), plans(text))


def walked(text: str, orders: list[Order]) -> Shop:
    """The shop after its last month."""
    shop = Shop(_company(text), orders)
    for now in range(len(MONTHS)):
        shop.seal(now)
    return shop


def earned(shop: Shop, person: str, without: frozenset[str] = MOVES) -> int:
    """Fen of everything the person was ever paid, whenever it was paid out."""
    return sum(line.amount.value.fen for line in shop.sealed if line.person == person and line.line not in without)


BASE = """
reward: c
kind: commission
for: {post: sales}
base: {kpi: paid_sales, date_basis: paid}
rates: {mode: marginal, bands: BANDS}
refunds: clawback
"""
RISING = ("[[0, 0.01]]", "[[0, 0.01], [500, 0.02], [3000, 0.03]]", "[[1000, 0.05]]", "[[0, 0.01], [1000, 0.04]]")
EXTRAS = (
    "",
    "cap: 40\n",
    "line_minimum: 3\n",
    "floor: 25\n",
    "kicker: {kpi: paid_sales, at_least: 900, add: 7.77}\n",
    "holdback: {share: 0.3, release_after: 40d}\n",
    "override: {to: leader, rate: 0.007}\n",
    "gate: {kpi: paid_sales, at_least: 1500, else: 0.5}\n",
    "draw: {amount: 30, recoverable: true}\n",
)


@st.composite
def commissions(draw: st.DrawFn) -> str:
    """A commission that claws back: three readings, by span, by line or to date, with or without a new rate."""
    mode = draw(st.sampled_from(["highest", "marginal", "interpolated"]))
    text = BASE.replace("marginal", mode).replace("BANDS", draw(st.sampled_from(RISING)))
    counting = draw(st.sampled_from(["", "", ", cumulative: quarter", ", counting: line"]))
    text = text.replace("date_basis: paid", f"date_basis: paid{counting}")
    if draw(st.booleans()):
        text = text.replace("refunds: clawback", "refunds: {mode: clawback, attainment: falls}")
    text += draw(st.sampled_from(EXTRAS))
    if draw(st.booleans()):
        newer = text.replace("0.01]", "0.02]").replace("0.05]", "0.07]")
        text += f"---{newer}version: 2\nvalid_from: {draw(st.sampled_from(['2026-11-01', '2027-01-01']))}\n"
    return text


cents = st.integers(0, 300_000).map(lambda amount: Fraction(amount, 100))


@st.composite
def orders(draw: st.DrawFn, everything: bool) -> list[Order]:
    """One to four orders of the first three months, edited and refunded later; in the end borne by the person."""
    found: list[Order] = []
    for _ in range(draw(st.integers(1, 4))):
        month = draw(st.integers(0, 2))
        loads = sorted(draw(st.sets(st.integers(month, LAST), min_size=1, max_size=2)))
        amounts = tuple((known, draw(cents)) for known in loads)
        found.append(Order(draw(st.sampled_from(["an", "bo"])), month, amounts, draw(_refunds(month, everything))))
    return found


@st.composite
def _refunds(draw: st.DrawFn, first: int, everything: bool) -> tuple[Refund, ...]:
    cuts = sorted(draw(st.lists(st.fractions(0, 1, max_denominator=50), max_size=2)))
    whole = Fraction(1) if everything else (cuts.pop() if cuts else Fraction(0))
    parts = [b - a for a, b in zip([Fraction(0), *cuts], [*cuts, whole], strict=True)]
    found: list[Refund] = []
    for part in parts:
        month = draw(st.integers(first, LAST))
        known = draw(st.integers(month, LAST))
        borne = draw(st.none() | st.tuples(st.integers(month, LAST), st.integers(month, LAST)))
        found.append(Refund(month, known, part, borne if borne and borne[0] < borne[1] else None))
    return tuple(found)


def with_more_back(order: Order, month: int, part: Fraction) -> Order:
    """The same order, of which a part of what is left comes back too."""
    month = max(month, order.month)
    left = 1 - sum((each.part for each in order.refunds), Fraction(0))
    return replace(order, refunds=(*order.refunds, Refund(month, month, left * part)))

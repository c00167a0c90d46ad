"""What customers will still buy and bring: BG/NBD for how often, gamma-gamma for how much, fitted to their history.

Estimates: binary floats, shown as such, and never part of a score or of pay. Time is in weeks.
P. Fader, B. Hardie, K. Lee, "Counting Your Customers the Easy Way", Marketing Science 24 (2005); P. Fader, B. Hardie,
"The Gamma-Gamma Model of Monetary Value" (2013).
"""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from math import exp, inf, lgamma, log, log1p

from scipy.special import hyp2f1

FEWEST = 100
"""Customers below which nothing is fitted."""
_WEEKS_OF_A_MONTH = 52 / 12
_START = 0.0
_BOUND = 12.0
"""Parameters are looked for between e^−12 and e^12."""

Rhythm = tuple[int, float, float]
"""Repeat purchases, weeks from the first to the last purchase, weeks from the first to the end of the data."""


@dataclass(frozen=True, slots=True)
class CustomerHistory:
    """One customer: repeat purchases (days with a purchase after the first), their weeks, and what one of them left.

    `left` is the mean contribution of a repeat purchase in currency units, None without any.
    """

    repeats: int
    last_week: float
    weeks: float
    left: float | None = None


@dataclass(frozen=True, slots=True)
class PurchaseModel:
    """BG/NBD: while alive a customer buys at a rate from gamma(r, alpha) and leaves after each by beta(a, b)."""

    r: float
    alpha: float
    a: float
    b: float
    likelihood: float

    def purchases(self, history: CustomerHistory, weeks: float) -> float:
        """Expected purchases in the next so many weeks of a customer with that history (equation 10)."""
        r, alpha, a, b = self.r, self.alpha, self.a, self.b
        x, end = history.repeats, alpha + history.weeks
        series = float(hyp2f1(r + x, b + x, a + b + x - 1, weeks / (end + weeks)))
        tail: float = (end / (end + weeks)) ** (r + x) * series
        return (a + b + x - 1) / (a - 1) * (1 - tail) * self.alive(history)

    def alive(self, history: CustomerHistory) -> float:
        """The chance that the customer still buys at all; 1 without a repeat purchase, after which alone one leaves."""
        x = history.repeats
        if x == 0:
            return 1.0
        gone: float = ((self.alpha + history.weeks) / (self.alpha + history.last_week)) ** (self.r + x)
        return 1 / (1 + self.a / (self.b + x - 1) * gone)


@dataclass(frozen=True, slots=True)
class AmountModel:
    """Gamma-gamma: what a customer's purchases leave varies around a mean of their own, drawn from (p, q, v)."""

    p: float
    q: float
    v: float

    def mean(self, history: CustomerHistory) -> float:
        """The expected mean of the customer's purchases: their own, drawn to that of all the fewer they are."""
        known = history.repeats if history.left is not None and history.left > 0 else 0
        total = known * (history.left or 0.0)
        return self.p * (self.v + total) / (self.p * known + self.q - 1)


@dataclass(frozen=True, slots=True)
class CustomerValue:
    """Both models fitted to the same customers."""

    purchases: PurchaseModel
    amounts: AmountModel
    customers: tuple[CustomerHistory, ...]

    def expected(self, months: int, yearly_rate: float) -> float:
        """The mean over all customers of what the next months bring, discounted month by month at the yearly rate."""
        total = sum(self._of(each, months, yearly_rate) for each in self.customers)
        return total / len(self.customers)

    def _of(self, customer: CustomerHistory, months: int, yearly_rate: float) -> float:
        so_far, worth = 0.0, 0.0
        for month in range(1, months + 1):
            by_then = self.purchases.purchases(customer, month * _WEEKS_OF_A_MONTH)
            worth += (by_then - so_far) / (1 + yearly_rate) ** (month / 12)
            so_far = by_then
        return worth * self.amounts.mean(customer)


def fit_customer_value(customers: Sequence[CustomerHistory]) -> CustomerValue | None:
    """Both models by maximum likelihood; None for fewer than `FEWEST` customers or where hardly any came back.

    Customers whose purchases left nothing cannot tell how much one leaves (the model knows only amounts above zero).
    """
    paying = [each for each in customers if each.repeats and each.left is not None and each.left > 0]
    if len(customers) < FEWEST or len(paying) < FEWEST // 10:
        return None
    purchases = fit_purchases(customers)
    amounts = fit_amounts(paying)
    if purchases is None or amounts is None:
        return None
    return CustomerValue(purchases, amounts, tuple(customers))


def fit_purchases(customers: Iterable[CustomerHistory]) -> PurchaseModel | None:
    """BG/NBD by maximum likelihood; None where the search does not settle."""
    counted = Counter((each.repeats, each.last_week, each.weeks) for each in customers)
    found = _highest(lambda at: _log_likelihood(at, counted), 4)
    if found is None:
        return None
    r, alpha, a, b = found[0]
    return PurchaseModel(r, alpha, a, b, found[1])


def fit_amounts(customers: Iterable[CustomerHistory]) -> AmountModel | None:
    """Gamma-gamma by maximum likelihood over customers with repeat purchases of a positive mean; None as above.

    A mean that does not exist (q not above 1) is no result either.
    """
    counted = Counter((each.repeats, each.left) for each in customers if each.repeats and each.left)
    known = [(x, mean, n) for (x, mean), n in counted.items() if mean and mean > 0]
    found = _highest(lambda at: _amount_likelihood(at, known), 3)
    if found is None:
        return None
    p, q, v = found[0]
    return AmountModel(p, q, v) if q > 1 else None


def _log_likelihood(at: Sequence[float], counted: Counter[Rhythm]) -> float:
    r, alpha, a, b = at
    return sum(n * _of_rhythm(r, alpha, a, b, rhythm) for rhythm, n in counted.items())


def _of_rhythm(r: float, alpha: float, a: float, b: float, rhythm: Rhythm) -> float:
    """Equation 6 in logarithms, so that long histories do not vanish."""
    x, last, weeks = rhythm
    before = lgamma(r + x) - lgamma(r) + r * log(alpha)
    before += lgamma(a + b) + lgamma(b + x) - lgamma(b) - lgamma(a + b + x)
    alive = -(r + x) * log(alpha + weeks)
    if x == 0:
        return before + alive
    left = log(a) - log(b + x - 1) - (r + x) * log(alpha + last)
    higher, lower = max(alive, left), min(alive, left)
    return before + higher + log1p(exp(lower - higher))


def _amount_likelihood(at: Sequence[float], known: list[tuple[int, float, int]]) -> float:
    p, q, v = at
    total = 0.0
    for x, mean, n in known:
        one = lgamma(p * x + q) - lgamma(p * x) - lgamma(q) + q * log(v) + (p * x - 1) * log(mean)
        total += n * (one + p * x * log(x) - (p * x + q) * log(x * mean + v))
    return total


def _highest(likelihood: Callable[[Sequence[float]], float], parameters: int) -> tuple[tuple[float, ...], float] | None:
    """The point of the highest likelihood over positive parameters."""
    from scipy.optimize import minimize  # here, for importing it takes longer than the desk takes to start

    def below_zero(logs: Sequence[float]) -> float:
        if any(abs(each) > _BOUND for each in logs):
            return inf
        return -likelihood([exp(each) for each in logs])

    found = minimize(
        below_zero, [_START] * parameters, method="Nelder-Mead", options={"maxiter": 4000, "xatol": 1e-5, "fatol": 1e-6}
    )
    return (tuple(exp(each) for each in found.x), -float(found.fun)) if found.success else None


def payback_day(by_day: Iterable[tuple[int, float]], customers: int, cost: float) -> int | None:
    """The first day after the first purchase by which the cohort's contribution per customer reaches the cost.

    `by_day` holds day (0 is that of the first purchase) and contribution of all customers on it. None if it never does.
    """
    total = 0.0
    for day, contribution in sorted(by_day):
        total += contribution
        if customers and total / customers >= cost:
            return day
    return None

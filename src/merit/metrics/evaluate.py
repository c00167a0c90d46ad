"""From the numbers of measures to a KPI's value: exact fractions, and the one place where anything is divided."""

from dataclasses import dataclass, field, replace
from datetime import date
from fractions import Fraction
from typing import Protocol

from merit.catalogue.expression import OVER_KPIS, Call, Expression, Literal, Name, Operation
from merit.catalogue.kpi import Catalogue, Entered, Formula, Kpi, Measure, Measured, RatioOf
from merit.kernel.period import Period
from merit.kernel.ratio import Ratio
from merit.kernel.refusals import ConflictRefusal
from merit.metrics.components import Number, kpi_of
from merit.metrics.earlier_periods import period_of
from merit.metrics.figures import ValueStatus
from merit.metrics.validity import in_force, mature_from, taken_over


class Given(Protocol):
    """All that is known about one node: what was measured, entered, cited from outside, and doubted."""

    def number(self, measure: Measure, period: Period) -> Number:
        """What the measure comes to."""

    def entered(self, kpi: str, period: Period) -> Fraction | None:
        """The value that one person entered and another confirmed."""

    def target(self, kpi: str, period: Period) -> Fraction | None:
        """The absolute target of the node for that very period."""

    def benchmark(self, name: str, period: Period) -> Fraction | None:
        """The figure from outside under that name."""

    def is_unreconciled(self, kpi: str, period: Period) -> bool:
        """Whether the KPI, or one it is made of, is too far from what the platform reports."""

    @property
    def last_day(self) -> date | None:
        """The last day in the data."""


@dataclass(frozen=True, slots=True)
class Result:
    """A KPI's value before anybody asks whether to rely on it; additive measures of nothing are 0 here."""

    value: Fraction | None
    n: int
    numerator: Fraction | None = None
    denominator: Fraction | None = None


@dataclass(frozen=True, slots=True)
class Judged:
    """A result with its status. `value` is None exactly when the status is EMPTY."""

    value: Fraction | None
    numerator: Fraction | None
    denominator: Fraction | None
    n: int
    status: ValueStatus
    version: int = 1
    """The version of the KPI that made the value: the one in force on the period's last day."""


def evaluate(catalogue: Catalogue, kpi: str, period: Period, given: Given) -> Judged:
    """The value with its status. Raises NotFoundRefusal for an unknown KPI."""
    declared = in_force(catalogue, kpi, period)
    if declared is None:
        return Judged(None, None, None, 0, ValueStatus.EMPTY, kpi_of(catalogue, kpi).version)
    found = result_of(catalogue, kpi, period, given)
    status = _status(declared if declared.id == kpi else replace(declared, id=kpi), found, period, given)
    value = None if status is ValueStatus.EMPTY else found.value
    return Judged(value, found.numerator, found.denominator, found.n, status, declared.version)


def result_of(catalogue: Catalogue, kpi: str, period: Period, given: Given) -> Result:
    """The value alone. Raises NotFoundRefusal for an unknown KPI."""
    declared = in_force(catalogue, kpi, period)
    if declared is None:
        return Result(None, 0)
    period = taken_over(declared, period, given.last_day)
    match declared.body:
        case Measured(measure):
            number = given.number(measure, period)
            part = number.value if number.part is None else number.part
            return Result(number.value, number.n, part, number.whole)
        case RatioOf(part_id, whole_id):
            parted, whole = (result_of(catalogue, each, period, given) for each in (part_id, whole_id))
            return _ratio(parted, whole)
        case Formula(expression):
            working = _Working(catalogue, period, given)
            return Result(working.worked_out(expression), working.n)
        case Entered():
            entered = given.entered(kpi, period)
            return Result(entered, 0 if entered is None else 1, entered)


def _ratio(part: Result, whole: Result) -> Result:
    if part.value is None or whole.value is None:
        return Result(None, whole.n, part.value, whole.value)
    return Result(Ratio(part.value, whole.value).value, whole.n, part.value, whole.value)


def _status(kpi: Kpi, found: Result, period: Period, given: Given) -> ValueStatus:
    if found.value is None or found.n == 0:
        return ValueStatus.EMPTY
    if given.is_unreconciled(kpi.id, period):
        return ValueStatus.UNRECONCILED
    if not _mature(kpi, period, given.last_day):
        return ValueStatus.IMMATURE
    return ValueStatus.INSUFFICIENT if found.n < kpi.minimum_sample else ValueStatus.OK


def _mature(kpi: Kpi, period: Period, last_day: date | None) -> bool:
    if not kpi.mature_after_days and not kpi.mature_after_months:
        return True
    return last_day is not None and last_day >= mature_from(kpi, taken_over(kpi, period, last_day))


@dataclass(slots=True)
class _Working:
    """One formula being worked out; remembers the rows behind its parts."""

    catalogue: Catalogue
    period: Period
    given: Given
    rows: dict[tuple[str, Period], int] = field(default_factory=dict)

    @property
    def n(self) -> int:
        """Rows behind the parts in the period itself; where all parts lie elsewhere, behind those."""
        here = [n for (_, period), n in self.rows.items() if period == self.period]
        return sum(here) if here else sum(self.rows.values())

    def worked_out(self, expression: Expression) -> Fraction | None:
        match expression:
            case Literal(Fraction() as value):
                return value
            case Name(kpi):
                return self._value(kpi, self.period)
            case Operation(operator, operands):
                return self._operation(operator, operands)
            case Call(function, arguments):
                return self._call(function, arguments)
            case _:
                raise ConflictRefusal("metrics.not_a_formula", part=str(expression))

    def _value(self, kpi: str, period: Period) -> Fraction | None:
        found = result_of(self.catalogue, kpi, period, self.given)
        self.rows[kpi, period] = found.n
        return found.value

    def _operation(self, operator: str, operands: tuple[Expression, ...]) -> Fraction | None:
        values = [self.worked_out(each) for each in operands]
        known = [value for value in values if value is not None]
        if len(known) < len(values):
            return None
        match operator:
            case "neg":
                return -known[0]
            case "+":
                return known[0] + known[1]
            case "-":
                return known[0] - known[1]
            case "*":
                return known[0] * known[1]
            case "/":
                return _quotient(known[0], known[1], operands[1])
            case _:
                raise ConflictRefusal("metrics.not_a_formula", part=operator)

    def _call(self, function: str, arguments: tuple[Expression, ...]) -> Fraction | None:
        if function in OVER_KPIS or function == "benchmark":
            return self._elsewhere(Call(function, arguments))
        if not arguments:
            return self._of_days(function)
        values = [self.worked_out(each) for each in arguments]
        known = [value for value in values if value is not None]
        if function == "coalesce":
            return next(iter(known), None)
        if len(known) < len(values):
            return None
        match function:
            case "abs":
                return abs(known[0])
            case "max":
                return max(known)
            case "min":
                return min(known)
            case _:
                raise ConflictRefusal("metrics.not_a_formula", part=function)

    def _of_days(self, function: str) -> Fraction | None:
        if function == "elapsed_share":
            return _elapsed(self.period, self.given.last_day)
        return Fraction(self.period.length)

    def _elsewhere(self, call: Call) -> Fraction | None:
        argument = call.arguments[0]
        if not isinstance(argument, Name):
            raise ConflictRefusal("metrics.not_a_formula", part=call.function)
        match call.function:
            case "benchmark":
                return self.given.benchmark(argument.id, self.period)
            case "target":
                return self.given.target(argument.id, self.period)
            case _:
                return self._value(argument.id, period_of(call, self.period))


def _elapsed(period: Period, last_day: date | None) -> Fraction | None:
    """The share of the period's days up to the last day of the data, from 0 to 1."""
    if last_day is None:
        return None
    days = (min(last_day, period.last) - period.start).days + 1
    return Fraction(max(days, 0), period.length)


def _quotient(part: Fraction, whole: Fraction, divisor: Expression) -> Fraction | None:
    """Empty over zero; a growth is empty over a base below zero too, where it would point the wrong way."""
    is_base = isinstance(divisor, Call) and divisor.function in OVER_KPIS
    return None if whole == 0 or (is_base and whole < 0) else part / whole

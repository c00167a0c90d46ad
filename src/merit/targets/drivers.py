"""Driver trees: a goal split into the factors whose product it is, or the terms whose sum, each with an owner.

GMV = visitors × conversion × spend per buyer. What multiplies to what the catalogue says; here is the arithmetic.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from math import prod

from merit.catalogue.expression import Expression, Name, Operation
from merit.catalogue.kpi import Catalogue, Formula
from merit.kernel.exact import half_up


class Join(StrEnum):
    """How drivers make the goal."""

    PRODUCT = "product"
    SUM = "sum"


@dataclass(frozen=True, slots=True)
class Driver:
    """One factor or term; `sign` is −1 for a term that is taken away (refunds). `target` None: to be worked out."""

    kpi: str
    target: Fraction | None
    sign: int = 1


@dataclass(frozen=True, slots=True)
class DriverCheck:
    """What the drivers' targets come to; `difference` is that less the goal's target. Exact; None: not all known."""

    reached: Fraction | None
    difference: Fraction | None


def terms_of(catalogue: Catalogue, kpi: str) -> tuple[tuple[int, str], ...]:
    """The KPIs that add up to this one with their signs, as its own formula says; empty where it is no such sum."""
    body = catalogue[kpi].body if kpi in catalogue else None
    found = _terms(body.expression, 1) if isinstance(body, Formula) else None
    return tuple(found) if found and len(found) > 1 else ()


def _terms(expression: Expression, sign: int) -> list[tuple[int, str]] | None:
    match expression:
        case Name(id=kpi):
            return [(sign, kpi)]
        case Operation(operator="neg", operands=(inner,)):
            return _terms(inner, -sign)
        case Operation(operator="+" | "-", operands=(left, right)):
            before, after = _terms(left, sign), _terms(right, -sign if expression.operator == "-" else sign)
            return before + after if before is not None and after is not None else None
        case _:
            return None


def driver_check(target: Fraction | None, join: Join, drivers: Sequence[Driver]) -> DriverCheck:
    """The product, or the signed sum, of the drivers' targets beside the goal's."""
    known = [(each.sign, each.target) for each in drivers if each.target is not None]
    if len(known) < len(drivers) or not drivers:
        return DriverCheck(None, None)
    values = [value for _, value in known]
    reached = prod(values, start=Fraction(1)) if join is Join.PRODUCT else _sum(known)
    return DriverCheck(reached, None if target is None else reached - target)


def completed(target: Fraction, join: Join, drivers: Sequence[Driver], places: int) -> Fraction | None:
    """What the one driver without a target has to reach, at `places` decimals, so that the goal is not missed.

    Rounded away from the shortfall: a factor or an added term up, a term that is taken away down. None when not
    exactly one is open, or when the others multiply to 0.
    """
    if sum(each.target is None for each in drivers) != 1:
        return None
    sign = next(each.sign for each in drivers if each.target is None)
    known = [(each.sign, each.target) for each in drivers if each.target is not None]
    if join is Join.PRODUCT:
        others = prod((value for _, value in known), start=Fraction(1))
        return _covering(target / others, places, up=others > 0) if others else None
    return _covering((target - _sum(known)) * sign, places, up=sign > 0)


def kept_in_proportion(target: Fraction, before: Mapping[str, Fraction], chain: Sequence[str]) -> dict[str, Fraction]:
    """A first proposal for a product: every ratio as it was, the base (the chain's first) grown to reach the target.

    Empty when a value of before is missing or the ratios multiply to 0.
    """
    if any(each not in before for each in chain):
        return {}
    ratios = prod((before[each] for each in chain[1:]), start=Fraction(1))
    return {**{each: before[each] for each in chain[1:]}, chain[0]: target / ratios} if ratios else {}


def _covering(value: Fraction, places: int, *, up: bool) -> Fraction:
    rounded = half_up(value, places)
    step = Fraction(1, 10**places)
    if up:
        return rounded + step if rounded < value else rounded
    return rounded - step if rounded > value else rounded


def _sum(signed: Sequence[tuple[int, Fraction]]) -> Fraction:
    return sum((sign * value for sign, value in signed), Fraction(0))

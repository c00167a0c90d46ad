"""A decomposition made readable: small parts in one row, and a driver's contribution shared out among its parts.

Both keep the sum to the last digit.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace
from fractions import Fraction

from merit.insight.decomposition import Decomposition, Through, in_order
from merit.insight.decomposition_arithmetic import NIL, REST, Contribution
from merit.kernel.refusals import ConflictRefusal, NotFoundRefusal

SMALL = "small_parts"
"""Parts too small to be listed, in one row."""
UNSEEN = "unseen_parts"
"""Parts that the reader may not see, in one row."""
MOST_LISTED = 12


def gathered(found: Decomposition, most: int = MOST_LISTED) -> Decomposition:
    """The largest parts, at most so many; the others in one row before the rest. One row alone is not gathered."""
    rest = [each for each in found.contributions if each.part == REST]
    parts = [each for each in found.contributions if each.part != REST]
    if len(parts) <= most + 1:
        return found
    small = parts[most:]
    return replace(found, contributions=(*parts[:most], _together(SMALL, small), *rest), gathered=len(small))


def withheld(found: Decomposition, seen: Callable[[str], bool]) -> Decomposition:
    """Parts that are not seen stand in one row, without figures of their own."""
    hidden = [each for each in found.contributions if each.part != REST and not seen(each.part)]
    if not hidden:
        return found
    row = replace(_together(UNSEEN, hidden), before=None, now=None, weight=None)
    shown = [each for each in found.contributions if each not in hidden]
    return replace(found, contributions=in_order([*shown, row]))


def _together(name: str, small: Sequence[Contribution]) -> Contribution:
    return Contribution(
        name,
        None if small[0].mix is not None else _sum([each.before for each in small]),
        None if small[0].mix is not None else _sum([each.now for each in small]),
        sum((each.amount for each in small), NIL),
        _sum([each.mix for each in small]),
        _sum([each.rate for each in small]),
        _sum([each.weight for each in small]),
        sum((each.expected for each in small), NIL),
    )


def within_driver(by_drivers: Decomposition, driver: str, parts: Decomposition) -> Decomposition:
    """What the parts of a driver contribute to the change of the KPI, through it: in the proportion in which they moved
    the driver itself. `parts` divides the change of the driver.

    Σ amount = the driver's contribution. Raises NotFoundRefusal where the KPI has no such driver, ConflictRefusal
    where it stands still.
    """
    amount = driver_amount(by_drivers, driver)
    if parts.change != replace(by_drivers.change, kpi=driver):
        raise ValueError("the parts are of another change")
    if parts.difference == 0 and amount != 0:
        raise ConflictRefusal("insight.driver_not_divided", kpi=by_drivers.change.kpi, driver=driver)
    per_unit = amount / parts.difference if parts.difference else NIL
    shared = in_order(_scaled(each, per_unit) for each in parts.contributions)
    return replace(parts, contributions=shared, through=Through(by_drivers.change, amount))


def driver_amount(by_drivers: Decomposition, driver: str) -> Fraction:
    """What the driver contributes. Raises NotFoundRefusal where the KPI has no such driver."""
    amount = next((each.amount for each in by_drivers.contributions if each.part == driver), None)
    if amount is None or driver == REST:
        known = ", ".join(each.part for each in by_drivers.contributions if each.part != REST)
        raise NotFoundRefusal("insight.no_such_driver", kpi=by_drivers.change.kpi, driver=driver, known=known)
    return amount


def _scaled(each: Contribution, per_unit: Fraction) -> Contribution:
    mix, rate = (None if effect is None else effect * per_unit for effect in (each.mix, each.rate))
    return replace(each, amount=each.amount * per_unit, mix=mix, rate=rate)


def _sum(values: Sequence[Fraction | None]) -> Fraction | None:
    known = [each for each in values if each is not None]
    return sum(known, NIL) if len(known) == len(values) else None

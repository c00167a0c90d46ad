"""An amount of a whole order shared out over its rows, so that the rows make it up exactly."""

from collections.abc import Sequence

import numpy as np
import pyarrow as pa

from merit.kernel.problems import Problem
from merit.sources.parsing.parsed import Fault, Parsed

FEN = 100
"""Ten-thousandths in a fen: amounts in whole fen are shared out in whole fen."""


def shares_of(orders: np.ndarray, amounts: pa.Array, weights: pa.Array) -> Parsed:
    """Each row's part of its order's amount, by weight; the largest remainders are rounded up, ties to the earlier row.

    Amounts are ten-thousandths and stand on every row of their order; weights below zero count as zero, and all zero as
    even. Empty where an amount or a weight of the order is empty; a fault where an order's rows tell different amounts.
    """
    of_order: dict[int, list[int]] = {}
    for row, order in enumerate(orders.tolist()):
        of_order.setdefault(order, []).append(row)
    told, by = amounts.to_pylist(), weights.to_pylist()
    shares: list[int | None] = [None] * len(orders)
    faults: list[Fault] = []
    for rows in of_order.values():
        different = {told[row] for row in rows}
        if len(different) > 1:
            problem = Problem("sources.order_amounts_differ")
            faults += [Fault(row, problem) for row in rows]
            continue
        amount = different.pop()
        parts = [by[row] for row in rows]
        if amount is not None and None not in parts:
            for row, share in zip(rows, split_exactly(amount, parts), strict=True):
                shares[row] = share
    return Parsed(pa.array(shares, pa.int64()), tuple(faults))


def lacking(orders: np.ndarray, amounts: pa.Array, parts: pa.Array) -> list[Fault]:
    """A fault for the rows of every order whose parts come to less than its amount: a row of it is not in the file."""
    sums: dict[int, int] = {}
    told, added = amounts.to_pylist(), parts.to_pylist()
    for order, part in zip(orders.tolist(), added, strict=True):
        sums[order] = sums.get(order, 0) + (part or 0)
    return [
        Fault(row, Problem("sources.order_lacks_rows"))
        for row, order in enumerate(orders.tolist())
        if (told[row] or 0) > sums[order]
    ]


def split_exactly(amount: int, weights: Sequence[int]) -> list[int]:
    """The amount by weight: whole fen when it is in whole fen, so that the parts make it up exactly."""
    step = FEN if amount % FEN == 0 else 1
    weights = [max(weight, 0) for weight in weights]
    if not any(weights):
        weights = [1] * len(weights)
    total, steps = sum(weights), abs(amount) // step
    shares = [steps * weight // total for weight in weights]
    by_rest = sorted(range(len(weights)), key=lambda row: -(steps * weights[row] % total))
    for row in by_rest[: steps - sum(shares)]:
        shares[row] += 1
    return [share * step * (-1 if amount < 0 else 1) for share in shares]

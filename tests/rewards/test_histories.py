"""Refunds over random histories of orders, edits, late loads, changes of bearer, re-runs and period closes."""

from collections import Counter

from hypothesis import strategies as st

from merit.kernel.explain import replays, steps
from merit.rewards.payment.statement import statement_totals
from tests.cases import cases
from tests.rewards.histories import (
    LAST,
    LIFTS,
    MONTHS,
    MOVES,
    PEOPLE,
    commissions,
    earned,
    orders,
    walked,
    with_more_back,
)

months = st.integers(0, LAST)
shares = st.fractions(0, 1, max_denominator=20)


@cases(60, commissions(), orders(everything=True))
def test_when_everything_came_back_nothing_is_left_but_lifts(text, sold) -> None:
    shop = walked(text, sold)
    for person in PEOPLE:
        assert earned(shop, person, MOVES | LIFTS) == 0


@cases(40, commissions(), orders(everything=False), st.integers(0, 3), months, shares)
def test_refunding_more_never_pays(text, sold, which, month, part) -> None:
    place = which % len(sold)
    more = [with_more_back(each, month, part) if at == place else each for at, each in enumerate(sold)]
    before, after = walked(text, sold), walked(text, more)
    for person in PEOPLE:
        assert earned(after, person) <= earned(before, person)


@cases(30, commissions(), orders(everything=False), months, st.randoms(use_true_random=False))
def test_what_is_frozen_recomputes_to_itself_in_any_order_of_rows_and_every_step_replays(
    text, sold, now, chance
) -> None:
    shop = walked(text, sold)
    frozen = [line for line in shop.sealed if line.period == MONTHS[now]]
    shop.sealed = tuple(line for line in shop.sealed if line.period.start < MONTHS[now].start)
    first = shop.pay(now)
    assert _said(first) == _said(frozen)
    shuffled = list(range(len(sold)))
    chance.shuffle(shuffled)
    shop.orders = [sold[place] for place in shuffled]
    assert _said(shop.pay(now)) == _said(first)
    assert all(replays(step) for line in first for step in steps(line.amount))
    totals = statement_totals(first, "CNY")
    assert {person: total.value.fen for person, total in totals.items()} == _totals(first)


@cases(30, commissions(), orders(everything=False))
def test_no_statement_is_below_zero_but_for_adjustments(text, sold) -> None:
    shop = walked(text, sold)
    for month in MONTHS:
        kept = [each for each in shop.sealed if each.period == month and not each.line.endswith("adjustment")]
        assert all(fen >= 0 for fen in _totals(kept).values())


def _said(lines) -> list[tuple[str, str, str, str]]:
    return sorted((line.person, line.line, str(line.concerns), str(line.amount.value)) for line in lines)


def _totals(lines) -> dict[str, int]:
    fen: Counter[str] = Counter()
    for line in lines:
        fen[line.person] += line.amount.value.fen
    return dict(fen)

"""What holds of pay whatever the figures: parts equal the pool, order and loads do not matter, better is never less."""

from collections.abc import Sequence
from datetime import date
from fractions import Fraction

from hypothesis import strategies as st

from merit.kernel.money import Money, share_out
from merit.rewards.bonus.contest import contest_prize
from merit.rewards.bonus.pool import pool_share
from merit.rewards.commission.rates import highest_band, interpolated, marginal
from merit.rewards.payment.statement import statement_totals
from tests.cases import cases
from tests.rewards.small_company import SmallCompany, Sold, Till, card, organisation, paid, plans, spell

names = st.text("abcde", min_size=1, max_size=4)
weights = st.dictionaries(names, st.fractions(0, 10**6, max_denominator=999), min_size=1, max_size=9).filter(
    lambda found: any(found.values())
)
fen = st.integers(0, 10**11)
chance = st.randoms(use_true_random=False)
money = st.fractions(0, 10**7, max_denominator=100)
rates = st.fractions(0, 1, max_denominator=500)


@st.composite
def tables(draw: st.DrawFn, rising: bool = False) -> tuple[tuple[Fraction, Fraction], ...]:
    edges = sorted(draw(st.sets(money, min_size=1, max_size=6)))
    found = draw(st.lists(rates, min_size=len(edges), max_size=len(edges)))
    return tuple(zip(edges, sorted(found) if rising else found, strict=True))


@cases(100, weights, fen, chance)
def test_the_parts_equal_the_pool_and_the_order_of_members_changes_nothing(shares, pool, shuffle) -> None:
    parts = share_out(pool, shares)
    assert sum(parts.values()) == pool
    assert all(abs(part - Fraction(pool) * shares[name] / sum(shares.values())) < 1 for name, part in parts.items())
    order = list(shares)
    shuffle.shuffle(order)
    assert share_out(pool, {name: shares[name] for name in order}) == parts


@cases(100, weights, fen)
def test_a_larger_weight_never_gets_a_smaller_part(shares, pool) -> None:
    parts = share_out(pool, shares)
    assert all(parts[a] >= parts[b] for a in parts for b in parts if shares[a] > shares[b])


@cases(60, weights, st.integers(1, 10**9), money)
def test_more_weight_of_ones_own_never_brings_less(shares, pool, more) -> None:
    person = min(shares)

    def part(weight: Fraction) -> int:
        whole = {**shares, person: weight}
        return share_out(pool, whole)[person] if any(whole.values()) else 0

    assert part(shares[person] + more) >= part(shares[person])


@cases(100, tables(), st.integers(0, 5), st.fractions(Fraction(1, 10**9), Fraction(1, 100)))
def test_marginal_rates_are_continuous_at_every_edge(bands, place, step) -> None:
    edge = bands[place % len(bands)][0]
    steepest = max(rate for _, rate in bands)
    below, at, above = (marginal(amount=edge + each, bands=bands).value for each in (-step, 0, step))
    assert abs(at - below) <= steepest * step
    assert abs(above - at) <= steepest * step


@cases(100, tables(), money, money)
def test_selling_more_never_earns_less_by_marginal_rates(bands, one, other) -> None:
    low, high = sorted((one, other))
    assert marginal(amount=low, bands=bands).value <= marginal(amount=high, bands=bands).value


@cases(100, tables(rising=True), money, money, st.sampled_from([highest_band, interpolated]))
def test_selling_more_never_earns_less_by_the_other_readings_of_a_rising_table(bands, one, other, reading) -> None:
    low, high = sorted((one, other))
    assert reading(amount=low, bands=bands).value <= reading(amount=high, bands=bands).value


@cases(60, st.dictionaries(names, st.integers(0, 6).map(Fraction), min_size=1), st.lists(st.integers(0, 10**8)))
def test_prizes_come_to_the_budget_and_a_better_figure_never_wins_less(sold, stated) -> None:
    prizes = tuple(Fraction(each, 100) for each in sorted(stated, reverse=True))
    won = {name: _prize(name, sold, prizes) for name in sold}
    assert sum(won.values()) == sum(int(each * 100) for each in prizes[: len(sold)])
    assert all(won[a] >= won[b] for a in sold for b in sold if sold[a] > sold[b])


def _prize(name: str, sold: dict[str, Fraction], prizes: Sequence[Fraction]) -> int:
    return contest_prize(person=name, standings=sold, prizes=tuple(prizes), lowest_wins=False, currency="CNY").value.fen


BONUS = SmallCompany(
    organisation(spell("an"), spell("bo")),
    plans("reward: b\nkind: bonus\nfor: {post: sales}\ncoefficients: [[0, 0], [60, 0.6], [80, 1.0], [100, 1.25]]\n"),
)
POINTS = st.integers(0, 12_000).map(lambda each: Fraction(each, 100))


@cases(40, POINTS, POINTS)
def test_a_better_score_never_pays_less_under_a_rising_table(one, other) -> None:
    low, high = sorted((one, other))
    shop = Till(BONUS, [])
    worse = shop.month("2026-10", [card("an", str(low)), card("bo", str(high))])
    by_person = {line.person: line.amount.value.fen for line in worse}
    assert by_person["an"] <= by_person["bo"]


COMMISSION = SmallCompany(
    organisation(spell("an"), spell("bo"), spell("lin")),
    plans(
        """
reward: c
kind: commission
for: {post: sales}
base: {kpi: paid_sales, date_basis: paid}
rates: {mode: marginal, bands: [[0, 0.01], [500, 0.02], [3000, 0.03]]}
refunds: clawback
line_minimum: 2
override: {to: leader, rate: 0.007}
"""
    ),
)
ROWS = st.lists(
    st.tuples(
        st.sampled_from(["an", "bo"]),
        st.integers(1, 31),
        st.integers(0, 300_000),
        st.fractions(0, 1, max_denominator=9),
        st.integers(0, 3),
    ),
    max_size=7,
)


def _month(rows: Sequence[tuple[str, int, int, Fraction, int]]) -> list[tuple[str, str, int]]:
    sold = [
        Sold(person, date(2026, 10, day), Fraction(amount, 100), [(date(2026, 10, day), Fraction(amount, 100) * back)])
        for person, day, amount, back, _ in rows
    ]
    lines = Till(COMMISSION, sold).month("2026-10")
    assert sum(total.value.fen for total in statement_totals(lines, "CNY").values()) == paid(lines)
    return [(line.person, line.line, line.amount.value.fen) for line in lines]


@cases(30, ROWS, chance)
def test_rows_in_another_order_or_split_over_several_loads_pay_the_same_and_statements_total_their_lines(
    rows, shuffle
) -> None:
    mixed = list(rows)
    shuffle.shuffle(mixed)
    loads = [row for load in range(4) for row in mixed if row[-1] == load]
    assert _month(loads) == _month(mixed) == _month(rows)


@cases(40, weights, st.integers(0, 10**9))
def test_everybodys_own_line_of_a_pool_names_the_same_division(shares, pool) -> None:
    lines = [pool_share(person=name, pool=Money(pool), weights=shares).value.fen for name in shares]
    assert sum(lines) == pool

"""Refunds take commission back at the rate earned; refunding everything leaves nothing and refunding never pays."""

from datetime import date
from fractions import Fraction

from hypothesis import given, settings
from hypothesis import strategies as st

from merit.kernel.explain import DefinitionRef, replays, steps
from merit.kernel.money import Money
from merit.kernel.period import Period
from merit.rewards.commission.clawback import earned_in_period
from merit.rewards.payment.statement import statement_totals
from tests.rewards.small_company import SmallCompany, Sold, Till, amounts, organisation, paid, plans, spell

CLAWBACK = """
reward: c
kind: commission
for: {post: sales}
base: {kpi: paid_sales, date_basis: paid}
rates: {mode: marginal, bands: [[0, 0.01], [10000, 0.02], [50000, 0.03]]}
refunds: clawback
"""
FLAT = CLAWBACK.replace(", [10000, 0.02], [50000, 0.03]", "")
QUARTER = CLAWBACK.replace("date_basis: paid", "date_basis: paid, cumulative: quarter")
MONTHS = ("2026-10", "2026-11", "2026-12", "2027-01", "2027-02")


def day(text: str) -> date:
    return date.fromisoformat(text)


def sold(when: str, amount, *refunds, person="an", goodwill=0) -> Sold:
    backs = [(day(each), Fraction(back)) for each, back in refunds]
    return Sold(person, day(when), Fraction(amount), backs, Fraction(goodwill))


def till(text: str, *lines: Sold, people=("an",)) -> Till:
    return Till(SmallCompany(organisation(*[spell(person) for person in people]), plans(text)), list(lines))


def test_under_tiers_a_refund_takes_the_periods_average_rate() -> None:
    # October: 60,000 → 1,200, so 2 %. A quarter comes back in November, the rest in December.
    shop = till(
        CLAWBACK,
        sold("2026-10-05", 60_000, ("2026-11-05", 15_000), ("2026-12-05", 45_000)),
        sold("2026-11-06", 100_000),
        sold("2026-12-06", 100_000),
    )
    assert amounts(shop.seal("2026-10")) == {"commission": "1200.00"}
    november = shop.seal("2026-11")
    assert amounts(november) == {"commission": "2400.00", "clawback": "-300.00"}
    assert next(line for line in november if line.line == "clawback").concerns == Period.parse("2026-10")
    assert amounts(shop.seal("2026-12")) == {"commission": "2400.00", "clawback": "-900.00"}


def test_a_refund_in_the_month_of_the_sale_is_clawed_back_at_once() -> None:
    shop = till(FLAT, sold("2026-10-05", 60_000, ("2026-10-20", 60_000)))
    assert amounts(shop.seal("2026-10")) == {"commission": "600.00", "clawback": "-600.00"}


def test_the_historic_rate_counts_even_when_todays_rate_is_another() -> None:
    later = "---\n" + FLAT.replace("0.01", "0.05") + "version: 2\nvalid_from: 2026-11-01\n"
    shop = till(FLAT + later, sold("2026-10-05", 1_000, ("2026-11-05", 1_000)), sold("2026-11-06", 1_000))
    assert amounts(shop.seal("2026-10")) == {"commission": "10.00"}
    assert amounts(shop.seal("2026-11")) == {"commission": "50.00", "clawback": "-10.00"}


def test_a_refund_that_the_company_bears_takes_nothing() -> None:
    shop = till(FLAT, sold("2026-10-05", 1_000, ("2026-11-05", 600), goodwill=400), sold("2026-11-06", 1_000))
    shop.seal("2026-10")
    assert amounts(shop.seal("2026-11")) == {"commission": "10.00", "clawback": "-2.00"}


def test_a_refund_larger_than_the_sale_takes_no_more_than_was_earned() -> None:
    shop = till(FLAT, sold("2026-10-05", 1_000, ("2026-11-05", 5_000)), sold("2026-11-06", 1_000))
    shop.seal("2026-10")
    assert amounts(shop.seal("2026-11")) == {"commission": "10.00", "clawback": "-10.00"}


def test_what_is_refunded_beyond_one_sale_does_not_touch_another() -> None:
    shop = till(FLAT, sold("2026-10-05", 1_000, ("2026-11-05", 5_000)), sold("2026-10-06", 1_000))
    assert amounts(shop.seal("2026-10")) == {"commission": "20.00"}
    assert amounts(shop.seal("2026-11"))["clawback"] == "-10.00"


def test_a_clawback_above_the_earning_is_carried_forward() -> None:
    shop = till(FLAT, sold("2026-10-05", 10_000, ("2026-11-05", 10_000)), sold("2026-12-06", 25_000))
    assert paid(shop.seal("2026-10")) == 100_00
    assert amounts(shop.seal("2026-11")) == {"commission": "0.00", "clawback": "-100.00", "carried": "100.00"}
    december = shop.seal("2026-12")
    assert amounts(december) == {"commission": "250.00", "carried": "-100.00"}
    assert paid(december) == 150_00


def test_a_line_lifted_by_the_minimum_loses_only_its_computed_amount() -> None:
    back, other = sold("2026-10-05", 1_000, ("2026-11-05", 1_000)), sold("2026-11-06", 9_000)
    shop = till(FLAT + "line_minimum: 30\n", back, other)
    assert amounts(shop.seal("2026-10")) == {"commission": "10.00", "line_minimum": "20.00"}
    assert amounts(shop.seal("2026-11")) == {"commission": "90.00", "line_minimum": "0.00", "clawback": "-10.00"}


def test_a_line_that_came_back_whole_before_it_was_paid_is_not_lifted() -> None:
    # 10 computed and 10 back: exactly nothing. Half a refund leaves the line standing: 10 − 5, lifted by 20.
    whole = till(FLAT + "line_minimum: 30\n", sold("2026-10-05", 1_000, ("2026-10-20", 1_000)))
    assert amounts(whole.seal("2026-10")) == {"commission": "10.00", "line_minimum": "0.00", "clawback": "-10.00"}
    half = till(FLAT + "line_minimum: 30\n", sold("2026-10-05", 1_000, ("2026-10-20", 500)))
    assert amounts(half.seal("2026-10")) == {"commission": "10.00", "line_minimum": "20.00", "clawback": "-5.00"}


def test_goodwill_and_plans_that_ignore_refunds_leave_the_line_lifted() -> None:
    back = ("2026-10-20", 1_000)
    goodwill = till(FLAT + "line_minimum: 30\n", sold("2026-10-05", 1_000, back, goodwill=1_000))
    assert amounts(goodwill.seal("2026-10")) == {"commission": "10.00", "line_minimum": "20.00"}
    ignored = till(FLAT.replace("clawback", "ignore") + "line_minimum: 30\n", sold("2026-10-05", 1_000, back))
    assert amounts(ignored.seal("2026-10")) == {"commission": "10.00", "line_minimum": "20.00"}


def test_in_a_cumulative_quarter_a_line_is_measured_by_the_rate_of_its_own_month() -> None:
    # October 10,000 at 1 %; November 10,000 more at 2 %: a line of 10,000 has 200, to date it would have 150.
    shop = till(QUARTER + "line_minimum: 180\n", sold("2026-10-05", 10_000), sold("2026-11-05", 10_000))
    assert amounts(shop.seal("2026-10")) == {"commission": "100.00", "line_minimum": "80.00"}
    assert amounts(shop.seal("2026-11")) == {"commission": "200.00", "line_minimum": "0.00"}


def test_rates_by_line_claw_back_what_that_line_earned() -> None:
    # 20,000 by line earns 300, 5,000 earns 50. Half of the large line comes back: 150.
    text = CLAWBACK.replace("date_basis: paid", "date_basis: paid, counting: line")
    shop = till(text, sold("2026-10-05", 20_000, ("2026-11-05", 10_000)), sold("2026-10-06", 5_000))
    assert amounts(shop.seal("2026-10")) == {"commission": "350.00"}
    assert amounts(shop.seal("2026-11"))["clawback"] == "-150.00"


def test_attainment_may_fall_with_refunds_of_the_span() -> None:
    # 60,000 less 20,000 is read at 40,000: 700, so 1.75 %. 60,000 × 1.75 % = 1,050; back 20,000 × 1.75 % = 350.
    text = CLAWBACK.replace("refunds: clawback", "refunds: {mode: clawback, attainment: falls}")
    shop = till(text, sold("2026-10-05", 60_000, ("2026-10-20", 20_000)))
    assert amounts(shop.seal("2026-10")) == {"commission": "1050.00", "clawback": "-350.00"}


def test_a_kicker_beside_orders_that_earn_nothing_by_line_goes_with_them() -> None:
    text = FLAT.replace("[[0, 0.01]]", "[[1000, 0.05]]").replace("date_basis: paid", "date_basis: paid, counting: line")
    lines = [sold("2026-10-05", 800, ("2026-10-20", 800)), sold("2026-10-06", 200, ("2026-11-20", 200))]
    shop = till(text + "kicker: {kpi: paid_sales, at_least: 900, add: 7.77}\n", *lines)
    assert amounts(shop.seal("2026-10")) == {"commission": "7.77", "clawback": "-6.22"}
    assert amounts(shop.seal("2026-11"))["clawback"] == "-1.55"


def test_the_floor_does_not_make_good_what_refunds_take_off_the_rate() -> None:
    # 361 at 2 %: 7.22, lifted to 25. Back in the same month, whole: 25 − 7.22 stays, as it does when attainment stays.
    text = FLAT.replace("0.01", "0.02") + "floor: 25\n"
    falls = text.replace("refunds: clawback", "refunds: {mode: clawback, attainment: falls}")
    whole = [sold("2026-10-05", 361, ("2026-10-20", 361))]
    assert [paid(till(each, *whole).seal("2026-10")) for each in (text, falls)] == [17_78, 17_78]
    some = [sold("2026-10-05", 361, ("2026-10-20", 100))]
    assert [paid(till(each, *some).seal("2026-10")) for each in (text, falls)] == [23_00, 23_00]


def test_the_leader_gives_back_the_indirect_part() -> None:
    text = FLAT + "override: {to: leader, rate: 0.002}\n"
    shop = till(text, sold("2026-10-05", 10_000, ("2026-11-05", 5_000)), people=("an", "lin"))
    assert amounts(shop.seal("2026-10"), "lin") == {"commission": "0.00", "override": "20.00"}
    assert amounts(shop.seal("2026-11"), "lin")["override_clawback"] == "-10.00"


def test_in_a_cumulative_quarter_each_month_keeps_its_own_rate() -> None:
    # October 10,000 → 100 (1 %); November 10,000 more → 200 (2 %). Both are refunded in December: 100 + 200.
    shop = till(
        QUARTER,
        sold("2026-10-05", 10_000, ("2026-12-05", 10_000)),
        sold("2026-11-05", 10_000, ("2026-12-05", 10_000)),
        sold("2026-12-05", 40_000),
    )
    assert amounts(shop.seal("2026-10")) == {"commission": "100.00"}
    assert amounts(shop.seal("2026-11")) == {"commission": "200.00"}
    december = shop.seal("2026-12")
    # Total 60,000 → 1,200, less 300.
    assert amounts(december) == {"commission": "900.00", "clawback": "-300.00"}
    back = {str(line.concerns): str(line.amount.value) for line in december if line.line == "clawback"}
    assert back == {"2026-10": "-100.00", "2026-11": "-200.00"}


def test_what_a_span_owes_back_comes_off_its_latest_months_first() -> None:
    payments = tuple(Money(fen) for fen in (500, 300, -400, 100))
    bases = (Fraction(1),) * 4
    left = [earned_in_period(payments=payments, bases=bases, index=place).value.fen for place in range(4)]
    assert left == [400, 0, 0, 100]


def test_what_has_no_base_of_its_own_moves_and_nothing_is_lost() -> None:
    payments = tuple(Money(fen) for fen in (20, 100, 50))
    bases = (Fraction(0), Fraction(7), Fraction(0))
    left = [earned_in_period(payments=payments, bases=bases, index=place).value.fen for place in range(3)]
    assert left == [0, 170, 0]


def test_a_kicker_without_sales_of_its_own_belongs_to_the_sales_before_it() -> None:
    text = QUARTER + "kicker: {kpi: live_orders, at_least: 1, add: 50, from: 2026-11-01, to: 2026-11-11}\n"
    shop = till(text, sold("2026-10-05", 10_000, ("2026-12-05", 10_000)))
    shop.figures.amounts["live_orders", "an"] = [(day("2026-11-11"), Fraction(1))]
    assert [amounts(shop.seal(month)) for month in MONTHS[:3]] == [
        {"commission": "100.00"},
        {"commission": "50.00"},
        {"commission": "0.00", "clawback": "-150.00", "carried": "150.00"},
    ]


def test_a_leaver_owes_but_is_paid_nothing_below_zero() -> None:
    people = organisation(spell("an", end=date(2026, 11, 1)))
    shop = Till(SmallCompany(people, plans(FLAT)), [sold("2026-10-05", 10_000, ("2026-11-05", 10_000))])
    shop.seal("2026-10")
    november = shop.seal("2026-11")
    assert amounts(november) == {"clawback": "-100.00", "carried": "100.00"}
    assert paid(november) == 0


edges = st.sampled_from(
    ["[[0, 0.01]]", "[[0, 0.01], [500, 0.02], [3000, 0.03]]", "[[1000, 0.05]]", "[[0, 0.03], [2000, 0.01]]"]
)
extras = st.sampled_from(
    [
        "",
        "cap: 40\n",
        "kicker: {kpi: paid_sales, at_least: 900, add: 7.77}\n",
        "holdback: {share: 0.3, release_after: 40d}\n",
        "override: {to: leader, rate: 0.007}\n",
        "gate: {kpi: paid_sales, at_least: 1500, else: 0.5}\n",
        "gate: {kpi: paid_sales, at_most: 1500, else: zero}\n",
    ]
)
halves = st.fractions(0, 1, max_denominator=20)
cents = st.integers(1, 300_000).map(lambda amount: Fraction(amount, 100))


@st.composite
def rewards(draw):
    mode = draw(st.sampled_from(["highest", "marginal", "interpolated"]))
    text = FLAT.replace("marginal", mode).replace("[[0, 0.01]]", draw(edges))
    if draw(st.booleans()):
        text = text.replace("date_basis: paid", "date_basis: paid, cumulative: quarter")
    elif draw(st.booleans()):
        text = text.replace("date_basis: paid", "date_basis: paid, counting: line")
    if draw(st.booleans()):
        text = text.replace("refunds: clawback", "refunds: {mode: clawback, attainment: falls}")
    return text + draw(extras)


@st.composite
def histories(draw, everything: bool):
    """Sales in the first three months; each comes back in up to three parts, in its month or later."""
    lines = []
    for _ in range(draw(st.integers(1, 5))):
        place = draw(st.integers(0, 2))
        amount = draw(cents)
        person = draw(st.sampled_from(["an", "bo"]))
        cuts = sorted(draw(st.lists(st.fractions(0, 1, max_denominator=50), min_size=2, max_size=2)))
        whole = 1 if everything else cuts.pop()
        parts = [b - a for a, b in zip([Fraction(0), *cuts], [*cuts, whole], strict=True)]
        whens = sorted(draw(st.lists(st.integers(place, 4), min_size=len(parts), max_size=len(parts))))
        backs = [(day(f"{MONTHS[when]}-20"), amount * part) for when, part in zip(whens, parts, strict=True)]
        lines.append(Sold(person, day(f"{MONTHS[place]}-10"), amount, backs))
    return lines


def run(text: str, lines: list[Sold]) -> Till:
    shop = till(text, *lines, people=("an", "bo", "lin"))
    for month in MONTHS:
        again = shop.month(month)
        assert shop.seal(month) == again
        assert all(paid([line for line in again if line.person == person]) >= 0 for person in ("an", "bo", "lin"))
    return shop


@settings(max_examples=150, deadline=None)
@given(rewards(), histories(everything=True))
def test_a_refund_of_everything_pays_nothing(text, lines) -> None:
    shop = run(text, lines)
    earned = [line for line in shop.sealed if line.line not in ("carried", "holdback", "holdback_release")]
    for person in ("an", "bo", "lin"):
        assert paid([line for line in earned if line.person == person]) == 0


@settings(max_examples=80, deadline=None)
@given(rewards(), histories(everything=False), st.integers(0, 4), st.integers(0, 4), halves)
def test_refunding_never_pays(text, lines, which, when, part) -> None:
    before = run(text, lines)
    one = lines[which % len(lines)]
    month = max(when, MONTHS.index(f"{one.day:%Y-%m}"))
    left = one.amount - sum(amount for _, amount in one.refunds)
    more = Sold(one.person, one.day, one.amount, [*one.refunds, (day(f"{MONTHS[month]}-25"), left * part)])
    after = run(text, [more if line is one else line for line in lines])

    def earned(shop: Till) -> int:
        return paid([line for line in shop.sealed if line.line not in ("carried", "holdback", "holdback_release")])

    assert earned(after) <= earned(before)


@settings(max_examples=40, deadline=None)
@given(rewards(), histories(everything=False), st.randoms())
def test_the_order_of_rows_changes_nothing_and_every_step_replays(text, lines, chance) -> None:
    first = run(text, lines)
    shuffled = list(lines)
    chance.shuffle(shuffled)
    second = run(text, shuffled)
    assert [(line.person, line.line, line.amount.value) for line in second.sealed] == [
        (line.person, line.line, line.amount.value) for line in first.sealed
    ]
    assert all(replays(step) for line in first.sealed for step in steps(line.amount))


@settings(max_examples=40, deadline=None)
@given(rewards(), histories(everything=False))
def test_a_statement_totals_its_lines_and_each_line_names_its_rule(text, lines) -> None:
    shop = run(text, lines)
    for month in map(Period.parse, MONTHS):
        statement = [line for line in shop.sealed if line.period == month]
        totals = statement_totals(statement, "CNY")
        assert sum(total.value.fen for total in totals.values()) == paid(statement)
        assert all(DefinitionRef("reward", "c", 1) in line.amount.about for line in statement)

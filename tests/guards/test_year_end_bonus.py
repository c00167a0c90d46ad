"""Tax of a year-end bonus by both methods, to the fen, and the zones where more leaves less."""

from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from merit.guards.income_tax import tax_merged, tax_separate
from merit.guards.law_tables import TaxKind
from merit.guards.year_end_bonus import after_tax, blind_zone_findings, blind_zones, tax_estimate, zones_near
from merit.kernel.explain import replays, steps
from merit.kernel.money import Money
from merit.kernel.problems import Place
from merit.sources.guard_tables import shipped_tables
from tests.guards.people_and_pay import yuan

PAID_ON = date(2027, 1, 20)
TABLES = shipped_tables()
APART = TABLES.tax(TaxKind.YEAR_END, PAID_ON).brackets
YEARLY = TABLES.tax(TaxKind.COMPREHENSIVE, PAID_ON).brackets
ZONES = blind_zones(APART)


@pytest.mark.parametrize(
    ("bonus", "tax"),
    [
        ("0", "0.00"),
        ("36000", "1080.00"),
        ("36000.01", "3390.00"),
        ("36001", "3390.10"),
        ("144000", "14190.00"),
        ("144001", "27390.20"),
        ("300000", "58590.00"),
        ("300001", "72340.25"),
        ("420000", "102340.00"),
        ("660000", "193590.00"),
        ("960000", "328840.00"),
        ("960001", "416840.45"),
    ],
)
def test_a_twelfth_finds_the_rate_for_the_whole_bonus(bonus, tax) -> None:
    assert str(tax_separate(bonus=yuan(bonus), brackets=APART).value) == tax


@pytest.mark.parametrize(
    ("income", "bonus", "tax"),
    [
        (60_000, 36_000, "3600.00"),  # 96,000 × 10 % − 2,520 = 7,080 less 60,000 × 10 % − 2,520 = 3,480
        (0, 36_000, "1080.00"),
        (-20_000, 50_000, "900.00"),  # 30,000 × 3 %
        (-60_000, 50_000, "0.00"),
        (140_000, 10_000, "1600.00"),  # 150,000 × 20 % − 16,920 = 13,080 less 140,000 × 10 % − 2,520 = 11,480
        (960_000, 100, "45.00"),
    ],
)
def test_merged_into_yearly_income_the_bonus_adds_the_difference(income, bonus, tax) -> None:
    assert str(tax_merged(bonus=yuan(bonus), income=yuan(income), brackets=YEARLY).value) == tax


def test_with_income_above_the_allowances_separate_taxation_is_better() -> None:
    found = tax_estimate(yuan(36_000), yuan(60_000), PAID_ON, TABLES)
    assert (str(found.separate.value), str(found.merged.value)) == ("1080.00", "3600.00")
    assert (found.better.value, str(found.saved)) == ("separate", "2520.00")


def test_with_unused_deductions_merging_is_better() -> None:
    # Separate: 50,000 ÷ 12 lies above 3,000, so 50,000 × 10 % − 210 = 4,790; merged 900.
    found = tax_estimate(yuan(50_000), yuan(-20_000), PAID_ON, TABLES)
    assert (found.better.value, str(found.saved)) == ("merged", "3890.00")


def test_the_separate_method_ends_with_2027() -> None:
    last = tax_estimate(yuan(36_000), yuan(60_000), date(2027, 12, 31), TABLES)
    after = tax_estimate(yuan(36_000), yuan(60_000), date(2028, 1, 1), TABLES)
    assert last.separate is not None
    assert after.separate is None
    assert (after.better.value, str(after.merged.value), after.zones) == ("merged", "3600.00", ())


def test_before_any_table_there_is_no_estimate() -> None:
    assert tax_estimate(yuan(36_000), yuan(0), date(2018, 12, 31), TABLES) is None


def test_the_working_cites_the_law_and_recomputes() -> None:
    found = tax_estimate(yuan(36_001), yuan(60_000), PAID_ON, TABLES)
    assert [ref.name for ref in found.separate.about] == ["财政部 税务总局公告2023年第30号"]
    assert [ref.name for ref in found.merged.about] == ["个人所得税法 3"]
    assert all(replays(step) for figure in (found.separate, found.merged, found.better) for step in steps(figure))


def test_every_blind_zone_to_the_fen() -> None:
    # The even points solve (edge after tax − quick deduction) ÷ (1 − rate); at 318,333.34 the tax rounds up by half a
    # fen, so that it still leaves 241,410.00.
    assert [(str(zone.first), str(zone.last)) for zone in ZONES] == [
        ("36000.01", "38566.67"),
        ("144000.01", "160500.00"),
        ("300000.01", "318333.34"),
        ("420000.01", "447500.00"),
        ("660000.01", "706538.46"),
        ("960000.01", "1120000.00"),
    ]


def test_zones_near_an_amount_are_those_within_a_tenth() -> None:
    assert [str(zone.edge) for zone in zones_near(yuan(33_000), ZONES)] == ["36000.00"]
    assert [str(zone.edge) for zone in zones_near(yuan(42_000), ZONES)] == ["36000.00"]
    assert zones_near(yuan(80_000), ZONES) == ()
    assert [str(zone.edge) for zone in zones_near(yuan(430_000), ZONES)] == ["420000.00"]


def findings(bonus, paid_on=PAID_ON):
    return blind_zone_findings("zhao", yuan(bonus), paid_on, TABLES, Place())


def test_a_bonus_in_a_blind_zone_is_told_how_much_less_it_leaves() -> None:
    # 36,000 leaves 34,920.00; 36,001 leaves 32,610.90.
    (finding,) = findings(36_001)
    assert (finding.params["edge"], finding.params["last"], finding.params["less"]) == (
        "36000.00", "38566.67", "2309.10",
    )  # fmt: skip


def test_on_the_edge_and_past_the_zone_there_is_nothing_to_tell() -> None:
    assert findings(36_000) == findings("38566.68") == []
    assert findings("36000.01") != []
    assert findings("38566.67") != []


def test_without_separate_taxation_there_is_no_cliff() -> None:
    assert findings(36_001, date(2028, 1, 1)) == []


def test_a_blind_zone_wider_than_its_bracket_ends_with_it() -> None:
    # 1,000 a month untaxed, then 50 % at once up to 1,100: every bonus of that bracket leaves less than 12,000.
    steep = (
        (Fraction(1000), Fraction(0), Fraction(0)),
        (Fraction(1100), Fraction(1, 2), Fraction(500)),
        (None, Fraction(3, 5), Fraction(610)),
    )
    assert str(blind_zones(steep)[0].last) == "13200.00"


@given(st.integers(0, 150_000_000))
def test_an_amount_leaves_no_more_than_an_edge_below_it_only_in_that_edges_zone(fen) -> None:
    bonus = Money(fen)
    for zone in ZONES:
        if bonus > zone.edge:
            worse = after_tax(bonus, APART) <= after_tax(zone.edge, APART)
            assert worse == (zone.first <= bonus <= zone.last)


@given(st.integers(-30_000_000, 150_000_000), st.integers(0, 150_000_000))
def test_no_tax_is_negative_and_none_takes_more_than_the_bonus(income, bonus) -> None:
    merged = tax_merged(bonus=Money(bonus), income=Money(income), brackets=YEARLY).value
    separate = tax_separate(bonus=Money(bonus), brackets=APART).value
    assert 0 <= merged.fen <= bonus
    assert 0 <= separate.fen <= bonus

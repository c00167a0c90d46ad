"""概览: one score for each source with its weights, its workings, and what to do first."""

from datetime import date, timedelta
from fractions import Fraction

import pytest

from merit.kernel.refusals import NotFoundRefusal
from merit.sources.rejected import reject_name
from merit_desk.data_quality.queries.measured import unassigned_part
from merit_desk.data_quality.queries.overview import Shown, qualities
from merit_desk.data_quality.queries.score import (
    WEIGHTS,
    Part,
    PartOf,
    freshness_points,
    reconciliation_points,
    rejected_points,
    score_of,
    unassigned_points,
)
from merit_desk.intake.actions.freshness import note_freshness
from merit_desk.intake.queries.sources import Source, kept_facts
from merit_desk.results.queries.open_company import declared_company
from tests.desk.conftest import viewer_as

TWO_DAYS = timedelta(days=2)


def by_table(role: str = "steward"):
    return {each.source.tables[0]: each for each in qualities(viewer_as(role), declared_company())}


def part(found, of: PartOf):
    return next(each for each in found.parts if each.part.of is of)


def test_the_weights_are_the_whole() -> None:
    assert sum(WEIGHTS.values()) == 100


@pytest.mark.parametrize(("days", "points"), [(0, 100), (2, 100), (3, 75), (4, 50), (6, 0), (60, 0)])
def test_freshness_falls_from_the_tolerated_age_to_nothing_at_three_times_it(days, points) -> None:
    assert freshness_points(days, TWO_DAYS) == points


@pytest.mark.parametrize(("rejected", "taken", "points"), [(0, 50, 100), (1, 99, 90), (5, 95, 50), (30, 70, 0)])
def test_each_hundredth_of_rejected_rows_costs_ten_points(rejected, taken, points) -> None:
    assert rejected_points(rejected, taken) == points


def test_what_is_not_measured_is_left_out_and_the_others_are_the_whole() -> None:
    assert rejected_points(0, 0) is None
    assert reconciliation_points(0, 0) is None
    parts = [Part(PartOf.FRESHNESS, None), Part(PartOf.REJECTED, Fraction(50)), Part(PartOf.UNASSIGNED, Fraction(100))]
    assert score_of(parts) == 70  # (30 × 50 + 20 × 100) ÷ 50
    assert score_of([Part(PartOf.FRESHNESS, None)]) is None


def test_shares_count_as_percent() -> None:
    assert unassigned_points(Fraction(16, 55)) == Fraction(3900, 55)
    assert reconciliation_points(3, 4) == 75


def test_rows_that_are_nobodys_are_told_by_a_kpi_that_counts_for_somebody(company_folder) -> None:
    """October: lines are paid for 11,000, of which 3,200 are nobody's: 7,800 of 11,000 are left."""
    note_freshness()
    found = part(by_table()["order_lines"], PartOf.UNASSIGNED)
    assert found.part.points == Fraction(7800, 110)
    assert "3,200.00 / 11,000.00" in found.working
    assert found.address == "/periods/2026-10/why/kpi/2026-10/paid_sales/person/unassigned/"


def test_rows_of_one_shop_are_told_by_its_credits_on_the_newest_day(own_folder) -> None:
    """From 15 October 40 % of s1 are nobody's; before, nothing was."""
    found = unassigned_part(declared_company(), of_shop(date(2026, 10, 20)), None)
    assert (found.share, found.shop) == (Fraction(2, 5), "s1")
    assert unassigned_part(declared_company(), of_shop(date(2026, 10, 14)), None).share == 0


def of_shop(newest: date) -> Source:
    return Source("", ("orders",), "", "", newest=newest, shop_id="s1")


def test_rejected_rows_lower_the_score_and_lead_to_the_rows(own_folder) -> None:
    note_freshness()
    file = next(each for each in kept_facts() if each["table"] == "orders")
    place = own_folder / "rejected"
    place.mkdir(exist_ok=True)
    name = reject_name(file["file"])
    (place / name).write_text(
        f'reason,params,file,line,column,row_mark,order_id\nsources.bad_number,"[]",{file["file"]},3,,,A1\n', "utf-8"
    )
    found = part(by_table()["orders"], PartOf.REJECTED)
    assert found.part.points == 100 - 1000 * Fraction(1, 1 + file["rows"])
    assert found.address == f"/intake/rejected/{name}/"
    assert "退回 1 行" in found.working


def test_a_kpi_that_did_not_agree_when_the_period_was_computed_lowers_the_score(own_folder) -> None:
    (own_folder / "platform_figures.csv").write_text("day,shop,kpi,value\n2026-10-08,s1,paid_sales,800\n", "utf-8")
    kpis = own_folder / "results" / "2026-10" / "kpis.csv"
    lines = kpis.read_text("utf-8").splitlines()
    held = [
        line.replace(",ok,", ",unreconciled,") if line.startswith("paid_sales,") and ",shop,s1," in line else line
        for line in lines
    ]
    assert held != lines
    kpis.write_text("\n".join(held) + "\n", "utf-8")
    (own_folder / "results" / "2026-10" / "data.json").touch()
    note_freshness()
    found = by_table()["order_lines"]
    assert part(found, PartOf.RECONCILIATION).part.points == 0
    assert part(found, PartOf.RECONCILIATION).figure == "0 / 1 个"
    assert part(by_table()["tasks"], PartOf.RECONCILIATION).part.points is None


def test_what_costs_most_is_to_be_done_first_and_else_to_say_how_often_data_come(company_folder) -> None:
    note_freshness()
    for each in qualities(viewer_as("owner"), declared_company()):
        lost = [one.part.lost for one in each.parts]
        assert each.first is not None
        assert each.first.part.lost == max(lost)
        assert any(lost) or each.first.part.of is PartOf.FRESHNESS


def test_a_score_that_is_not_full_is_never_shown_as_full() -> None:
    part = Shown(Part(PartOf.REJECTED, Fraction(99999, 1000)), "", "", "", "")
    assert part.points == "99.9"


def test_who_may_not_see_sources_has_no_score(company_folder) -> None:
    for role in ("finance", "employee"):
        with pytest.raises(NotFoundRefusal):
            qualities(viewer_as(role), declared_company())


def test_the_page_counts_what_was_loaded_since_and_shows_the_weights(as_hr) -> None:
    page = as_hr.get("/data/").content.decode()
    assert "30%" in page
    assert kept_facts()

"""平台对账: own figures beside the platform's, and a steward who answers for a gap."""

from datetime import date

import pytest

from merit.closing.seal import seal_period
from merit.kernel.period import Period
from merit.kernel.refusals import ConflictRefusal, NotFoundRefusal
from merit.workspace import open_workspace
from merit_desk.audit.models import Entry
from merit_desk.data_quality.actions.release import Released, release_gap
from merit_desk.data_quality.queries.compared import compared, compared_one
from merit_desk.data_quality.queries.waiting import waiting_here
from merit_desk.documents.queries.current import current, table_lines
from tests.desk.conftest import client_for, role_account, viewer_as

OCTOBER = Period.parse("2026-10")
EIGHTH = Released(date(2026, 10, 8), date(2026, 10, 8), "The platform sent its bill again")
DAYS = "/data/reconciliation/paid_sales/s1/"


@pytest.fixture
def apart(own_folder, db):
    """The shop sold 1,000 on 8 October; the platform reports 800 for the day."""
    (own_folder / "platform_figures.csv").write_text("day,shop,kpi,value\n2026-10-08,s1,paid_sales,800\n", "utf-8")
    return own_folder


def test_both_figures_of_a_day_stand_side_by_side(apart) -> None:
    found = compared_one(viewer_as("steward"), "paid_sales", "s1", OCTOBER)
    assert (found.ours, found.theirs, found.gap, found.share) == (1000, 800, 200, 1 / 4)
    assert (found.beyond, found.released, found.is_unreconciled) == (1, 0, True)


def test_a_gap_waits_for_the_steward_and_for_nobody_below(apart) -> None:
    assert [each.count for each in waiting_here(viewer_as("steward"))] == [1]
    assert list(waiting_here(viewer_as("hr"))) == []
    with pytest.raises(NotFoundRefusal):
        compared(viewer_as("finance"), OCTOBER)


def test_a_release_is_a_row_with_its_reason_and_the_kpi_scores_again(apart) -> None:
    release_gap(viewer_as("steward"), "paid_sales", "s1", OCTOBER, EIGHTH)
    (row,) = table_lines(current("reconciliation_releases.csv").text)
    assert (row["from"], row["to"], row["reason"]) == ("2026-10-08", "2026-10-08", EIGHTH.reason)
    found = compared_one(viewer_as("steward"), "paid_sales", "s1", OCTOBER)
    assert (found.gap, found.released, found.is_unreconciled) == (200, 1, False)
    assert list(waiting_here(viewer_as("steward"))) == []
    assert Entry.objects.get(action="data_quality.released").after["kpi"] == "paid_sales"


@pytest.mark.parametrize(
    ("first", "last", "code"),
    [
        (date(2026, 10, 9), date(2026, 10, 8), "data_quality.days_outside"),
        (date(2026, 9, 30), date(2026, 10, 8), "data_quality.days_outside"),
        (date(2026, 10, 1), date(2026, 10, 7), "data_quality.no_reported_day"),
    ],
)
def test_only_reported_days_of_the_period_can_be_released(apart, first, last, code) -> None:
    with pytest.raises(ConflictRefusal) as refused:
        release_gap(viewer_as("steward"), "paid_sales", "s1", OCTOBER, Released(first, last, "looked into it"))
    assert refused.value.code == code
    assert current("reconciliation_releases.csv").text is None


@pytest.mark.parametrize("role", ["hr", "auditor"])
def test_who_only_looks_cannot_release(apart, role) -> None:
    with pytest.raises(NotFoundRefusal):
        release_gap(viewer_as(role), "paid_sales", "s1", OCTOBER, EIGHTH)


def test_the_pages_show_the_gap_and_take_the_release(apart) -> None:
    client = client_for(role_account("steward"))
    page = client.get("/data/reconciliation/?period=2026-10").content.decode()
    assert "不计分" in page
    assert DAYS in page
    assert 'type="date" name="first" value="2026-10-08"' in client.get(f"{DAYS}?period=2026-10").content.decode()
    sent = {"first": "2026-10-08", "last": "2026-10-08", "reason": "短"}
    assert client.post(f"{DAYS}release/?period=2026-10", sent).status_code == 422
    sent["reason"] = EIGHTH.reason
    answer = client.post(f"{DAYS}release/?period=2026-10", sent, follow=True)
    assert EIGHTH.reason in answer.content.decode()


def test_a_shop_of_which_nothing_is_reported_is_no_page(apart) -> None:
    client = client_for(role_account("steward"))
    for address in ("/data/reconciliation/paid_sales/s2/?period=2026-10", f"{DAYS}?period=2026-11", f"{DAYS}?period=x"):
        assert client.get(address).status_code == 404


def test_a_release_of_sealed_days_says_that_nothing_sealed_changes_and_is_kept_on_record(own_folder, db) -> None:
    """September is sealed: a release of its days is a row and an entry that names September, and no result moves."""
    seal_period(open_workspace(own_folder), Period.parse("2026-09"))
    (own_folder / "platform_figures.csv").write_text("day,shop,kpi,value\n2026-09-03,s1,paid_sales,1\n", "utf-8")
    sealed = sorted((own_folder / "sealed" / "2026-09").rglob("*"))
    before = [each.read_bytes() for each in sealed if each.is_file()]
    client = client_for(role_account("steward"))
    address = "/data/reconciliation/paid_sales/s1/"
    assert "不改封存的结果" in client.get(f"{address}?period=2026-09").content.decode()
    sent = {"first": "2026-09-03", "last": "2026-09-03", "reason": "The platform counts by another clock"}
    answer = client.post(f"{address}release/?period=2026-09", sent, follow=True)
    assert "不自动补差" in answer.content.decode()
    assert Entry.objects.get(action="data_quality.released").after["sealed"] == ["2026-09"]
    assert [each.read_bytes() for each in sealed if each.is_file()] == before


def test_open_days_are_released_without_a_word_of_seals(apart) -> None:
    assert "不改封存的结果" not in client_for(role_account("steward")).get(f"{DAYS}?period=2026-10").content.decode()

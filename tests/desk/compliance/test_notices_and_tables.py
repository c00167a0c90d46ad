"""告知和数表: who has not confirmed is named, plans not made known come first, and wages show what counts and why."""

from datetime import date

import pytest

from merit_desk.compliance.queries.findings import tables_now
from merit_desk.compliance.queries.notices import notices_made
from merit_desk.compliance.queries.tables import shown_wages, without_row
from merit_desk.documents.queries.current import current
from merit_desk.results.queries.open_company import declared_company
from tests.desk.conftest import client_for, role_account, viewer_as

HEAD = "plan,version,given_on,person,acknowledged_on,how\n"
GIVEN = "sales-commission,1,2026-01-02"


@pytest.fixture
def told(own_folder, db):
    """ann is on the commission and silent, bob has confirmed and left; the other reward was never made known."""
    rows = f"{GIVEN},,,paper\n{GIVEN},bob,2026-01-05,desk\nContract 9,1,2026-01-02,,,微信群\n"
    (own_folder / "notices.csv").write_text(HEAD + rows, "utf-8")
    return own_folder


def test_who_has_not_confirmed_is_named_and_what_was_never_made_known_comes_first(told) -> None:
    first, second, *others = notices_made(viewer_as("hr"))
    assert (first.plan, first.given_on, first.missing, first.silent) == ("service-bonus", None, (), 0)
    assert (second.plan, second.people, second.confirmed, second.silent) == ("sales-commission", 1, 0, 1)
    assert second.missing == ("安安",)
    assert [(each.plan, each.people, each.how) for each in others] == [("Contract 9", None, "微信群")]


def test_the_page_leads_to_where_people_are_reminded(told) -> None:
    page = client_for(role_account("hr")).get("/compliance/notices/").content.decode()
    assert "安安" in page
    assert "/reward-plans/of/sales-commission/versions/1/confirmations/" in page
    assert "书面张贴或签收" in page
    assert "微信群" in page


def test_a_confirmed_wage_keeps_its_basis_and_puts_the_samples_of_its_region_out_of_use(own_folder, db) -> None:
    hr = client_for(role_account("hr"))
    wage = {"region": "CN-31", "valid_from": "2026-07-01", "monthly": "2800", "source": "沪人社规〔2026〕9 号"}
    assert hr.post("/compliance/tables/", {**wage, "seen": current("guards.yaml").digest}).status_code == 302
    wages = shown_wages(declared_company(), tables_now(), date(2026, 11, 1))
    (own,) = [each for each in wages if each.row.region == "CN-31"]
    assert (own.basis, own.in_force, own.own, own.row.sample) == ("沪人社规〔2026〕9 号", True, True, False)
    page = hr.get("/compliance/tables/").content.decode()
    assert "沪人社规〔2026〕9 号" in page
    assert "2,800.00" in page


def test_of_several_rows_of_a_region_the_one_in_force_is_marked(company_folder) -> None:
    wages = [each for each in shown_wages(declared_company(), tables_now(), date(2025, 8, 1)) if each.name == "北京"]
    assert [(str(each.row.valid_from), each.in_force) for each in wages] == [
        ("2025-09-01", False),
        ("2023-09-01", True),
    ]


def test_a_region_of_the_company_without_a_wage_is_told(company_folder) -> None:
    company, day = declared_company(), date(2026, 10, 1)
    known = tables_now().minimum_wage(company.profile.region, day) is not None
    assert without_row(company, tables_now(), day) == ([] if known or not company.profile.region else ["CN-44"])

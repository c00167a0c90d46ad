"""血缘: from file to table to KPI to plan to a person's pay, and back; what may not be seen is not there."""

from decimal import Decimal

import pytest

from merit.kernel.refusals import NotFoundRefusal
from merit_desk.data_quality.queries.lineage import Start, kpis_from, lineage
from merit_desk.intake.actions.freshness import note_freshness
from merit_desk.results.queries.open_company import declared_company
from tests.desk.conftest import viewer_as


def walked(role: str, kpi: str):
    return lineage(viewer_as(role), declared_company(), kpi)


def back(role: str, kind: str, name: str) -> list[str]:
    return kpis_from(viewer_as(role), declared_company(), Start(kind, name))


def test_service_replies_come_from_conversations_and_reach_the_agent_who_is_paid_by_them(company_folder) -> None:
    note_freshness()
    found = walked("owner", "reply_3min")
    assert [each.table for each in found.tables] == ["conversations"]
    assert {table for each in found.sources for table in each.tables} == {"conversations"}
    assert all(each.rows for each in found.sources)
    assert "cat" in {each.person for each in found.people}
    (cat,) = [each for each in found.people if each.person == "cat"]
    assert cat.payable == Decimal("3704.40")
    assert found.period == "2026-10"


def test_a_steward_sees_where_a_figure_comes_from_but_nobody_it_reaches(company_folder) -> None:
    found = walked("steward", "paid_sales")
    assert found.sources
    assert found.rewards
    assert found.people == ()


def test_finance_sees_whom_it_reaches_but_no_files(company_folder) -> None:
    found = walked("finance", "paid_sales")
    assert found.sources == ()
    assert {"ann", "bob"} <= {each.person for each in found.people}


def test_a_manager_walks_to_the_people_of_the_line_alone(company_folder) -> None:
    assert {each.person for each in walked("manager", "paid_sales").people} <= {"ann", "bob", "cat", "leader"}


def test_an_employee_knows_only_the_kpis_of_the_own_plan(company_folder) -> None:
    walked("employee", "csat")
    with pytest.raises(NotFoundRefusal):
        walked("employee", "paid_sales")


def test_one_walks_back_from_a_table_a_plan_and_a_person(company_folder) -> None:
    assert "reply_3min" in back("owner", "table", "conversations")
    assert "csat" in back("owner", "person", "cat")
    assert "paid_sales" in back("owner", "person", "ann")
    plan = next(each for each in declared_company().plans if "cs_agent" in each.audience.posts)
    assert {"reply_3min", "csat"} <= set(back("owner", "plan", plan.plan))


@pytest.mark.parametrize(
    ("role", "kind", "name"),
    [("owner", "table", "nothing"), ("steward", "person", "cat"), ("employee", "person", "ann")],
)
def test_a_walk_from_what_there_is_not_or_may_not_be_seen_is_no_page(company_folder, role, kind, name) -> None:
    with pytest.raises(NotFoundRefusal):
        back(role, kind, name)


def test_the_page_links_tables_plans_and_statements(as_owner) -> None:
    page = as_owner.get("/data/lineage/?kpi=reply_3min").content.decode()
    for address in ("/data/fields/?table=conversations", "/periods/2026-10/people/cat/", "/intake/", "?person=cat"):
        assert address in page
    assert as_owner.get("/data/lineage/?person=cat").status_code == 200
    assert as_owner.get("/data/lineage/?kpi=nothing").status_code == 404

"""What the explorer shows to whom: a figure, row or choice that one may not see is not there at all."""

import re

import pytest

from tests.desk.explorer.test_explored_figures import OCTOBER, rows, view
from tests.desk.pages import text

LIVE = "/periods/live/why/kpi"


def test_an_employee_finds_only_themselves_among_people(as_employee):
    found = rows(view(as_employee, f"kpi=reply_3min,paid_sales&by=person&grain=whole&{OCTOBER}"))
    assert [row[0] for row in found[1:]] == ["凯特", "合计 · 微店"], "the company's own reply rate is in cat's plan"


def test_an_employee_begins_with_a_figure_of_their_own(as_employee):
    assert "90.00%" in text(view(as_employee, f"kpi=reply_3min&by=person&node=cat&grain=whole&{OCTOBER}"))


def test_a_colleague_reads_exactly_like_somebody_who_does_not_exist(as_employee):
    pages = [
        view(as_employee, f"kpi=reply_3min&by=person&node={who}&grain=whole&{OCTOBER}").content.decode()
        for who in ("ann", "nobody")
    ]
    assert [page.count("安安") for page in pages] == [0, 0]
    assert len({re.sub(r'csrfmiddlewaretoken" value="\w+"', "", page) for page in pages}) == 1


def test_kpis_outside_ones_plans_are_no_choice_for_the_company(as_employee):
    shown = view(as_employee, f"kpi=paid_sales&{OCTOBER}").content.decode()
    assert 'value="paid_sales"' not in shown
    assert 'value="reply_3min"' in shown
    assert "1.10 万" not in shown


def test_dimensions_of_the_company_are_no_choice_for_who_does_not_see_it(as_employee):
    shown = view(as_employee, f"kpi=line_sales&by=category&grain=whole&{OCTOBER}").content.decode()
    assert "dear" not in shown
    assert 'value="category"' not in shown


def test_files_hold_no_more_than_the_page(as_employee):
    said = as_employee.get(f"/explorer/view.csv?kpi=reply_3min&by=person&grain=whole&{OCTOBER}").content.decode()
    assert "凯特" in said
    assert "安安" not in said


def test_a_manager_sees_the_people_below_and_filters_by_their_teams(as_manager):
    query = f"kpi=paid_sales&by=person&grain=whole&{OCTOBER}"
    assert {row[0] for row in rows(view(as_manager, query))[1:]} >= {"安安", "鲍勃"}
    in_south = {row[0]: row[1] for row in rows(view(as_manager, f"{query}&team=south"))[1:]}
    assert in_south == {"安安": "4,200.00", "鲍勃": "3,600.00", "合计 · 南组": "6,000.00"}
    assert "未归属" not in text(view(as_manager, query))


def test_somebody_without_a_role_sees_nothing_and_is_told_what_to_do(stranger):
    assert "这里还没有你能看的指标" in text(view(stranger, f"kpi=paid_sales&{OCTOBER}"))
    said = stranger.get(f"/explorer/view.csv?kpi=paid_sales&{OCTOBER}").content.decode()
    assert len(said.splitlines()) == 1


@pytest.mark.parametrize(
    "figure",
    [
        "2026-10/reply_3min/person/ann/",
        "2026-10/paid_sales/company/company/",
        "2026-10/line_sales/company/company/?where=category:dear",
        "2026-10/line_sales/company/company/?where=shop:s1",
        "2026-10/paid_sales/person/ann/rows.csv",
    ],
)
def test_live_explanations_outside_ones_sight_are_not_there(as_employee, figure):
    assert as_employee.get(f"{LIVE}/{figure}").status_code == 404


@pytest.mark.parametrize(
    "figure",
    [
        "2026-10/paid_sales/company/company/?where=nonsense:1",
        "2026-10/paid_sales/company/company/?where=shop",
        "2026-10/orders_paid/company/company/?where=category:dear",
        "2026-10/no_such/company/company/",
        "never/paid_sales/company/company/",
        "2026-10/paid_sales/planet/earth/",
    ],
)
def test_live_explanations_of_nothing_are_not_there_either(as_owner, figure):
    assert as_owner.get(f"{LIVE}/{figure}").status_code == 404


def test_days_of_a_colleague_are_not_there_on_the_nodes_pages(as_employee):
    assert as_employee.get("/periods/2026-10/nodes/person/ann/").status_code == 404
    assert as_employee.get("/periods/2026-10/nodes/person/ann/days/paid_sales/").status_code == 404
    assert as_employee.get("/periods/2026-10/nodes/person/cat/days/reply_3min/").status_code == 200
    assert as_employee.get("/periods/2026-10/nodes/company/company/days/paid_sales/").status_code == 404


def test_exports_stand_in_the_trail(as_owner):
    from merit_desk.audit.models import Entry

    as_owner.get(f"/explorer/view.csv?kpi=paid_sales&{OCTOBER}")
    entry = Entry.objects.latest("number")
    assert (entry.action, entry.after) == ("explorer.exported", {"as": "csv"})

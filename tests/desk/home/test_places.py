"""The navigation shows what a viewer may open, and finding finds nothing else."""

import pytest

from tests.desk.pages import links, text

CLIENTS = ["as_owner", "as_hr", "as_manager", "as_employee", "as_steward", "as_finance", "as_auditor", "stranger"]


def navigation(response):
    """The addresses in the left navigation."""
    shown = response.content.decode()
    start = shown.index('<nav class="side"')
    return shown[start : shown.index("</nav>", start)]


@pytest.mark.parametrize("name", CLIENTS)
def test_every_entry_of_the_navigation_opens(name, request):
    client = request.getfixturevalue(name)
    response = client.get("/?now=1")
    addresses = [link for link in links(response) if f'href="{link}"' in navigation(response)]
    assert addresses
    for address in addresses:
        assert client.get(address, follow=True).status_code == 200, address


def test_an_employee_is_shown_no_place_of_others(as_employee):
    shown = navigation(as_employee.get("/"))
    assert "/mine/" in shown
    for closed in ("/trail/", "/accounts/", "/plans/", "/intake/", "/catalogue/"):
        assert f'href="{closed}"' not in shown


@pytest.mark.parametrize("name", ["as_manager", "as_employee", "as_finance"])
def test_where_data_come_from_is_a_place_of_whoever_has_no_other_way_there(name, request):
    client = request.getfixturevalue(name)
    assert 'href="/data/lineage/"' in navigation(client.get("/"))
    assert 'href="/data/lineage/" aria-current="page"' in navigation(client.get("/data/lineage/"))


@pytest.mark.parametrize("name", ["as_owner", "as_hr", "as_steward", "as_auditor"])
def test_whoever_sees_data_quality_has_lineage_as_a_tab_of_it(name, request):
    client = request.getfixturevalue(name)
    assert 'href="/data/lineage/"' not in navigation(client.get("/"))
    assert 'href="/data/" aria-current="page"' in navigation(client.get("/data/lineage/"))


def test_the_place_of_the_page_is_marked(as_owner):
    assert 'href="/" aria-current="page"' in navigation(as_owner.get("/"))


def test_a_phone_has_four_tabs_and_a_menu_with_everything(as_manager):
    shown = as_manager.get("/").content.decode()
    bar = shown[shown.index('<nav class="tabbar"') :]
    tabs = bar[: bar.index("<details")]
    assert tabs.count("<a ") == 4
    assert "sheet-up" in bar


def test_finding_finds_people_in_sight_by_every_word(as_manager):
    found = as_manager.get("/find/?q=安安")
    assert "/periods/2026-10/people/ann/" in links(found)


def test_finding_tells_an_employee_nothing_of_a_colleague(as_employee):
    found = text(as_employee.get("/find/?q=鲍勃"))
    assert "没有找到“鲍勃”" in found


def test_finding_finds_pages_and_kpis(as_owner):
    assert "/trail/" in links(as_owner.get("/find/?q=留痕"))
    assert [link for link in links(as_owner.get("/find/?q=paid_sales")) if link.endswith("/days/paid_sales/")]


def test_nothing_is_found_for_no_words(as_owner):
    assert "输入姓名" in text(as_owner.get("/find/?q=%20"))

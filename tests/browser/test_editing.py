"""Two people edit the same thing, somebody presses twice: nothing is lost and nothing happens twice."""

import pytest

from tests.browser.conftest import WAYS


@pytest.mark.parametrize("way", WAYS)
def test_a_stale_edit_shows_both_versions(visitors, written_desk, way):
    first, second = (visitors.page(role, desk=written_desk, **way) for role in ("owner", "hr"))
    visitors.expects(409)
    for page in (first, second):
        page.goto("/organisation/teams/south/change/")
    for page, name in ((first, f"南一组{way['language']}"), (second, f"南二组{way['language']}")):
        page.fill("[name=name]", name)
        page.click("main form button.btn-primary")
        page.wait_for_load_state()
    second.wait_for_selector(".stale")
    shown = second.inner_text(".stale")
    assert f"南一组{way['language']}" in shown
    assert f"南二组{way['language']}" in shown
    assert second.input_value("[name=name]") == f"南二组{way['language']}"
    assert second.evaluate("document.documentElement.scrollWidth <= innerWidth")
    second.click("main form button.btn-primary")
    second.wait_for_url("**/organisation/teams/south/")
    assert f"南二组{way['language']}" in second.inner_text("main")


@pytest.mark.parametrize("way", WAYS)
def test_a_double_press_does_one_thing(visitors, written_desk, way):
    page = visitors.page("hr", desk=written_desk, **way)
    page.goto("/organisation/people/new/")
    name = f"双击{way['language']}"
    page.fill("[name=name]", name)
    page.fill("[name=start]", "2026-11-02")
    page.fill("[name=post]", "sales")
    page.select_option("[name=team]", "north")
    page.dblclick("main form button.btn-primary")
    page.wait_for_url("**/organisation/people/p*/")
    people = (written_desk.prepared.folder / "people.csv").read_text("utf-8-sig")
    assert people.count(name) == 1

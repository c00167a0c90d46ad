"""The steward's day: an export with a new column is mapped, loaded, and a row sent back is mended; the wall follows."""

import pytest

from tests.browser.conftest import WAYS
from tests.desk.intake.conftest import taobao

ORDERS = "/explorer/view.csv?kpi=orders_paid&by=company&grain=month&from=2026-10&to=2026-10"
COLUMN = {"zh": "直播间渠道", "en": "达人活动"}
CHOICE = {"zh": "column:orders.channel", "en": "column:orders.campaign"}


def export(language):
    """Three orders of 208.00; the third is paid on a day that does not exist."""
    column = COLUMN[language]
    numbers = [f"'21490000000000{language == 'en':d}{row:04d}" for row in range(3)]
    rows = [{"订单编号": number, column: "live"} for number in numbers]
    rows[2]["订单付款时间"] = "2026-02-30 10:00:00"
    return taobao(*rows, more=(column,))


def ordered(page):
    """October's paid orders, as the explorer exports them now."""
    text = page.evaluate("address => fetch(address).then(answer => answer.text())", ORDERS)
    return int(text.splitlines()[-1].split(",")[6])


def loaded(page):
    """Wait for the load's end on its own page."""
    page.wait_for_url("**/intake/loads/*/")
    page.wait_for_selector(".job.is-done")


@pytest.mark.parametrize("way", WAYS)
def test_an_export_with_a_new_column_is_mapped_loaded_and_mended(visitors, written_desk, way):
    page = visitors.page("steward", desk=written_desk, **way)
    page.goto("/intake/")
    before = ordered(page)
    file = {"name": f"ExportOrderList-{way['language']}.csv", "mimeType": "text/csv", "buffer": export(way["language"])}
    page.set_input_files("#files", file)
    page.click("#upload button[type=submit]")
    page.wait_for_url("**/intake/files/*/")
    assert COLUMN[way["language"]] in page.inner_text("#check")
    page.click("#check a[href*='/columns/']")
    page.wait_for_url("**/columns/**")
    page.select_option("[name=to_0]", CHOICE[way["language"]])
    page.click("main form button.btn-primary")
    page.wait_for_url("**/intake/files/*/?profile=profiles**")
    page.select_option("[name=shop]", "s1")
    page.click(".intake-file button.btn-primary")
    loaded(page)
    page.click("#after a[href*='/intake/rejected/']")
    assert "2026-02-30" in page.inner_text("#rejected")
    page.locator("#rejected input.form-control").first.fill("2026-10-21 10:00:00")
    page.click("main form button.btn-primary")
    loaded(page)
    assert page.locator("#after #returned").count() == 0
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert ordered(page) == before + 3


def test_the_wall_shows_a_load_by_itself(visitors, written_desk):
    wall = visitors.page("owner", size={"width": 1920, "height": 1080}, desk=written_desk)
    wall.goto("/wall/")
    before = wall.inner_text(".month .giant")
    wall.evaluate("window.opened = 'once'")
    facts = written_desk.prepared.folder / "facts"
    with (facts / "orders.csv").open("a", encoding="utf-8") as orders:
        at = "2026-10-30T12:00:00"
        orders.write(f"\ns1,A99,b9,east,{at},{at},,,,paid,1000,0,0,0,0,search,,,\n")
    with (facts / "order_lines.csv").open("a", encoding="utf-8") as lines:
        lines.write("\ns1,A99,1,2026-10-30T12:00:00,P1,dear,1,1000,1000,600,\n")
    page = visitors.page("steward", desk=written_desk)
    page.goto("/intake/")
    page.click("form[action='/intake/load-all/'] button")
    loaded(page)
    wall.wait_for_function("was => document.querySelector('.month .giant').innerText !== was", arg=before)
    assert wall.evaluate("window.opened") == "once"
    assert wall.evaluate("document.documentElement.scrollHeight <= innerHeight")

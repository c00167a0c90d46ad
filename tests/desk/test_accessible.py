"""Every kind of page and the drawer, tried by axe: no serious or critical violation, light and dark, desk and phone."""

from pathlib import Path

import pytest

from tests.desk.test_in_a_browser import CHROMIUM, DESKTOP, PHONE, STATEMENT, browser, opened  # noqa: F401
from tests.desk.test_serve import answered

AXE = Path(__file__).parents[2] / "node_modules" / "axe-core" / "axe.min.js"
PAGES = [
    "/",
    "/periods/2026-10/teams/",
    "/periods/2026-10/people/",
    STATEMENT,
    "/periods/2026-10/findings/",
    "/periods/2026-10/nodes/company/company/",
    "/periods/2026-10/nodes/company/company/days/paid_sales/",
    "/periods/2026-10/why/payable/",
    "/nothing/",
]
GRAVE = ("serious", "critical")

pytestmark = pytest.mark.browser


def grave(page, where):
    """What axe calls serious or critical, each with the first element it concerns."""
    page.evaluate(AXE.read_text("utf-8"))
    found = page.evaluate("axe.run(document, { resultTypes: ['violations'] })")["violations"]
    return [f"{where}: {each['id']}: {each['nodes'][0]['html'][:200]}" for each in found if each["impact"] in GRAVE]


@pytest.mark.parametrize("language", ["zh-CN", "en-US"])
@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_no_page_bars_anyone(browser, served, size, theme, language):  # noqa: F811
    if not AXE.exists():
        pytest.skip(f"{AXE} is not there (npm ci): accessibility was not tried")
    port = served[1]
    answered(port, "/")
    with browser.new_context(
        viewport=size,
        color_scheme=theme,
        locale=language,
        bypass_csp=True,
        reduced_motion="reduce",
        base_url=f"http://127.0.0.1:{port}",
    ) as context:
        page = context.new_page()
        page.set_default_timeout(60_000)
        found = []
        for address in PAGES:
            page.goto(address, wait_until="networkidle")
            found += grave(page, address)
        page.goto(STATEMENT)
        page.locator(".card-m header a.num").first.click()
        page.wait_for_selector("#why:not([aria-busy]) h2")
        found += grave(page, "drawer")
        page.keyboard.press("Escape")
        page.keyboard.press("?")
        page.wait_for_selector("#keys[open]")
        found += grave(page, "keys")
        assert found == []


def test_levels_of_the_drawer_and_people_are_walked_by_keys(browser, served):  # noqa: F811
    port = served[1]
    answered(port, "/")
    page, refused = opened(browser, port, DESKTOP)
    page.goto(STATEMENT)
    opener = page.locator(".card-m header a.num").first
    opener.focus()
    page.keyboard.press("Enter")
    page.wait_for_selector("#why:not([aria-busy]) h2")
    at = "[...document.querySelectorAll('.why > li > .lv')].indexOf(document.activeElement)"
    walked = []
    for key in ("ArrowDown", "ArrowDown", "ArrowUp", "ArrowUp"):
        page.keyboard.press(key)
        walked.append(page.evaluate(at))
    assert walked == [0, 1, 0, 0]
    page.keyboard.press("j")  # the person under an open drawer stays
    page.keyboard.press("?")
    page.wait_for_selector("#keys[open]")
    page.keyboard.press("Escape")
    assert page.locator("#why").is_visible()
    page.keyboard.press("Escape")
    page.wait_for_url(f"**{STATEMENT}")
    way = "previous" if page.locator("[data-person=previous]").count() else "next"
    beside = page.locator(f"[data-person={way}]").get_attribute("href")
    page.keyboard.press("k" if way == "previous" else "j")
    page.wait_for_url(f"**{beside}")
    page.keyboard.press("j" if way == "previous" else "k")
    page.wait_for_url(f"**{STATEMENT}")
    assert refused == []

"""The drawer in a real browser: focus goes in, Esc brings it back, its address can be sent, nothing is refused."""

from pathlib import Path

import pytest
from playwright.sync_api import sync_playwright

from tests.desk.test_serve import answered

CHROMIUM = Path("/usr/bin/chromium")
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"]
FLAGS += ["--disable-component-update", "--disable-sync"]
STATEMENT = "/periods/2026-10/people/cat/"
PHONE = {"width": 390, "height": 844}
DESKTOP = {"width": 1440, "height": 900}

pytestmark = pytest.mark.browser


@pytest.fixture
def browser():
    if not CHROMIUM.exists():
        pytest.skip(f"{CHROMIUM} is not there: the drawer was not tried in a browser")
    with sync_playwright() as playwright:
        found = playwright.chromium.launch(executable_path=str(CHROMIUM), args=FLAGS)
        yield found
        found.close()


def opened(browser, port, size):
    page = browser.new_page(locale="zh-CN", viewport=size, base_url=f"http://127.0.0.1:{port}")
    page.set_default_timeout(60_000)
    refused = []
    page.on("console", lambda said: refused.append(said.text) if said.type in ("error", "warning") else None)
    page.on("pageerror", lambda error: refused.append(str(error)))
    return page, refused


def test_the_drawer_by_keyboard(browser, served):
    port = served[1]
    answered(port, "/")
    page, refused = opened(browser, port, DESKTOP)
    page.goto(STATEMENT)
    opener = page.locator(".card-m header a.num").first
    opener.focus()
    page.keyboard.press("Enter")
    page.wait_for_selector("#why h2")
    page.wait_for_url("**/bonus/1/")
    assert page.evaluate("document.activeElement.id") == "why-title"
    page.click('#why a[href="?open=2"]')
    page.wait_for_url("**?open=2")
    assert "facts/order_lines.csv" in page.inner_text("#why")
    page.go_back()
    page.wait_for_url("**/bonus/1/")
    page.wait_for_selector("#why:not([aria-busy]) .kin")
    page.keyboard.press("Escape")
    page.wait_for_url(f"**{STATEMENT}")
    assert page.locator("#why").is_hidden()
    assert page.evaluate("document.activeElement.getAttribute('href')") == opener.get_attribute("href")
    assert refused == []


@pytest.mark.parametrize("address", ["/", STATEMENT, "/periods/2026-10/people/", "/periods/2026-10/nodes/shop/s1/"])
def test_a_phone_needs_no_sideways_scrolling(browser, served, address):
    port = served[1]
    answered(port, "/")
    page, refused = opened(browser, port, PHONE)
    page.goto(address)
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    assert refused == []


def test_a_chart_is_drawn_with_its_table_behind_it(browser, served):
    port = served[1]
    answered(port, "/")
    page, refused = opened(browser, port, DESKTOP)
    page.goto("/periods/2026-10/nodes/company/company/")
    page.wait_for_selector("[data-drawn] canvas")
    page.click(".as-table summary")
    assert "10-20" in page.inner_text(".as-table")
    assert refused == []

"""The drawer in a real browser: focus goes in, Esc brings it back, its address can be sent, nothing is refused."""

import pytest

from tests.browser.conftest import PHONE

STATEMENT = "/periods/2026-10/people/cat/"


def test_the_drawer_by_keyboard(visitors):
    page = visitors.page()
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


def test_levels_of_the_drawer_and_people_are_walked_by_keys(visitors):
    page = visitors.page()
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


@pytest.mark.parametrize("address", ["/", STATEMENT, "/periods/2026-10/people/", "/periods/2026-10/nodes/shop/s1/"])
def test_a_phone_needs_no_sideways_scrolling(visitors, address):
    page = visitors.page(size=PHONE)
    page.goto(address)
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]


def test_a_chart_is_drawn_with_its_table_behind_it(visitors):
    page = visitors.page()
    page.goto("/periods/2026-10/nodes/company/company/")
    page.wait_for_selector("[data-drawn] canvas")
    page.click(".as-table summary")
    assert "10-20" in page.inner_text(".as-table")

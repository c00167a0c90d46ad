"""A manager opens a figure on the home page and comes down to the row of the file, without touching the mouse."""

import re

import pytest

from tests.browser.conftest import WAYS

ROW = re.compile(r"\.csv\s*：\s*\d+")
AT = "document.activeElement"


def tab_to(page, what):
    """Press Tab until something of that kind has the focus."""
    for _ in range(80):
        page.keyboard.press("Tab")
        if page.evaluate(f"{AT}.matches({what!r})"):
            return
    raise AssertionError(f"no {what} is reached by Tab")


@pytest.mark.parametrize("way", WAYS)
def test_a_manager_reaches_the_row_by_keyboard(visitors, way):
    page = visitors.page("manager", **way)
    page.goto("/")
    page.wait_for_selector("#home:not([hx-get])")
    tab_to(page, "main a.num")
    opener = page.evaluate(f"{AT}.getAttribute('href')")
    page.keyboard.press("Enter")
    page.wait_for_selector("#why:not([aria-busy]) h2")
    assert page.evaluate(f"{AT}.id") == "why-title"
    for _ in range(6):
        if ROW.search(page.inner_text("#why")):
            break
        tab_to(page, "#why .kin a")
        address = page.url
        page.keyboard.press("Enter")
        page.wait_for_url(lambda url, was=address: url != was)
        page.wait_for_selector("#why:not([aria-busy]) h2")
    assert ROW.search(page.inner_text("#why"))
    page.keyboard.press("Escape")
    page.wait_for_selector("#why", state="hidden")
    assert page.evaluate(f"{AT}.getAttribute('href')") == opener

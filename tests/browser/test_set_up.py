"""From an empty folder to the home page of a running company, as somebody who has just installed Merit walks it."""

import pytest

from tests.browser.conftest import DESKTOP, PHONE
from tests.browser.set_up_steps import describe, go_on, make_account


@pytest.mark.parametrize(
    ("size", "language", "data"),
    [(DESKTOP, "zh", "sample"), (PHONE, "en", "later")],
    ids=["desktop-zh-sample-data", "phone-en-no-data-yet"],
)
def test_from_an_empty_folder_to_the_home_page(visitors, empty_desk, size, language, data):
    page = visitors.page(None, size, language, desk=empty_desk)
    make_account(page, empty_desk)
    describe(page)
    go_on(page, "/set-up/data/", "button[value=use]")
    go_on(page, "/set-up/period/", f"button[value={data}]")
    page.fill("[name=period]", "2026-10")
    go_on(page, "/set-up/period/")
    page.wait_for_selector(".job.is-done")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    go_on(page, "/", "form[action='/set-up/finish/'] button")
    page.wait_for_selector("#home:not([hx-get])")
    assert "青禾家居" in page.inner_text("nav.side .foot" if size == DESKTOP else "main")
    page.goto("/periods/2026-10/people/")
    assert "周岚" in page.inner_text("main")

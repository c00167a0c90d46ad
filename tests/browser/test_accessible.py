"""Every kind of page and the drawer, tried by axe: no serious or critical violation, light and dark, desk and phone."""

import pytest

from tests.browser.axe import grave
from tests.browser.conftest import DESKTOP, PHONE
from tests.browser.test_drawer import STATEMENT

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


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_no_page_bars_anyone(visitors, size, theme, language):
    visitors.expects(404)
    page = visitors.page(size=size, theme=theme, language=language)
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


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_nobody_is_barred_from_signing_in(visitors, size, theme):
    page = visitors.page(None, size=size, theme=theme)
    page.goto("/", wait_until="networkidle")
    assert grave(page, page.url) == []

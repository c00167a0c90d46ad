"""The explorer and dashboards in a real browser: choosing, going back, files, and arranging by keys and by drag."""

import pytest

from tests.browser.axe import grave
from tests.browser.conftest import PHONE

SALES = "/explorer/?kpi=paid_sales&by=shop&span=own&from=2026-09&to=2026-10&with=previous"


def opened(page, address: str):
    """The page with its table and chart."""
    page.goto(address)
    page.wait_for_selector("#explore-table")
    page.wait_for_selector("[data-draw] svg")


def test_the_address_follows_what_is_chosen_and_back_leads_back(visitors):
    page = visitors.page()
    opened(page, SALES)
    page.click("#grain-week + span")
    page.wait_for_url("**grain=week**")
    page.go_back()
    page.wait_for_selector("#explore-table")
    page.wait_for_selector("#grain-month:checked", state="attached")


def test_a_kpi_is_found_by_typing_and_added(visitors):
    page = visitors.page()
    opened(page, SALES)
    page.click("#pick > summary")
    page.keyboard.type("客单价")
    page.locator(".pick-list label:visible").first.click()
    page.wait_for_url("**kpi=paid_sales&kpi=**")
    assert page.locator(".chosen").count() >= 2


def test_a_figure_opens_and_esc_comes_back_to_the_chosen_view(visitors):
    page = visitors.page()
    opened(page, SALES)
    page.locator("#explore-table tbody a.num").first.click()
    page.wait_for_selector("#why:not([aria-busy]) h2")
    assert page.locator("#why table.rows tbody tr").count() > 0
    page.keyboard.press("Escape")
    page.wait_for_url("**/explorer/?**")


def test_the_chart_is_saved_as_a_picture(visitors):
    page = visitors.page()
    opened(page, SALES)
    with page.expect_download() as saved:
        page.click("[data-png]")
    assert saved.value.path().read_bytes().startswith(b"\x89PNG")


def test_cards_are_arranged_by_keys_and_by_drag(visitors, own_desk):
    page = visitors.page(desk=own_desk)
    page.goto("/explorer/boards/of/owner/")
    page.click("form.inline button")
    page.wait_for_selector("[data-arrange=ready]")
    cards = "[...document.querySelectorAll('[data-card]')].map(card => card.dataset.card)"
    first, second, *rest = page.evaluate(cards)
    page.locator("[data-handle]").first.focus()
    page.keyboard.press("ArrowRight")
    page.wait_for_url("**focus=right**")
    page.wait_for_selector("[data-arrange=ready]")
    assert page.evaluate(cards) == [second, first, *rest]
    target = page.locator("[data-card]").nth(1)
    beyond = {"x": target.bounding_box()["width"] - 8, "y": 12}
    with page.expect_navigation():
        page.locator("[data-handle]").nth(0).drag_to(target, target_position=beyond)
    assert page.evaluate(cards) == [first, second, *rest]


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("address", [SALES, "/explorer/boards/", "/explorer/boards/of/owner/"])
def test_no_serious_barrier_on_a_phone(visitors, address, theme):
    page = visitors.page(size=PHONE, theme=theme)
    page.goto(address)
    page.wait_for_load_state("networkidle")
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    assert grave(page) == []

"""HR changes the weights of a plan: the total is told, the curve redrawn, the version tried on last month and saved."""

import pytest

from tests.browser.conftest import WAYS

DRAWN = "document.querySelector('[data-curve=i1] canvas')?.toDataURL()"


FROM = {"zh": "2026-12-01", "en": "2027-01-01"}
WEIGHTS = {"zh": ("30", "70"), "en": ("40", "60")}


@pytest.mark.parametrize("way", WAYS)
def test_weights_curve_trial_and_a_new_version(visitors, written_desk, way):
    first, second = WEIGHTS[way["language"]]
    page = visitors.page("hr", desk=written_desk, **way)
    page.goto("/plans/of/service/edit/")
    page.wait_for_selector("[data-curve=i1] canvas")
    page.fill("[name=plan-valid_from]", FROM[way["language"]])
    page.fill("[name=i0-weight]", first)
    page.wait_for_selector("#verdict header .pill.bad")
    page.fill("[name=i1-weight]", second)
    page.wait_for_selector("#verdict header .pill.good")
    before = page.evaluate(DRAWN)
    page.fill("[name=i1-points]", f"0 0\n0.5 {second}\n0.9 100")
    page.wait_for_function(f"was => {DRAWN} !== was", arg=before)
    page.click("#trial-card button")
    page.wait_for_selector("#trial table")
    assert "凯特" in page.inner_text("#trial")
    page.fill("[name=reason]", "满意度更重要")
    page.click("#plan-form button[value=save]")
    page.wait_for_url("**/plans/of/service/")
    assert "满意度更重要" in page.inner_text("main")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")

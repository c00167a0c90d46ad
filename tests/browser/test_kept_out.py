"""An employee who types a colleague's address finds nothing there, and a page in words says so."""

import pytest

from tests.browser.axe import grave
from tests.browser.conftest import WAYS

OTHERS = [
    "/periods/2026-10/people/ann/",
    "/periods/2026-10/people/leader/",
    "/periods/2026-10/nodes/person/ann/",
    "/periods/2026-10/nodes/person/ann/days/paid_sales/",
    "/periods/2026-10/why/payable/ann/",
    "/periods/2026-10/why/score/ann/total/",
    "/periods/2026-10/why/kpi/2026-10/paid_sales/person/ann/",
    "/periods/2026-10/why/kpi/2026-10/paid_sales/person/ann/rows.csv",
    "/api/v1/periods/2026-10/people/ann/score",
    "/api/v1/periods/2026-10/people/ann/statement",
    "/organisation/people/ann/move/",
    "/intake/",
    "/accounts/",
]
WORDS = {"zh": "没有这一页", "en": "Not found"}


def release_october(page):
    """People see their own statements once the period is released; the second time there is nothing to press."""
    page.goto("/periods/")
    if page.locator("a[href='/periods/2026-10/release/']").count():
        page.goto("/periods/2026-10/release/")
        page.click("main form button.btn-primary")
        page.wait_for_url("**/periods/")


@pytest.mark.parametrize("way", WAYS)
def test_an_employee_reaches_no_colleague_by_address(visitors, written_desk, way):
    visitors.expects(404)
    release_october(visitors.page("owner", desk=written_desk))
    page = visitors.page("employee", desk=written_desk, **way)
    assert page.goto("/periods/2026-10/people/cat/").status == 200
    for address in OTHERS:
        answer = page.goto(address)
        assert answer.status == 404, address
        assert "安安" not in page.inner_text("body"), address
        if not address.startswith("/api/"):
            assert page.inner_text("h1") == WORDS[way["language"]], address
    page.goto(OTHERS[0])
    assert page.locator(".refused a.btn").is_visible()
    assert grave(page) == []

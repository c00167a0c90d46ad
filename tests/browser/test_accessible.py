"""Every page of the navigation of every role, tried by axe (WCAG 2.2 AA): no serious or critical violation.

Each page is tried in light and in dark, once at a desk in Chinese and once on a phone in English: the pages take turns.
"""

import subprocess
import sys

import pytest

from tests.browser.axe import grave
from tests.browser.conftest import DESKTOP, PHONE
from tests.browser.cycle_data import ANN, CAT, LEADER, ONE
from tests.browser.serving import SECRET, copied, serving
from tests.browser.test_drawer import STATEMENT
from tests.desk.database import environment

MORE = {
    "owner": [
        *("/periods/2026-10/teams/", "/periods/2026-10/people/", STATEMENT, "/periods/2026-10/why/payable/"),
        *("/periods/2026-10/nodes/company/company/days/paid_sales/", "/nothing/", "/notices/", "/accounts/me/"),
        *("/accounts/new/", "/settings/webhooks/", "/settings/tokens/new/", "/wall/screens/", "/api/", "/find/?q=an"),
        *("/explorer/boards/of/owner/", "/learning/lessons/goals/", "/accounts/me/password/"),
    ],
    "hr": [
        *("/plans/of/service/", "/plans/of/service/edit/", "/plans/of/service/versions/", "/plans/rewards/"),
        *("/plans/new/", "/plans/targets/", "/plans/targets/set/", "/catalogue/kpis/aov/", "/catalogue/define/"),
        *("/organisation/teams/north/", "/organisation/people/cat/", "/organisation/people/cat/move/"),
        *("/organisation/people/new/", "/organisation/credits/", "/organisation/credits/shop/s1/"),
        *("/organisation/shops/", "/organisation/posts/", "/organisation/posts/sales/", "/organisation/matters/new/"),
    ],
    "steward": ["/intake/values/"],
    "auditor": ["/trail/check/"],
}
OWN = {"/", "/mine/", "/intake/", "/intake/values/", "/plans/", "/organisation/", "/periods/"}
"""Pages that differ by role; the others are tried for the first role that has them."""
CYCLE = {
    "hr": [
        *("/cycles/", "/cycles/new/", "/cycles/2026-10/", "/cycles/2026-10/deadlines/", "/cycles/2026-10/sync/"),
        *(f"/cycles/reviews/{CAT}/", "/reviews/", f"/reviews/{CAT}/", "/reviews/cycles/2026-10/form/"),
        *("/calibration/", "/calibration/new/", f"/calibration/{ONE}/", f"/calibration/{ONE}/kpis/"),
        *(f"/calibration/{ONE}/people/bob/", "/outcomes/", "/outcomes/cycles/2026-10/"),
        *("/outcomes/cycles/2026-10/ranking/", "/outcomes/cycles/2026-10/release/", "/outcomes/cycles/2026-10/seal/"),
        *(f"/outcomes/{ANN}/", "/surveys/", "/surveys/new/", f"/surveys/{ONE}/", f"/surveys/{ONE + 1}/"),
        *("/goals/", "/goals/?view=table", "/goals/new/", "/goals/templates/", f"/goals/{ONE}/"),
        *(f"/goals/{ONE}/change/", f"/goals/{ONE}/split/", f"/goals/{ONE + 1}/align/", "/agreements/"),
        *("/talks/values/", "/reminders/cycles/2026-10/"),
    ],
    "owner": [f"/reviews/{LEADER}/as/manager/", f"/calibration/{ONE}/"],
    "manager": [
        *("/follow/", "/follow/tasks/", "/follow/tasks/new/", f"/follow/tasks/{ONE}/", "/follow/requests/"),
        *("/follow/requests/new/", "/follow/reports/", f"/follow/reports/{ONE}/", "/follow/recurring/"),
        *("/talks/", "/talks/given/", "/talks/give/", "/talks/ask/", "/talks/people/cat/", "/talks/pairs/"),
        *("/meetings/", "/meetings/series/new/", f"/meetings/series/{ONE}/", f"/meetings/{ONE}/"),
        *(f"/meetings/{ONE + 1}/", f"/meetings/{ONE + 1}/strategy/", f"/agreements/{ONE}/", f"/outcomes/{ANN}/"),
        *(
            f"/outcomes/{ANN}/interview/",
            f"/reviews/{CAT}/raters/",
        ),
    ],
    "employee": [
        *("/", f"/agreements/{ONE}/", f"/agreements/{ONE}/propose/", f"/agreements/{ONE}/paper/", "/reviews/"),
        *(f"/follow/tasks/{ONE}/", f"/follow/requests/{ONE}/", "/follow/weeks/2026-W44/", "/talks/", "/talks/wall/"),
        *(f"/talks/pairs/{ONE}/", f"/talks/talk/{ONE}/", f"/meetings/{ONE}/", f"/surveys/{ONE}/answer/"),
        *("/outcomes/", "/reminders/", "/reminders/wishes/", f"/goals/{ONE + 1}/"),
    ],
}
"""Pages of the performance cycle, by who is tried on them; what is on them is put there by `cycle_data`."""
ROLES = ("owner", "hr", "manager", "employee", "steward", "finance", "auditor")


def places(page):
    """Where the navigation leads."""
    return page.evaluate("[...document.querySelectorAll('nav.side .stage a')].map(each => each.getAttribute('href'))")


def tried(page, address):
    """Open it, wait for what it loads by itself, and ask axe."""
    page.goto(address)
    page.wait_for_load_state("networkidle")
    return grave(page, f"{page.viewport_size['width']} {address}")


@pytest.mark.parametrize("theme", ["light", pytest.param("dark", marks=pytest.mark.long)])
def test_no_page_of_any_role_bars_anyone(visitors, theme):
    visitors.expects(404)
    seen, found = set(), []
    for role in ROLES:
        ways = [visitors.page(role, DESKTOP, "zh", theme), visitors.page(role, PHONE, "en", theme)]
        ways[0].goto("/")
        addresses = [each for each in dict.fromkeys(["/", *places(ways[0]), *MORE.get(role, [])]) if each not in seen]
        for number, address in enumerate(addresses):
            found += tried(ways[(number + (theme == "dark")) % 2], address)
        seen |= {*addresses} - OWN
        for page in ways:
            page.close()
    assert not found, "\n".join(found)
    assert len(seen) >= 50


@pytest.fixture(scope="module")
def cycle_desk(prepared, tmp_path_factory):
    """A desk on a copy of the company, in the middle of a cycle."""
    there = copied(prepared, tmp_path_factory.mktemp("cycle") / "company")
    command = [sys.executable, "-m", "tests.browser.cycle_data"]
    done = subprocess.run(command, env=environment(there.folder, **SECRET), capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    with serving(there) as running:
        yield running


@pytest.mark.long
@pytest.mark.parametrize("theme", ["light", pytest.param("dark", marks=pytest.mark.long)])
def test_no_page_of_the_cycle_bars_anyone(visitors, cycle_desk, theme):
    found = []
    for role, addresses in CYCLE.items():
        ways = [
            visitors.page(role, DESKTOP, "zh", theme, desk=cycle_desk),
            visitors.page(role, PHONE, "en", theme, desk=cycle_desk),
        ]
        for number, address in enumerate(addresses):
            found += tried(ways[(number + (theme == "dark")) % 2], address)
        for page in ways:
            page.close()
    assert not found, "\n".join(found)


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize(("size", "language"), [(DESKTOP, "zh"), (PHONE, "en")], ids=["desktop-zh", "phone-en"])
def test_neither_the_drawer_nor_the_keys_nor_the_entrance_bars_anyone(visitors, size, theme, language):
    page = visitors.page(size=size, theme=theme, language=language)
    page.goto(STATEMENT)
    page.locator(".card-m header a.num").first.click()
    page.wait_for_selector("#why:not([aria-busy]) h2")
    found = grave(page, "drawer")
    page.keyboard.press("Escape")
    page.keyboard.press("?")
    page.wait_for_selector("#keys[open]")
    found += grave(page, "keys")
    nobody = visitors.page(None, size=size, theme=theme, language=language)
    found += tried(nobody, "/sign-in/")
    assert not found, "\n".join(found)

"""`python -m tests.browser.screens DEMO docs/screens`: the pictures of the documents, taken anew from a demo company.

DEMO is a company of `merit demo` that was loaded, run and given its accounts, as `make run` leaves it; it is copied.
Names of pictures behind the two take only those.
"""

import shutil
import sys
import tempfile
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from playwright.sync_api import sync_playwright

from tests.browser.chromium import FLAGS, chromium
from tests.browser.serving import Prepared, nothing_yet, serving
from tests.browser.set_up_steps import describe, make_account

DESKTOP, PHONE, WALL = ({"width": wide, "height": high} for wide, high in ((1440, 900), (390, 844), (1920, 1080)))
HOME = "#home:not([hx-get])"
DRAWER = "#why:not([aria-busy]) h2"
PERSON = "/periods/2026-10/people/P007/"


@dataclass(frozen=True)
class Shot:
    """One picture: who opens what, what is pressed there one after the other, and what must be there in the end."""

    name: str
    role: str
    address: str
    press: tuple[str, ...] = ()
    until: str = "main"
    size: dict[str, int] = field(default_factory=lambda: DESKTOP)
    language: str = "zh"
    theme: str = "light"


SHOTS = (
    Shot("sign-in", "", "/sign-in/"),
    Shot("home-owner", "owner", "/", until=HOME),
    Shot("home-owner-dark-en", "owner", "/", until=HOME, language="en", theme="dark"),
    Shot("home-employee", "employee", "/", until=HOME),
    Shot("home-manager-phone", "manager", "/", until=HOME, size=PHONE),
    Shot("results", "owner", "/periods/2026-10/", until="#figures:not([hx-get])"),
    Shot("explorer", "owner", "/explorer/?kpi=net_sales&by=shop&grain=month&with=previous", until="#explore-table"),
    Shot("dashboard", "owner", "/explorer/boards/of/owner/", until="[data-draw] svg"),
    Shot("wall", "owner", "/wall/", until="canvas", size=WALL, theme="dark"),
    Shot("intake", "steward", "/intake/"),
    Shot("rejected-rows", "steward", "/intake/", ("#returned tr:last-child a.btn",), "#rejected"),
    Shot("plan-editor", "hr", "/plans/of/cs_agent/edit/", until="[data-curve] canvas"),
    Shot(
        "plan-editor-dark-en", "hr", "/plans/of/cs_agent/edit/", (), "[data-curve] canvas", language="en", theme="dark"
    ),
    Shot("organisation", "owner", "/organisation/", ("main .org-team .org-team > details > summary >> nth=1",)),
    Shot("statement-drawer", "owner", PERSON, (".card-m header a.num >> nth=0",), DRAWER),
    Shot("statement-phone", "owner", PERSON, size=PHONE),
    Shot("drawer-phone-en", "owner", PERSON, (".card-m header a.num >> nth=0",), DRAWER, PHONE, "en"),
    Shot("trail", "auditor", "/trail/"),
    Shot("goals", "owner", "/goals/", until="[data-goal-tree]"),
    Shot("agreements", "hr", "/agreements/?cycle=2026-11"),
    Shot("agreement-phone-en", "employee", "/agreements/", ("main .card-m a >> nth=0",), ".terms", PHONE, "en"),
    Shot("cycle", "hr", "/cycles/2026-10/"),
    Shot("review", "manager", "/reviews/", ("main a[href$='/as/manager/'] >> nth=0",), ".rv-question"),
    Shot(
        *("review-dark-en", "manager", "/reviews/", ("main a[href$='/as/manager/'] >> nth=0",), ".rv-question"),
        language="en",
        theme="dark",
    ),
    Shot("review-phone", "manager", "/reviews/", ("main a[href$='/as/manager/'] >> nth=0",), ".rv-question", PHONE),
    Shot("weekly-report", "manager", "/follow/", ("main a[href*='/follow/weeks/'] >> nth=0",), "textarea"),
    Shot("follow-dark-en", "manager", "/follow/", language="en", theme="dark"),
    Shot("pulse-phone", "employee", "/surveys/", ("main a[href$='/answer/'] >> nth=0",), "textarea", PHONE),
    Shot("ranking", "hr", "/outcomes/cycles/2026-10/ranking/"),
)


def main() -> None:
    """Take every picture; say which."""
    demo, target = (Path(given) for given in sys.argv[1:3])
    wanted = set(sys.argv[3:])
    shots = [shot for shot in SHOTS if shot.name in wanted or not wanted]
    with tempfile.TemporaryDirectory() as scratch, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(chromium()), args=[*FLAGS, "--lang=zh-CN"])
        folder = Path(shutil.copytree(demo, Path(scratch) / "demo"))
        with serving(Prepared(folder, {})) as desk:
            _take(browser, desk, target, shots)
        if not wanted or "set-up" in wanted:
            with serving(nothing_yet(Path(scratch) / "new")) as desk:
                _take_set_up(browser, desk, target)
        browser.close()


def _take(browser, desk, target, shots):
    signed_in: dict[str, dict] = {}
    for shot in shots:
        with _page(browser, desk, shot, signed_in.get(shot.role)) as page:
            if shot.role and shot.role not in signed_in:
                signed_in[shot.role] = _sign_in(page, shot.role)
            page.goto(shot.address)
            for button in shot.press:
                page.click(button)
            page.wait_for_selector(shot.until)
            _picture(page, target / f"{shot.name}.png")


@contextmanager
def _page(browser, desk, shot, state=None):
    context = browser.new_context(
        base_url=desk.address,
        viewport=shot.size,
        color_scheme=shot.theme,
        locale="zh-CN" if shot.language == "zh" else "en-US",
        reduced_motion="reduce",
        storage_state=state,
    )
    page = context.new_page()
    page.set_default_timeout(120_000)
    yield page
    context.close()


def _sign_in(page, role):
    """By the list of demo accounts; the tour, shown once, is gone afterwards."""
    page.goto("/sign-in/")
    page.click(f"[data-demo={role}]")
    page.click("main button.btn-primary")
    page.wait_for_selector(HOME)
    page.wait_for_load_state("networkidle")
    page.click("#tour form button")
    page.wait_for_selector("#tour", state="detached")
    return page.context.storage_state()


def _take_set_up(browser, desk, target):
    with _page(browser, desk, Shot("set-up", "", "/")) as page:
        make_account(page, desk)
        describe(page)
        _picture(page, target / "set-up.png")


def _picture(page, file):
    page.wait_for_load_state("networkidle")
    page.screenshot(path=file, animations="disabled")
    print(f"{file}  {file.stat().st_size // 1024} kB  {page.url}")  # noqa: T201


if __name__ == "__main__":
    main()

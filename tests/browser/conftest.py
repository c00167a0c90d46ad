"""A served company, a browser, and visitors who are signed in; whatever the browser complains of fails the test."""

import os
from dataclasses import dataclass, field
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import sync_playwright

from tests.browser.axe import AXE
from tests.browser.chromium import FLAGS, LEFT_OUT, MISSING, chromium, is_left_out
from tests.browser.serving import Desk, copied, nothing_yet, prepare, serving
from tests.desk.conftest import loaded_folder, run_folder  # noqa: F401 (fixtures)

PHONE = {"width": 390, "height": 844}
DESKTOP = {"width": 1440, "height": 900}
WAYS = [
    pytest.param({"size": DESKTOP, "language": "zh"}, id="desktop-zh"),
    pytest.param({"size": PHONE, "language": "en"}, id="phone-en"),
]
"""How a journey is walked: at a desk in Chinese, and on a phone in English."""
PATIENCE = 60_000
"""Milliseconds that a step may take on a busy machine."""


def pytest_collection_modifyitems(items):
    """Everything in this folder drives a browser, which has its own pace: what fails is tried once more."""
    for item in items:
        if "/tests/browser/" in item.path.as_posix():
            item.add_marker(pytest.mark.browser)
            item.add_marker(pytest.mark.flaky(reruns=1))


@pytest.fixture(scope="session")
def prepared(run_folder, tmp_path_factory):  # noqa: F811
    """The tiny company after October was run, released to nobody, with an account of each role; nobody writes to it."""
    from shutil import copytree

    return prepare(copytree(run_folder, tmp_path_factory.mktemp("served") / "company"))


@pytest.fixture(scope="session")
def desk(prepared):
    """One desk for all tests that only read."""
    with serving(prepared) as running:
        yield running


@pytest.fixture
def own_desk(prepared, tmp_path):
    """A desk on a copy of the company, for a test that writes."""
    with serving(copied(prepared, tmp_path / "company")) as running:
        yield running


@pytest.fixture(scope="session")
def written_desk(prepared, tmp_path_factory):
    """One desk on a copy for the journeys that write, each to something of its own."""
    with serving(copied(prepared, tmp_path_factory.mktemp("written") / "company")) as running:
        yield running


@pytest.fixture
def empty_desk(tmp_path):
    """A desk on a folder that holds nothing yet."""
    with serving(nothing_yet(tmp_path / "company")) as running:
        yield running


@pytest.fixture(scope="module")
def browser():
    """Chromium, one for each file of tests. Where there is none the test fails, unless it was left out on purpose."""
    if is_left_out():
        pytest.skip(LEFT_OUT)
    program = chromium()
    if program is None:
        pytest.fail(MISSING)
    assert AXE.exists(), f"{AXE} is not there: `make assets` fetches it"
    with sync_playwright() as playwright:
        found = playwright.chromium.launch(executable_path=str(program), args=list(FLAGS))
        yield found
        found.close()


ANSWERED_OR_LEFT = ("Failed to load resource", "htmx:sendError", "htmx:afterRequest")
"""Answers are judged by their status; a request that is cut off because the page was left is no complaint."""


@dataclass
class Visitors:
    """Opens pages as somebody; `complaints` is what the browser said about them, and must be empty in the end."""

    browser: object
    desk: Desk
    complaints: list[str] = field(default_factory=list)
    expected: set[int] = field(default_factory=set)
    contexts: list[object] = field(default_factory=list)

    def page(self, role="owner", size=DESKTOP, language="zh", theme="light", desk=None):
        """A page of somebody who has signed in (`role` None: of nobody), in a browser of their own."""
        running = desk or self.desk
        context = self.browser.new_context(
            viewport=size,
            base_url=running.address,
            color_scheme=theme,
            locale="zh-CN" if language == "zh" else "en-US",
            reduced_motion="reduce",
            has_touch=size["width"] < 700,
        )
        self.contexts.append(context)
        if role is not None:
            key = running.prepared.sessions[role]
            context.add_cookies([{"name": "sessionid", "value": key, "url": running.address}])
        context.route("**/*", self._inside_only)
        page = context.new_page()
        page.set_default_timeout(PATIENCE)
        page.on("console", self._heard)
        page.on("pageerror", lambda error: self.complaints.append(f"error: {error}"))
        page.on("response", self._answered)
        return page

    def expects(self, *statuses):
        """Answers that would be complaints else: 404 where a page must not be there."""
        self.expected |= set(statuses)

    def _inside_only(self, route):
        if urlsplit(route.request.url).hostname in ("127.0.0.1", None):
            route.continue_()
        else:
            self.complaints.append(f"request to another machine: {route.request.url}")
            route.abort()

    def _heard(self, said):
        if said.type in ("error", "warning") and not said.text.startswith(ANSWERED_OR_LEFT):
            self.complaints.append(f"{said.type}: {said.text}")

    def _answered(self, response):
        if response.status >= 400 and response.status not in self.expected:
            self.complaints.append(f"{response.status}: {response.url}")


@pytest.fixture
def visitors(browser, desk):
    """Visitors of the desk that only reads; pass `desk=own_desk` to `page` for another."""
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"  # Playwright runs a loop in this thread; the ORM is not used in it
    found = Visitors(browser, desk)
    yield found
    for context in found.contexts:
        context.close()
    assert found.complaints == []

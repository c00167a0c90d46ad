"""What each one does in a whole cycle, clicked from their own home page; shared by the test and by pictures."""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

HOME = "#home:not([hx-get])"
TITLE = "2026 年 10 月考核"
STAGES = (
    *("plan", "notice", "follow", "self", "raters", "manager"),
    *("skip", "calibrate", "release", "confirm", "interview", "seal"),
)
TODAY = datetime.now(UTC).date()
"""Never later than today in the company's own zone."""
JOB_MS = 180_000
"""Milliseconds that computing a period may take on a busy machine."""


@dataclass
class Walk:
    """Everybody's own browser; `pictures` is where each step leaves one, if anywhere."""

    visitors: object
    desk: object
    pictures: Path | None = None
    pages: dict[str, object] = field(default_factory=dict)
    taken: int = 0

    def page(self, part):
        """Somebody's page, the same one all the way."""
        if part not in self.pages:
            self.pages[part] = self.visitors.page(part, desk=self.desk)
        return self.pages[part]

    def home(self, part):
        """Their home page, with what waits for them; the tour is shown once."""
        page = self.page(part)
        page.goto("/")
        page.wait_for_selector(HOME)
        page.wait_for_load_state("networkidle")
        if page.locator("#tour").count():
            page.click("#tour form button")
            page.wait_for_selector("#tour", state="detached")
        return page

    def follows(self, part, waiting):
        """Open what waits for them on their home page, by its words."""
        page = self.home(part)
        self.picture(page, f"home-{part}")
        page.click(f"main .todo a:has-text('{waiting}')")
        return page

    def picture(self, page, name):
        """A picture of the whole page, where pictures are wanted."""
        if self.pictures is not None:
            page.wait_for_load_state("networkidle")
            self.taken += 1
            page.screenshot(path=self.pictures / f"{self.taken:02}-{name}.png", full_page=True, animations="disabled")


def go_on(page, to, button="main button.btn-primary[type=submit]"):
    """Press the step's button; the page behind it opens."""
    page.click(button)
    page.wait_for_url(f"**{to}")


def confirm(page):
    """Press the button of the question that was asked, in a dialog or on a page of its own, and be taken on."""
    with page.expect_navigation():
        page.click(".confirm button[type=submit]")


def finish(page):
    """Until the job on the page is done."""
    page.wait_for_selector(".job.is-done", timeout=JOB_MS)


def make_cycle(walk):
    """HR makes October's cycle for one team; nobody's deadline has passed, so that nothing moves by itself."""
    page = walk.page("hr")
    page.goto("/cycles/")
    go_on(page, "/cycles/new/", "main .btn-primary")
    page.fill("[name=period]", "2026-10")
    page.press("[name=period]", "Tab")
    page.wait_for_selector("[name=title][value*='10']")
    page.check("[name=teams][value=cs_a]")
    page.fill("[name=without]", "P006, P011")
    page.press("[name=without]", "Tab")
    page.wait_for_selector("#preview .fig:has-text('5')")
    for after, stage in enumerate(STAGES):
        page.fill(f"[name=due_{stage}]", (TODAY + timedelta(days=after + 1)).isoformat())
    assert not page.locator("[data-passed]:visible").count()
    walk.picture(page, "new-cycle")
    go_on(page, "/jobs/*/")
    finish(page)
    walk.picture(page, "enrolled")


def leave_out(walk, *people):
    """HR leaves out those whose reviews are not part of the journey, with a reason."""
    page = open_cycle(walk)
    for person in people:
        page.check(f"#review-table tr:has-text('{person}') input[type=checkbox]")
    walk.picture(page, "cycle")
    ask(page, "leave_out")
    page.fill(".confirm [name=note]", "只作评价人，本期不考核")
    confirm(page)


def open_cycle(walk):
    """The cycle's page, by HR."""
    page = walk.page("hr")
    page.goto("/cycles/")
    page.click("#cycles td a")
    page.wait_for_selector("#review-table")
    return page


def ask(page, move):
    """The button of a move of many reviews."""
    page.click(f".bulk button[value={move}]")
    page.wait_for_selector(".confirm")


def move_all(walk, move):
    """HR moves everybody for whom the move is open."""
    page = open_cycle(walk)
    walk.picture(page, f"before-{move}")
    ask(page, move)
    if page.locator(".confirm [name=note]").count():
        page.fill(".confirm [name=note]", "按日程进行")
    confirm(page)


def issue_agreements(walk):
    """HR gives everybody's agreement, and notice of it."""
    page = walk.follows("hr", "绩效合约")
    page.click("main .head .btn-primary")
    page.wait_for_selector(".confirm")
    walk.picture(page, "issue")
    confirm(page)
    finish(page)


def propose(walk, target, reason):
    """The employee reads the agreement and proposes another target."""
    page = walk.follows("employee", "绩效合约")
    walk.picture(page, "agreement")
    page.click("main .head a[href$='/propose/']")
    page.fill("[name=target_0]", target)
    page.fill("[name=reason_0]", reason)
    walk.picture(page, "propose")
    with page.expect_navigation():
        page.click("main form button.btn-primary")


def accept_proposal(walk):
    """The manager accepts what was proposed."""
    page = walk.follows("manager", "修改")
    page.check("main input[type=radio][value=accept]")
    walk.picture(page, "answer")
    with page.expect_navigation():
        page.click("main form button.btn-primary")


def sign(walk, part):
    """Somebody signs their own agreement."""
    page = walk.follows(part, "绩效合约")
    page.click("main .head a[href*='/sign/']")
    page.check(".confirm [name=read]")
    walk.picture(page, f"sign-{part}")
    confirm(page)


def countersign(walk):
    """The manager signs all that wait."""
    page = walk.follows("manager", "绩效合约")
    walk.picture(page, "agreements")
    page.click("main .do-foot a.btn")
    page.wait_for_selector(".confirm")
    confirm(page)
    walk.picture(page, "countersigned")


def nominate(walk, name, *people):
    """The manager names who answers about somebody; what a manager names needs no approval."""
    page = walk.page("manager")
    page.goto("/reviews/")
    page.click(f"#reviews a:has-text('{name}')")
    page.click("main .head a[href$='/raters/']")
    for person in people:
        page.fill("#person-peer", person)
        with page.expect_navigation():
            page.press("#person-peer", "Enter")
    walk.picture(page, "raters")


def answer(walk, part, waiting, grades, words=""):
    """Somebody fills in the form that waits for them: grades by question in order, words in every field of text."""
    page = walk.follows(part, waiting)
    if "/as/" not in page.url:
        page.click(".rv-forms a:not(.btn)")
    fill_form(walk, page, part, grades, words)
    return page


def fill_form(walk, page, part, grades, words):
    """The form that is open."""
    page.wait_for_selector("#answers")
    for question, grade in zip(page.locator("#answers .scale").all(), grades, strict=True):
        question.locator(f"input[value='{grade}']").check(force=True)
    for field_ in page.locator("#answers textarea").all():
        field_.fill(words)
    page.wait_for_selector("#saved:has-text('已自动保存')")
    walk.picture(page, f"form-{part}")
    with page.expect_navigation():
        page.click(".rv-side button[value=submit]")


def endorse(walk, count):
    """The manager's manager reads each review and passes it on to the calibration."""
    for _ in range(count):
        page = walk.follows("skip", "隔级复核")
        if not page.url.rstrip("/").rsplit("/", 1)[-1].isdigit():
            page.click("#reviews td a")
        page.wait_for_selector("form[action$='/endorse/']")
        walk.picture(page, "endorse")
        with page.expect_navigation():
            page.click("form[action$='/endorse/'] button")

"""What each one does from the calibration to the seal, clicked from their own home page."""

from pathlib import Path

from tests.browser.cycle_steps import JOB_MS, TITLE, TODAY, confirm, go_on


def calibrate(walk, name, grade, reason):
    """HR opens a session with the manager, changes one grade with a reason and closes it."""
    page = walk.follows("hr", "到了校准阶段")
    if "/new/" not in page.url:
        page.click("main .head .btn-primary")
    page.fill("[name=title]", "售前一组 10 月校准会")
    page.select_option("[name=team]", "cs_a")
    page.check("[name=invited][value=P006]")
    walk.picture(page, "new-session")
    go_on(page, "/calibration/*/", "main form button.btn-primary")
    guest = walk.follows("manager", "校准会")
    guest.wait_for_selector("#boxes")
    page.click(f"#boxes a.chip:has-text('{name}')")
    page.select_option("#need [name=grade]", grade)
    page.fill("#need [name=reason]", reason)
    page.click("#need .btn-primary")
    page.wait_for_selector(f"#board td:has-text('{reason}')")
    walk.picture(page, "calibration")
    page.click("main .head a.btn-primary")
    page.wait_for_selector(".confirm")
    confirm(page)
    walk.picture(page, "calibrated")


def settle(walk, part):
    """Until no job that they started waits or runs any more."""
    page = walk.page(part)
    page.goto("/jobs/")
    while page.locator("#jobs .pill:text-is('排队'), #jobs .pill:text-is('进行中')").count():
        page.wait_for_timeout(500)
        page.reload()
    assert not page.locator("#jobs .pill.bad").count()


def release(walk):
    """The owner opens everybody's result."""
    page = walk.follows("owner", "可以开通")
    if "/release/" not in page.url:
        page.click("main .head .btn-primary")
    walk.picture(page, "release")
    go_on(page, "/release/ask/", "main form button.btn-primary")
    walk.picture(page, "release-ask")
    confirm(page)
    walk.picture(page, "released")


def appeal(walk, wanted):
    """The employee reads the result and appeals against the grade."""
    page = walk.follows("employee", "确认或申诉")
    walk.picture(page, "result")
    page.click("main a[href$='/appeal/']")
    page.check("[name=matter][value=grade]")
    page.fill("[name=what]", "校准把等级从 A 改成了 B")
    page.fill("[name=wanted]", wanted)
    page.fill("[name=reason]", "10 月 18 日的投诉不是我接的")
    walk.picture(page, "appeal-form")
    with page.expect_navigation():
        page.click("main form button.btn-primary")
    walk.picture(page, "appealed")


def name_judge(walk, judge):
    """HR names somebody outside the line."""
    page = walk.follows("hr", "指定裁定人")
    if "/appeals/" not in page.url:
        page.click("#appeals td a")
    offered = page.locator("[name=judge] option").all_inner_texts()
    assert not {"manager", "skip", "owner", "employee"} & set(offered), offered
    page.select_option("[name=judge]", label=judge)
    walk.picture(page, "assign")
    with page.expect_navigation():
        page.click("main form[action$='/assign/'] button.btn-primary")


def judge_appeal(walk, grade):
    """The judge upholds it partly and gives another grade."""
    page = walk.follows("judge", "裁定")
    page.check("[name=verdict][value=partly]")
    page.fill("[name=grounds]", "投诉记录显示由另一位同事接待，恢复等级")
    page.select_option("[name=grade]", grade)
    walk.picture(page, "verdict")
    with page.expect_navigation():
        page.click("main form[action$='/decide/'] button.btn-primary")


def own_result(walk, part):
    """Somebody's own result, from the list of results."""
    page = walk.page(part)
    page.goto("/outcomes/")
    page.click(f"main a:has-text('{TITLE}')")
    page.wait_for_selector(".outcome-sum")
    return page


def confirm_result(walk, part):
    """Somebody confirms their own result."""
    page = walk.follows(part, "确认或申诉")
    page.click("main a[href$='/confirm/']")
    page.wait_for_selector(".confirm")
    confirm(page)


def interview(walk, name):
    """The manager records the interview and hands it over with a signature; the employee signs."""
    page = walk.follows("manager", "面谈")
    if "/interview/" not in page.url:
        page.click(f"main a:has-text('{name}')")
        page.click("main a[href$='/interview/']")
    page.fill("[name=held_on]", TODAY.isoformat())
    page.fill("[name=well]", "大促期间首响快，转化稳定")
    page.fill("[name=improve]", "夜班交接要写清未结的单")
    walk.picture(page, "interview")
    with page.expect_navigation():
        page.click("main form[action$='/write/'] button.btn-primary")
    with page.expect_navigation():
        page.click("main form[action$='/offer/'] button.btn-primary")
    own = walk.follows("employee", "面谈")
    own.fill("[name=words]", "同意，交接表下周开始用")
    walk.picture(own, "sign-interview")
    with own.expect_navigation():
        own.click("main form[action$='/sign/'] button.btn-primary")


def waive_interview(walk, name):
    """HR notes that there is no interview with somebody, and why."""
    page = walk.page("hr")
    page.goto("/outcomes/")
    page.click("#cycles td a")
    page.click(f"#people a:has-text('{name}')")
    page.click("main a[href$='/waive/']")
    page.fill("[name=note]", "本人休假，下月一起谈")
    with page.expect_navigation():
        page.click("main form button.btn-primary")


def seal(walk):
    """HR seals the cycle, and has it verified; what the page says of it."""
    page = walk.follows("hr", "可以封存")
    walk.picture(page, "seal")
    page.click("main .head a.btn-primary")
    page.wait_for_selector(".confirm")
    confirm(page)
    page.wait_for_selector("form[action$='/verify/']", timeout=JOB_MS)
    with page.expect_navigation():
        page.click("form[action$='/verify/'] button")
    page.wait_for_selector(".plain-list .pill", timeout=JOB_MS)
    walk.picture(page, "verified")
    return page.inner_text(".plain-list")


def downloads(walk):
    """The employee's evidence: the PDF and the folder with data."""
    page = own_result(walk, "employee")
    walk.picture(page, "sealed-result")
    found = []
    for ending in ("/pack.pdf", "/pack.zip"):
        with page.expect_download() as loaded:
            page.click(f"main .head a[href$='{ending}']")
        found.append(Path(loaded.value.path()).read_bytes())
    return found

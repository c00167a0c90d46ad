"""What each one does when a period is paid, clicked from their own home page."""

import csv
import io
from decimal import Decimal
from pathlib import Path

from python_calamine import CalamineWorkbook

from tests.browser.cycle_steps import JOB_MS, confirm

FROZEN = "main .head a.btn-primary[href$='/files/']"
FAILED = "P027"


def begin(walk, period):
    """HR makes the pay run of the period and sends it out; its address."""
    page = walk.page("hr")
    page.goto("/payroll/")
    page.select_option("[name=period]", period)
    page.fill("[name=unreleased]", "结果随奖金条一起开通")
    with page.expect_navigation():
        page.click("main form[action$='/begin/'] button.btn-primary")
    walk.picture(page, f"begun-{period}")
    with page.expect_navigation():
        page.click("main .head form[action$='/send/'] button")
    return page.url


def agree(walk):
    """The manager opens what waits, and agrees to the statements of the own line."""
    page = walk.follows("manager", "奖金条等你同意")
    walk.picture(page, "manager")
    with page.expect_navigation():
        page.click("main form[action$='/agree/'] button.btn-primary")


def approve(walk, part, waiting):
    """One step of the approval, from the own home page."""
    page = walk.follows(part, waiting)
    walk.picture(page, f"approve-{part}")
    with page.expect_navigation():
        page.click("main form[action$='/approve/'] button.btn-primary")


def freeze(walk):
    """Finance freezes what everybody has approved."""
    page = walk.follows("finance", "发放单可以冻结")
    page.click("main .head a.btn-primary")
    page.wait_for_selector(".confirm")
    confirm(page)
    page.wait_for_selector(FROZEN, timeout=JOB_MS)
    walk.picture(page, "frozen")
    return page


def export(walk, page):
    """Both files, opened: what each person is paid by the CSV, and the sum that the workbook states."""
    page.click(FROZEN)
    page.wait_for_url("**/files/")
    files = {}
    for layout in ("payroll-csv", "payroll-sheet"):
        page.select_option("[name=layout]", layout)
        page.fill("[name=reference]", "B-1")
        with page.expect_download() as loaded:
            page.click("main form[action$='/take/'] button.btn-primary")
        files[layout] = Path(loaded.value.path()).read_bytes()
    rows = csv.DictReader(io.StringIO(files["payroll-csv"].decode("utf-8-sig")))
    paid = {row["工号"]: Decimal(row["应发合计"]) for row in rows}
    sheet = CalamineWorkbook.from_filelike(io.BytesIO(files["payroll-sheet"])).get_sheet_by_index(0).to_python()
    return paid, Decimal(str(sheet[-1][2]))


def pay(walk, run, failed=True):
    """Finance marks it as paid; one transfer comes back and goes out again."""
    page = walk.page("finance")
    page.goto(run)
    page.click("main .head a.btn-primary[href$='/pay/']")
    page.wait_for_url("**/pay/")
    page.fill("[name=reference]", "B-1")
    page.fill("[name=failed]", f"{FAILED}，户名不符" if failed else "")
    with page.expect_navigation():
        page.click("main form button.btn-primary")
    if failed:
        page = walk.follows("finance", "没有到账")
        page.click(f"main a[href$='/people/{FAILED}/transfer/']")
        page.wait_for_url("**/transfer/")
        with page.expect_navigation():
            page.click("main form button.btn-primary")
    walk.picture(page, "paid")


def whole_run(walk, period, failed=True):
    """From the draft to the money: what everybody was paid by the files."""
    run = begin(walk, period)
    agree(walk)
    for part, waiting in (("hr", "等人力资源审批"), ("finance", "等财务审批"), ("owner", "发放单等你审批")):
        approve(walk, part, waiting)
    paid, total = export(walk, freeze(walk))
    assert sum(paid.values()) == total
    pay(walk, run, failed)
    return paid


def load_refunds(walk, content):
    """The steward uploads what the platform reports, and loads it."""
    page = walk.page("steward")
    page.goto("/intake/")
    page.set_input_files("#files", {"name": "refunds-late.csv", "mimeType": "text/csv", "buffer": content})
    page.click("#upload button[type=submit]")
    page.wait_for_url("**/intake/files/*/")
    page.click(".intake-file button.btn-primary")
    page.wait_for_url("**/intake/loads/*/")
    page.wait_for_selector(".job.is-done", timeout=JOB_MS)


def compute(walk, period):
    """HR has the next period computed."""
    page = walk.page("hr")
    page.goto("/periods/")
    page.fill("[name=period]", period)
    with page.expect_navigation():
        page.click("main form button.btn-primary")
    page.wait_for_selector(".job.is-done", timeout=JOB_MS)


def ledger(walk):
    """Finance has everything ever paid held against a recomputation; the totals at the foot."""
    page = walk.page("finance")
    page.goto("/payroll/ledger/")
    page.click("main form[action$='/check/'] button")
    page.wait_for_selector("#people tfoot", timeout=JOB_MS)
    walk.picture(page, "ledger")
    assert page.locator(".note.good").count() == 1, page.inner_text("main")
    cells = page.locator("#people tfoot td").all_inner_texts()[1:]
    names = ("paid", "arrived", "open", "settled", "recomputed", "unexplained")
    return dict(zip(names, (Decimal(cell.replace(",", "").replace("−", "-")) for cell in cells), strict=True))

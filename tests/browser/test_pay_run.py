"""Two months of a company paid by four people, refunds in between; what was paid equals a computation from scratch."""

import re
import shutil
from collections import Counter
from datetime import UTC, datetime
from decimal import Decimal

import pytest

from merit.closing.compute import computed_period
from merit.closing.paid_before import paid_in_replay
from merit.demo.setting import Setting
from merit.demo.write import write_setting
from merit.kernel.period import Period
from merit.reports.result_files import results_folder, write_result
from merit.run import score_and_pay
from merit.workspace import open_workspace
from tests.browser import pay_steps as steps
from tests.browser.cycle_steps import Walk
from tests.browser.serving import prepare, serving
from tests.loaded_company import load

SEPTEMBER, OCTOBER = Period.parse("2026-09"), Period.parse("2026-10")
PROFILE = """\
profile: jd_refunds
title: {zh: 京东退款明细, en: JD refunds}
recognise: [退款单号, 订单号, 退款金额, 退款时间]
tables:
  - table: refunds
    columns:
      shop: {const: jd}
      refund_id: 退款单号
      order_id: 订单号
      amount: 退款金额
      kind: {const: return}
      status: {const: success}
      applied_at: 退款时间
      refunded_at: 退款时间
"""


@pytest.fixture(scope="module")
def demo_desk(tmp_path_factory):
    """A desk on a small demo company whose September was computed; fourteen months, for targets built on last year."""
    folder = tmp_path_factory.mktemp("demo") / "company"
    write_setting(folder, Setting(seed=1, end=OCTOBER, months=14, orders=6_000))
    (folder / "profiles" / "jd_refunds.yaml").write_text(PROFILE, "utf-8")
    load(folder, datetime(2026, 11, 6, 2, 0, tzinfo=UTC))
    workspace = open_workspace(folder)
    write_result(results_folder(folder, SEPTEMBER), computed_period(workspace, SEPTEMBER), workspace)
    with serving(prepare(folder, "prepare_pay")) as running:
        yield running


@pytest.mark.long
def test_two_months_are_paid_and_everything_paid_equals_a_recomputation(visitors, demo_desk):
    walk = Walk(visitors, demo_desk)
    folder = demo_desk.prepared.folder
    first = steps.whole_run(walk, str(SEPTEMBER))
    refunds, orders = paid_orders(folder)
    steps.load_refunds(walk, refunds)
    steps.compute(walk, str(OCTOBER))
    second = steps.whole_run(walk, str(OCTOBER), failed=False)
    assert_taken_back(walk, orders)
    paid = Counter(first) + Counter()
    paid.update(second)
    found = steps.ledger(walk)
    assert found["unexplained"] == 0
    assert found["open"] == 0
    assert found["arrived"] == found["paid"] == sum(paid.values())
    again = from_scratch(folder)
    assert found["recomputed"] == sum(again.values(), Decimal(0))
    assert found["paid"] + found["settled"] == found["recomputed"]


def paid_orders(folder):
    """Three orders of September that nobody had refunded: refunded in full, one of them still in September."""
    workspace = open_workspace(folder)
    orders, refunds = workspace.engine.view("orders"), workspace.engine.view("refunds")
    sold = orders.filter(orders.shop == "jd", orders.paid_at.between(*_moments(SEPTEMBER)))
    whole = sold.anti_join(refunds, ["shop", "order_id"]).order_by("order_id").limit(3)
    rows = workspace.engine.run(whole.select("order_id", "paid_amount")).to_pylist()
    days = ("2026-09-29 20:00:00", "2026-10-12 09:30:00", "2026-10-13 09:30:00")
    lines = ["退款单号,订单号,退款金额,退款时间"]
    for row, day in zip(rows, days, strict=True):
        lines.append(f"LATE{row['order_id']},{row['order_id']},{Decimal(row['paid_amount']) / 10_000},{day}")
    return ("\n".join(lines) + "\n").encode("utf-8-sig"), [row["order_id"] for row in rows]


def _moments(period):
    at = (datetime(day.year, day.month, day.day, tzinfo=UTC) for day in (period.start, period.last))
    return tuple(at)


def assert_taken_back(walk, orders):
    """October's page of refunds names the refunded orders, and its clawbacks are about September."""
    page = walk.page("finance")
    page.goto("/payroll/")
    page.click("#payouts a:has-text('10 月')")
    page.click("main .head a[href$='/refunds/']")
    page.wait_for_selector("#clawbacks")
    walk.picture(page, "refunds")
    line = page.locator("#clawbacks tbody tr", has_text="9 月").filter(has_text="石安然")
    assert line.count() == 1
    line.locator("a.btn").click()
    page.wait_for_selector("#refunds")
    shown = page.inner_text("#refunds")
    assert all(f"LATE{order}" in shown for order in orders), shown


def from_scratch(folder):
    """Everybody's pay over both months, from the facts alone: no seal, no result, no database is looked at."""
    copy = shutil.copytree(folder, folder.parent / "scratch", ignore=shutil.ignore_patterns("sealed", "results"))
    workspace = open_workspace(copy)
    results = []
    for period in (SEPTEMBER, OCTOBER):
        before = paid_in_replay(workspace, period, results)
        results.append(score_and_pay(workspace.company, workspace.figures, period, before))
    paid = Counter()
    for result in results:
        for line in result.pay_lines:
            paid[line.person] += Decimal(line.amount.value.fen) / 100
    assert not re.search("sealed", " ".join(path.name for path in copy.iterdir()))
    return paid

"""A month of a company from the agreement to the seal, walked by everybody in it, each in a browser of their own."""

import hashlib
import io
import json
import re
import subprocess
import sys
import zipfile
from datetime import UTC, datetime

import pytest

from merit.closing.compute import computed_period
from merit.demo.setting import Setting
from merit.demo.write import write_setting
from merit.kernel.period import Period
from merit.reports.result_files import results_folder, write_result
from merit.workspace import open_workspace
from tests.browser import cycle_end_steps as ends
from tests.browser import cycle_steps as steps
from tests.browser.serving import SCRIPT, environment, prepare, serving
from tests.loaded_company import load

OCTOBER = Period.parse("2026-10")
ASKED = "等级恢复为 A"
REASON = "10 月 18 日有一次有效投诉"


@pytest.fixture(scope="module")
def demo_desk(tmp_path_factory):
    """A desk on a small demo company whose October was run; thirteen months, for targets that build on last year."""
    folder = tmp_path_factory.mktemp("demo") / "company"
    write_setting(folder, Setting(seed=1, end=OCTOBER, months=13, orders=6_000))
    load(folder, datetime(2026, 11, 6, 2, 0, tzinfo=UTC))
    workspace = open_workspace(folder)
    write_result(results_folder(folder, OCTOBER), computed_period(workspace, OCTOBER), workspace)
    with serving(prepare(folder, "prepare_cycle")) as running:
        yield running


def test_a_whole_cycle_from_the_agreement_to_the_seal(visitors, demo_desk):
    walk = steps.Walk(visitors, demo_desk)
    agree(walk)
    review(walk)
    decide(walk)
    conclude(walk)
    assert "完全一致" in ends.seal(walk)
    assert_evidence(*ends.downloads(walk))
    assert verified(demo_desk.prepared.folder) == 0


def agree(walk):
    """Two take part, the others of the team only answer; an agreement is haggled over and signed by both sides."""
    steps.make_cycle(walk)
    steps.leave_out(walk, "潘佳宁", "朱静雯", "叶宇航")
    steps.issue_agreements(walk)
    steps.propose(walk, "35", "十月新人多，首响会慢")
    steps.accept_proposal(walk)
    for part in ("employee", "colleague"):
        steps.sign(walk, part)
    steps.countersign(walk)
    targets = (walk.desk.prepared.folder / "targets.csv").read_text("utf-8")
    assert re.search(r"frt_p50,person,P007,2026-10,35,", targets)


def review(walk):
    """Judged by everybody around: a review is under way by its agreement, and nobody's deadline moves it."""
    steps.move_all(walk, "open_self")
    steps.nominate(walk, "潘秋月", "P008", "P009", "P010")
    for part in ("employee", "colleague"):
        steps.answer(walk, part, "自评", ["4"], "大促期间接待没有漏单")
    for part, grade in (("colleague", "4"), ("second", "4"), ("third", "5")):
        steps.answer(walk, part, "潘秋月", [grade], "交接清楚")
    steps.move_all(walk, "close_rating")
    steps.answer(walk, "manager", "评", ["4"], "稳定")
    steps.fill_form(walk, walk.page("manager"), "manager", ["3"], "稳定")
    steps.endorse(walk, 2)
    ends.settle(walk, "skip")


def decide(walk):
    """Calibrated, released, appealed against, and decided by somebody outside the line."""
    ends.calibrate(walk, "潘秋月", "B", REASON)
    ends.settle(walk, "hr")
    ends.release(walk)
    ends.appeal(walk, ASKED)
    ends.confirm_result(walk, "colleague")
    ends.name_judge(walk, "judge")
    ends.judge_appeal(walk, "A")
    ends.settle(walk, "judge")
    page = ends.own_result(walk, "employee")
    assert page.locator("#versions tbody tr").count() == 2
    assert page.inner_text(".outcome-sum .grade-l") == "A"
    assert REASON in page.inner_text("main")


def conclude(walk):
    """Talked over and signed, or noted why not."""
    ends.interview(walk, "潘秋月")
    ends.waive_interview(walk, "文知夏")


def assert_evidence(pdf, data):
    """The PDF has pages; in the folder with data every file has the SHA-256 that its manifest names."""
    assert pdf.startswith(b"%PDF")
    assert len(re.findall(rb"/Type\s*/Page\b", pdf)) > 1
    with zipfile.ZipFile(io.BytesIO(data)) as opened:
        assert opened.testzip() is None
        files = {name: opened.read(name) for name in opened.namelist()}
    manifest = json.loads(files.pop(next(name for name in files if name.endswith("manifest.json"))))
    assert any(name.endswith(".pdf") for name in files)
    assert {name: hashlib.sha256(each).hexdigest() for name, each in files.items()} == manifest["files"]


def verified(folder):
    """What `merit verify` ends with for the sealed period."""
    command = [sys.executable, "-c", SCRIPT, "verify", str(folder), "--period", str(OCTOBER)]
    return subprocess.run(command, env=environment(folder), check=False, capture_output=True).returncode

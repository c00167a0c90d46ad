"""A 千牛 export with a new column: recognised, mapped, loaded in the background, a rejected row mended and reloaded."""

import csv
import io
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from merit.kernel.refusals import ConflictRefusal
from merit.sources.load_facts import load_facts
from merit.store.fact_store import FactStore
from merit_desk.audit.models import Entry
from merit_desk.documents.models import Version
from merit_desk.intake import jobs as intake_jobs
from merit_desk.intake.models import Upload
from merit_desk.intake.queries.rejected import returned_files, returned_rows
from merit_desk.jobs.models import Job
from merit_desk.notices.models import Notice
from tests.desk.intake.conftest import read_as, sent, taobao, work
from tests.sources.platform_company import EXPORTS

GOOD = {"订单编号": "'2149000000000000002"}
NO_SUCH_DAY = {"订单编号": "'2149000000000000003", "订单付款时间": "2026-02-30 10:00:00"}


def orders(folder) -> int:
    return FactStore(folder / ".merit" / "facts").snapshot().rows("orders")


def counts(job: Job) -> tuple[int, ...]:
    return tuple(job.outcome[kind] for kind in ("loaded", "unchanged", "replaced", "rejected"))


def test_the_whole_way_from_a_new_column_to_a_mended_row(steward, own_folder):
    before = orders(own_folder)
    upload = sent(steward, taobao({"直播间渠道": "live"}, GOOD, NO_SUCH_DAY, more=("直播间渠道",)))
    page = steward.get(f"/intake/files/{upload.pk}/").content.decode()
    assert "千牛订单报表" in page
    assert "直播间渠道" in page
    assert "13912345678" not in page
    columns = reverse("intake:extend", args=[upload.pk]) + "?profile=taobao_orders"
    assert "直播间渠道" in steward.get(columns).content.decode()
    answer = steward.post(columns, {"to_0": "column:orders.channel"})
    assert answer.url == f"/intake/files/{upload.pk}/?profile=profiles/taobao_orders.yaml&shop="
    assert read_as(steward, upload, "profiles/taobao_orders.yaml").status_code == 302
    job = work()
    assert counts(job) == (2, 0, 0, 1)
    assert orders(own_folder) == before + 2
    (file,) = returned_files()
    (row,) = returned_rows(file.name)
    assert [cell.column for cell in row.faulty] == ["订单付款时间"]
    assert "13912345678" not in str(row)
    page = steward.get(f"/intake/rejected/{file.name}/").content.decode()
    assert "2026-02-30" in page
    field = f"{row.line}|{row.mark}|订单付款时间"
    answer = steward.post(f"/intake/rejected/{file.name}/", {field: "2026-02-28 10:00:00"})
    assert answer.status_code == 302
    assert counts(work()) == (1, 2, 0, 0)
    assert returned_files() == []
    assert orders(own_folder) == before + 3
    assert Version.objects.filter(path__startswith="mended/").count() == 1


def test_the_same_file_loaded_twice_changes_nothing(steward, own_folder):
    upload = sent(steward, taobao({}, GOOD))
    read_as(steward, upload)
    work()
    fingerprint = FactStore(own_folder / ".merit" / "facts").snapshot().fingerprint
    read_as(steward, upload)
    job = work()
    assert counts(job) == (0, 2, 0, 0)
    assert FactStore(own_folder / ".merit" / "facts").snapshot().fingerprint == fingerprint
    assert "没有变化" in steward.get(f"/intake/loads/{job.pk}/").content.decode()


def test_the_source_is_declared_once_and_what_others_wrote_stays(steward, own_folder):
    (own_folder / "sources.yaml").write_text("# 我们的\nsources:\n  - {files: raw/x/*.csv, table: orders}\n", "utf-8")
    for number in range(2):
        read_as(steward, sent(steward, taobao({"订单编号": f"'{number}"}), f"{number}.csv"))
    text = (own_folder / "sources.yaml").read_text("utf-8")
    assert text.startswith("# 我们的\nsources:\n")
    assert text.count("raw/uploads/*/taobao_orders-s1/*") == 1
    assert "every: day" in text


def test_a_second_press_of_the_button_starts_no_second_load(steward):
    upload = sent(steward, taobao({}))
    assert read_as(steward, upload).url == read_as(steward, upload).url
    assert Job.objects.count() == 1


def test_a_file_that_does_not_say_whose_it_is_asks_for_the_shop(steward):
    upload = sent(steward, taobao({}))
    answer = read_as(steward, upload, shop="")
    assert answer.status_code == 422
    assert "请选一家" in answer.content.decode()
    assert not Job.objects.exists()


def test_a_renamed_column_is_confirmed_and_read(steward, own_folder):
    upload = sent(steward, taobao({}, renamed={"买家实际支付金额": "买家实际付款金额"}))
    page = steward.get(f"/intake/files/{upload.pk}/").content.decode()
    assert "买家实际付款金额" in page
    assert read_as(steward, upload).status_code == 302
    columns = reverse("intake:extend", args=[upload.pk]) + "?profile=taobao_orders"
    assert 'value="name:买家实际支付金额" selected' in steward.get(columns).content.decode()
    steward.post(columns, {"to_0": "name:买家实际支付金额"})
    Job.objects.all().delete()
    read_as(steward, upload, "profiles/taobao_orders.yaml")
    assert counts(work()) == (1, 0, 0, 0)


def test_a_cancelled_load_leaves_everything_as_it_was(steward, own_folder, monkeypatch):
    before = FactStore(own_folder / ".merit" / "facts").snapshot().fingerprint
    upload = sent(steward, taobao({}))
    number = int(read_as(steward, upload).url.split("/")[-2])

    def cancels_first(*given, **more):
        assert steward.post(f"/intake/loads/{number}/cancel/").status_code == 302
        return load_facts(*given, **more)

    monkeypatch.setattr(intake_jobs, "load_facts", cancels_first)
    monkeypatch.setattr("merit_desk.jobs.tasks._WRITE_EVERY", 0)
    assert work().state == "cancelled"
    assert FactStore(own_folder / ".merit" / "facts").snapshot().fingerprint == before
    assert "和载入前一样" in steward.get(f"/intake/loads/{number}/").content.decode()
    assert Upload.objects.get().loaded_at is None


def test_a_load_whose_worker_died_is_taken_up_and_doubles_nothing(steward, own_folder, monkeypatch):
    upload = sent(steward, taobao({}, GOOD))
    read_as(steward, upload)

    def dies(*_):
        raise SystemExit

    monkeypatch.setattr(intake_jobs, "publish_figures", dies)
    with pytest.raises(SystemExit):
        work()
    monkeypatch.undo()
    Job.objects.update(state="waiting")
    assert counts(work()) == (0, 2, 0, 0)


def test_a_load_that_is_refused_says_why_and_what_became_of_the_data(steward, monkeypatch):
    upload = sent(steward, taobao({}))
    number = int(read_as(steward, upload).url.split("/")[-2])

    def refuses(*_, **__):
        raise ConflictRefusal("store.not_written", reason="disk full")

    monkeypatch.setattr(intake_jobs, "load_facts", refuses)
    work()
    page = steward.get(f"/intake/loads/{number}/").content.decode()
    assert "数据和之前一样" in page
    assert "disk full" in page


def test_who_asked_is_told_and_the_trail_names_the_load(steward):
    read_as(steward, sent(steward, taobao({})))
    work()
    assert Notice.objects.filter(account=steward.account).exists()
    assert {entry.action for entry in Entry.objects.all()} >= {"intake.uploaded", "intake.read_as", "intake.loaded"}


def test_the_list_of_sources_tells_how_new_each_is(steward):
    read_as(steward, sent(steward, taobao({})))
    work()
    page = steward.get("/intake/").content.decode()
    assert "2026-10-21" in page
    assert "千牛订单报表" in page


def test_rejected_rows_taken_along_hold_no_formula_and_no_person(steward):
    rows = [NO_SUCH_DAY | {"订单备注": "=HYPERLINK(1)", "宝贝标题": "@cmd", "物流公司": "+1+1", "总金额": "-5.00"}]
    read_as(steward, sent(steward, taobao(*rows)))
    work()
    (file,) = returned_files()
    text = steward.get(f"/intake/rejected/{file.name}/rows.csv").content.decode("utf-8-sig")
    (row,) = csv.DictReader(io.StringIO(text))
    assert (row["订单备注"], row["宝贝标题"], row["物流公司"]) == ("'=HYPERLINK(1)", "'@cmd", "'+1+1")
    assert row["总金额"] == "-5.00"
    assert not any(secret in text for secret in ("13912345678", "王**", "小**明"))


def test_nothing_corrected_is_said_and_keeps_what_was_typed(steward):
    read_as(steward, sent(steward, taobao(NO_SUCH_DAY)))
    work()
    (file,) = returned_files()
    assert steward.post(f"/intake/rejected/{file.name}/", {}).status_code == 409


@pytest.mark.parametrize("role", ["hr", "auditor", "employee", "stranger"])
def test_who_may_not_load_can_neither_load_nor_mend(at, steward, role):
    upload = sent(steward, taobao(NO_SUCH_DAY))
    read_as(steward, upload)
    work()
    (file,) = returned_files()
    other = at(role)
    assert read_as(other, upload).status_code == 404
    assert other.post(f"/intake/rejected/{file.name}/", {"a": "b"}).status_code == 404
    assert other.post("/intake/load-all/").status_code == 404
    assert other.get(f"/intake/files/{upload.pk}/mapping/").status_code == 404


def test_a_name_of_a_rejected_file_cannot_lead_elsewhere(steward):
    assert steward.get("/intake/rejected/..%2f..%2fpeople.csv/").status_code == 404
    assert steward.get("/intake/rejected/people.csv/").status_code == 404


def test_a_load_whose_worker_is_not_heard_of_says_that_it_begins_anew(steward):
    number = int(read_as(steward, sent(steward, taobao({}))).url.split("/")[-2])
    long_ago = timezone.now() - timedelta(minutes=1)
    Job.objects.update(state="running", done=10, total=20, started_at=long_ago, beat_at=long_ago)
    page = steward.get(f"/intake/loads/{number}/").content.decode()
    assert "自动重新开始" in page
    assert "还要" not in page


def test_money_that_came_by_two_exports_is_told_on_the_page_of_the_load(steward, own_folder):
    for name in ("douyin_ledger", "douyin_settlement"):
        assert read_as(steward, sent(steward, (EXPORTS / f"{name}.csv").read_bytes(), f"{name}.csv"), name).url
        job = work()
    page = steward.get(f"/intake/loads/{job.pk}/").content.decode()
    assert "有 2 笔订单（如 6923000000000000017）" in page
    assert "only: [fees]" in page

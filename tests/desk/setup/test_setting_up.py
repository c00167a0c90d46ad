"""From an empty folder to a running company: each step writes, can be left and gone back to, and strangers stay out."""

import csv
import io
import re
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from merit.sources.company_folder import read_company
from merit.sources.company_folder.archive import export_folder, kept_files
from merit_desk.accounts.models import Account, Grant
from merit_desk.audit.models import Entry
from merit_desk.documents.models import Draft
from merit_desk.jobs.models import Job
from merit_desk.jobs.tasks import perform
from merit_desk.setup.code import fits, fresh_code
from tests.desk.conftest import client_for, role_account
from tests.tiny_company import write_tiny_company

OWNER = {
    "name": "王老板",
    "username": "Boss",
    "email": "",
    "password": "plum river 41 stone",
    "again": "plum river 41 stone",
}
COMPANY = {
    "name": "青禾",
    "sells_to": "b2c",
    "categories": "家纺、厨具",
    "currency": "CNY",
    "time_zone": "Asia/Shanghai",
}
COMPANY |= {"day_cut": "00:00", "holidays": "CN"}
STAFF = (
    "姓名\t岗位\t部门\t上级\t绩效基数\n老王\t总经理\t总经办\t\t9000\n"
    "周岚\t客服\t客服部\t老王\t1500\n陈一\t运营\t运营部\t老王\t3000\n"
)
SHOPS = {
    "form-TOTAL_FORMS": 2,
    "form-INITIAL_FORMS": 0,
    "form-0-name": "一号店",
    "form-0-platform": "tmall",
    "form-0-shop": "",
}
SHOPS |= {"form-1-name": "", "form-1-platform": "jd", "form-1-shop": "", "do": "use"}


@pytest.fixture
def empty(settings, tmp_path, db):
    """An installation with nothing in it."""
    folder = tmp_path / "company"
    (folder / ".merit").mkdir(parents=True)
    settings.MERIT_COMPANY = folder
    return folder


@pytest.fixture
def owner(empty):
    """Somebody who has made the first account and is signed in."""
    client = Client(SERVER_NAME="127.0.0.1")
    answer = client.post("/set-up/account/", OWNER | {"code": fresh_code(empty)})
    assert (answer.status_code, answer["Location"]) == (302, "/set-up/")
    return client


@pytest.fixture
def begun(owner):
    """And has described the company."""
    assert owner.post("/set-up/company/", COMPANY).status_code == 302
    return owner


def told(action):
    return Entry.objects.filter(action=action).exists()


def rows(folder, table):
    with (folder / f"{table}.csv").open(encoding="utf-8-sig") as file:
        return list(csv.DictReader(file))


@pytest.mark.parametrize("address", ["/", "/organisation/", "/periods/2026-10/", "/plans/", "/nowhere/"])
def test_without_a_company_every_address_leads_to_the_set_up(empty, address):
    answer = Client(SERVER_NAME="127.0.0.1").get(address)
    assert (answer.status_code, answer["Location"]) == (302, "/set-up/")


def test_a_stranger_on_the_network_without_the_code_makes_no_account(empty):
    client = Client(SERVER_NAME="127.0.0.1")
    fresh_code(empty)
    for typed in ("", "AAAA-BBBB-CCCC", "x" * 40):
        answer = client.post("/set-up/account/", OWNER | {"code": typed})
        assert answer.status_code == 422
        assert OWNER["name"] in answer.content.decode()
    assert not Account.objects.exists()
    for step in ("company", "organisation", "shops", "templates", "data", "period", "import", "export"):
        assert client.get(f"/set-up/{step}/").status_code == 302
        assert reverse("account_login") in client.get(f"/set-up/{step}/")["Location"]


def test_the_code_works_once_and_its_digest_alone_is_kept(empty):
    code = fresh_code(empty)
    assert fits(empty, code.lower().replace("-", " "))
    assert code not in (empty / ".merit" / "set_up_code").read_text()
    assert (empty / ".merit" / "set_up_code").stat().st_mode & 0o077 == 0
    first, second = Client(SERVER_NAME="127.0.0.1"), Client(SERVER_NAME="127.0.0.1")
    assert first.post("/set-up/account/", OWNER | {"code": code}).status_code == 302
    assert second.post("/set-up/account/", OWNER | {"code": code, "username": "eve"}).status_code == 404
    assert not fits(empty, code)
    assert Grant.objects.get().role == "owner"
    assert told("set_up.begun")


def test_a_weak_password_and_two_that_differ_are_said(empty):
    code = fresh_code(empty)
    client = Client(SERVER_NAME="127.0.0.1")
    assert (
        client.post("/set-up/account/", OWNER | {"code": code, "password": "1234", "again": "1234"}).status_code == 422
    )
    assert client.post("/set-up/account/", OWNER | {"code": code, "again": "other"}).status_code == 422


def test_the_company_is_written_and_can_be_changed_again(begun, empty):
    company, _ = read_company(empty)
    assert (company.profile.name, company.profile.categories) == ("青禾", ("家纺", "厨具"))
    assert begun.post("/set-up/company/", COMPANY | {"name": "青禾家居"}).status_code == 302
    assert "青禾家居" in (empty / "company.yaml").read_text("utf-8")
    assert begun.post("/set-up/company/", COMPANY | {"time_zone": "Mars"}).status_code == 422
    assert told("document.written")


def test_a_step_without_a_company_is_refused(owner):
    for step in ("organisation", "shops", "templates"):
        assert owner.get(f"/set-up/{step}/").status_code == 409


def test_a_pasted_list_is_previewed_kept_and_then_used(begun, empty):
    answer = begun.post("/set-up/organisation/", {"staff": STAFF.replace("陈一\t运营", "陈一\t"), "do": "use"})
    assert answer.status_code == 422
    assert not (empty / "people.csv").exists()
    assert "陈一" in begun.get("/set-up/organisation/").content.decode()
    assert begun.post("/set-up/organisation/", {"staff": STAFF, "do": "preview"}).status_code == 200
    assert not (empty / "people.csv").exists()
    assert begun.post("/set-up/organisation/", {"staff": STAFF, "do": "use"}).status_code == 302
    assert [row["name"] for row in rows(empty, "people")] == ["老王", "周岚", "陈一"]
    assert rows(empty, "teams")[0]["leader"] == "p001"


def test_an_uploaded_list_becomes_text_that_can_be_mended(begun):
    file = SimpleUploadedFile("员工.csv", "姓名,岗位\n甲,客服\n".encode("gb18030"))
    page = begun.post("/set-up/organisation/", {"file": file, "do": "preview"}).content.decode()
    assert "甲\t客服" in page
    broken = SimpleUploadedFile("员工.xlsx", b"PK\x03\x04 no workbook")
    answer = begun.post("/set-up/organisation/", {"file": broken, "staff": STAFF, "do": "preview"})
    assert "打不开这个文件" in answer.content.decode()
    assert "周岚" in answer.content.decode()


def test_shops_and_plans_follow_and_the_set_up_resumes_where_it_was_left(begun, empty):
    begun.post("/set-up/organisation/", {"staff": STAFF, "do": "use"})
    assert begun.get("/set-up/")["Location"] == "/set-up/shops/"
    assert begun.post("/set-up/shops/", SHOPS).status_code == 302
    assert rows(empty, "shops") == [{"shop": "s1", "name": "一号店", "platform": "tmall", "time_zone": ""}]
    page = begun.get("/set-up/templates/").content.decode()
    assert "selected>客服" in page.replace('" selected', " selected") or "selected" in page
    form = {"groups": ["orders", "service"], "post_0": "general_manager", "post_1": "cs_agent", "post_2": "operator"}
    preview = begun.post("/set-up/templates/", form | {"do": "preview"}).content.decode()
    assert "还没有 tasks 的数据" in preview
    assert begun.post("/set-up/templates/", form | {"do": "use"})["Location"] == "/set-up/data/"
    company, problems = read_company(empty)
    assert company is not None, problems
    assert {plan.plan for plan in company.plans} == {"general_manager", "cs_agent", "operator"}
    assert [reward.reward for reward in company.rewards] == ["performance-bonus"]
    assert company.posts[1].responsibilities
    assert begun.get("/set-up/")["Location"] == "/set-up/data/"


def test_steps_can_be_skipped_and_the_first_period_runs_without_data(begun, empty):
    for step in ("organisation", "shops", "templates"):
        assert begun.post(f"/set-up/{step}/", {"do": "skip"}).status_code == 302
    assert begun.post("/set-up/data/", {"data": "later"})["Location"] == "/set-up/period/"
    assert begun.post("/set-up/period/", {"period": "gestern"}).status_code == 422
    assert begun.post("/set-up/period/", {"period": "2026-10"}).status_code == 302
    job = Job.objects.get()
    perform.func(job.pk)
    job.refresh_from_db()
    assert (job.state, job.refusal) == ("done", None)
    assert (empty / "results" / "2026-10" / "kpis.csv").is_file()
    assert begun.post("/set-up/finish/").status_code == 302
    assert told("set_up.finished")
    assert begun.get("/set-up/company/").status_code == 404
    assert not Draft.objects.exists()


def test_sample_data_give_the_companys_own_people_figures(begun, empty):
    begun.post("/set-up/organisation/", {"staff": STAFF, "do": "use"})
    begun.post("/set-up/shops/", SHOPS)
    form = {
        "groups": ["orders", "service", "tasks"],
        "post_0": "general_manager",
        "post_1": "cs_agent",
        "post_2": "operator",
    }
    begun.post("/set-up/templates/", form | {"do": "use"})
    begun.post("/set-up/data/", {"data": "sample"})
    begun.post("/set-up/period/", {"period": "2026-10"})
    job = Job.objects.get()
    perform.func(job.pk)
    job.refresh_from_db()
    assert (job.state, job.refusal) == ("done", None)
    credited = {row["person"] for row in rows(empty, "credits")}
    assert {"p002", "p003"} <= credited <= {"p001", "p002", "p003"}
    with (empty / "results" / "2026-10" / "totals.csv").open(encoding="utf-8-sig") as file:
        totals = {row["person"]: row["total"] for row in csv.DictReader(file)}
    assert all(totals[person] for person in ("p001", "p002", "p003"))


def test_a_company_folder_is_imported_and_exported_again_equal(owner, empty, tmp_path):
    write_tiny_company(tmp_path / "tiny")
    target = io.BytesIO()
    export_folder(tmp_path / "tiny", target)
    assert owner.post("/set-up/import/", {}).status_code == 422
    file = SimpleUploadedFile("tiny.zip", target.getvalue(), "application/zip")
    assert owner.post("/set-up/import/", {"file": file}).status_code == 302
    assert kept_files(empty) == kept_files(tmp_path / "tiny")
    answer = owner.get("/set-up/export/")
    assert b"".join(answer.streaming_content) == target.getvalue()
    assert told("company.imported")
    assert told("company.exported")
    again = SimpleUploadedFile("tiny.zip", target.getvalue(), "application/zip")
    assert owner.post("/set-up/import/", {"file": again}).status_code == 409


def test_after_an_import_going_back_writes_over_no_plan_and_drops_no_field(owner, empty, tmp_path):
    write_tiny_company(tmp_path / "tiny")
    target = io.BytesIO()
    export_folder(tmp_path / "tiny", target)
    owner.post("/set-up/import/", {"file": SimpleUploadedFile("tiny.zip", target.getvalue())})
    assert 'value="微店"' in owner.get("/set-up/company/").content.decode()
    owner.post("/set-up/company/", COMPANY)
    assert "region: CN-44" in (empty / "company.yaml").read_text("utf-8")
    before = {path.name: path.read_bytes() for path in (empty / "plans").iterdir()}
    answer = owner.post("/set-up/templates/", {"groups": ["orders"], "post_0": "general_manager", "do": "use"})
    assert answer.status_code == 409
    assert {path.name: path.read_bytes() for path in (empty / "plans").iterdir()} == before


def test_an_archive_that_plays_tricks_is_told_and_nothing_is_written(owner, empty):
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        archive.writestr("company.yaml", "name: x\n")
        archive.writestr("../../people.csv", "x")
    answer = owner.post("/set-up/import/", {"file": SimpleUploadedFile("x.zip", target.getvalue())})
    assert answer.status_code == 422
    assert "不能跳出文件夹" in answer.content.decode()
    assert not (empty / "company.yaml").exists()
    assert owner.post("/set-up/import/", {"file": SimpleUploadedFile("x.zip", b"no zip")}).status_code == 422


@pytest.mark.parametrize("role", ["hr", "manager", "employee", "steward", "finance", "auditor", "stranger", "owner"])
def test_once_a_company_runs_nobody_finds_the_set_up(own_folder, role):
    client = client_for(role_account(role))
    for step in ("", "account/", "company/", "organisation/", "shops/", "templates/", "data/", "period/", "import/"):
        assert client.get(f"/set-up/{step}").status_code == 404, step
    assert client.post("/set-up/company/", COMPANY).status_code == 404
    assert client.post("/set-up/demo/").status_code == 404
    assert client.get("/set-up/export/").status_code == (200 if role == "owner" else 404)


def test_the_pages_are_there_in_english_too(begun):
    begun.post("/set-up/organisation/", {"staff": STAFF, "do": "use"})
    for step in ("company", "organisation", "shops", "templates", "data", "period", "import"):
        page = begun.get(f"/set-up/{step}/?lang=en").content.decode()
        assert not re.search(r"setup\.\w+", re.sub(r"<[^>]+>", "", page)), step

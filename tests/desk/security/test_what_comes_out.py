"""Names, notes and titles are text wherever they come out: in pages, in scripts' data, in spreadsheets, in logs."""

import csv
import io
import json
import logging

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from merit_desk.accounts.access import Role
from merit_desk.accounts.actions.invitations import invite, invited
from merit_desk.accounts.models import Account
from merit_desk.accounts.viewer import viewer_for
from merit_desk.api.actions.tokens import make_token
from merit_desk.api.models import Token
from merit_desk.api.scopes import EVERY_SCOPE
from merit_desk.audit.actions import Subject, record
from merit_desk.audit.models import Entry
from merit_desk.explorer.models import Card, Dashboard
from merit_desk.notices.addresses import Forbidden, target_of
from merit_desk.notices.models import Notice
from tests.desk.conftest import account_for, client_for, role_account

EVIL = "=1+1</script><img src=x onerror=alert(1)>"
OCTOBER = "grain=whole&span=own&from=2026-10&to=2026-10"


@pytest.fixture
def evil_names(own_folder):
    """cat, the northern team and a shop are called by what an attacker would write."""
    for table, name in (("people", "凯特"), ("teams", "北组"), ("company", "微店")):
        file = next(own_folder.glob(f"{table}.*"))
        text = file.read_text("utf-8-sig")
        assert name in text
        quoted = f"'{EVIL}'" if table == "company" else EVIL
        file.write_text(text.replace(name, quoted), "utf-8")
    owner = role_account("owner")
    board = Dashboard.objects.create(title=EVIL, owner=owner)
    Card.objects.create(dashboard=board, position=0, kind="text", title=EVIL, text=EVIL)
    account_for(EVIL, "cat", Role.HR)
    record(owner.pk, "accounts.changed", Subject("account", EVIL), {"name": EVIL}, {"name": EVIL})
    return client_for(owner)


PAGES = [
    *("/", "/find/?q=onerror", "/periods/2026-10/", "/periods/2026-10/people/", "/periods/2026-10/teams/"),
    *("/periods/2026-10/people/cat/", "/organisation/", "/organisation/people/cat/", "/organisation/people/cat/move/"),
    *("/accounts/", "/trail/", "/trail/1/", "/explorer/boards/", "/documents/history/people.csv", "/wall/"),
    *(f"/explorer/?kpi=reply_3min&by=person&{OCTOBER}", f"/explorer/?kpi=reply_3min&by=team&chart=bar&{OCTOBER}"),
    f"/explorer/card/?as=chart&kpi=reply_3min&by=person&{OCTOBER}",
    "/periods/live/why/kpi/2026-10/reply_3min/person/cat/",
    "/plans/targets/?q=%3Cimg%20src=x%20onerror=alert(1)%3E",
]


@pytest.mark.parametrize("address", PAGES)
def test_a_name_is_text_in_every_page(evil_names, address):
    shown = evil_names.get(address)
    assert shown.status_code == 200, address
    assert "<img src=x" not in shown.content.decode()


def test_a_dashboards_own_words_are_text(evil_names):
    board = Dashboard.objects.get()
    for address in (f"/explorer/boards/{board.pk}/", f"/explorer/boards/{board.pk}/edit/"):
        shown = evil_names.get(address).content.decode()
        assert "onerror" in shown
        assert "<img src=x" not in shown


def cells(answer):
    """Of a CSV, streamed or not."""
    content = b"".join(answer.streaming_content) if answer.streaming else answer.content
    return [cell for row in csv.reader(io.StringIO(content.decode("utf-8-sig"))) for cell in row]


@pytest.mark.parametrize(
    "address",
    [
        f"/explorer/view.csv?kpi=reply_3min&by=person&{OCTOBER}",
        f"/explorer/view.csv?kpi=reply_3min&by=team&{OCTOBER}",
        "/trail/entries.csv",
        "/periods/live/why/kpi/2026-10/reply_3min/person/cat/rows.csv",
    ],
)
def test_no_cell_of_an_export_is_a_formula(evil_names, address):
    found = cells(evil_names.get(address))
    assert [cell for cell in found if cell.startswith(("=", "+", "@", "\t", "\r"))] == []
    assert len(found) > 5


def test_no_cell_of_a_workbook_is_a_formula(evil_names):
    answer = evil_names.get(f"/explorer/view.xlsx?kpi=reply_3min&by=person&{OCTOBER}")
    book = openpyxl.load_workbook(io.BytesIO(answer.content))
    kinds = {cell.data_type for sheet in book for row in sheet.iter_rows() for cell in row}
    assert "f" not in kinds
    assert any(EVIL in str(cell.value) for sheet in book for row in sheet.iter_rows() for cell in row)


@pytest.mark.parametrize(
    "name",
    ["../../people.csv", "..\\..\\people.csv", "/etc/cron.d/x.csv", "people.csv\x00.csv", "CON.csv", ".htaccess.csv"],
)
def test_an_uploads_name_is_no_path(own_folder, name):
    before = (own_folder / "people.csv").read_bytes()
    file = SimpleUploadedFile("x.csv", f"a,b\n1,{len(name)}\n".encode())
    file._name = name
    client_for(role_account("steward")).post("/intake/upload/", {"files": file})
    assert (own_folder / "people.csv").read_bytes() == before
    outside = [path for path in own_folder.parent.iterdir() if path != own_folder]
    assert [path for path in outside if path.suffix == ".csv"] == []


@pytest.mark.parametrize("name", ["..%2f..%2fpeople.csv", "../people.csv", "people.csv", "..%5cpeople.csv"])
def test_rejected_rows_are_read_from_their_own_folder_only(company_folder, name):
    steward = client_for(role_account("steward"))
    for tail in ("", "rows.csv"):
        assert steward.get(f"/intake/rejected/{name}/{tail}").status_code == 404


@pytest.mark.parametrize(
    "address",
    [
        "https://[64:ff9b::7f00:1]/x",
        "https://[64:ff9b::a00:1]/x",
        "https://[2002:7f00:1::]/x",
        "https://[::]/x",
        "https://0.0.0.0/x",
        "https://2130706433/x",
        "https://100.64.0.1/x",
        "https://[fe80::1]/x",
    ],
)
def test_no_webhook_reaches_the_own_network_by_another_spelling(company_folder, address):
    with pytest.raises(Forbidden):
        target_of(address)


def test_a_translated_address_of_the_public_network_is_public(company_folder):
    assert target_of("https://[64:ff9b::808:808]/x").name == "64:ff9b::808:808"


def test_no_secret_is_told_by_trail_notices_or_log(company_folder, caplog):
    owner, cat = viewer_for(role_account("owner")), account_for("new-cat", "cat")
    with caplog.at_level(logging.DEBUG):
        token, secret = make_token(owner, "x", EVERY_SCOPE, 30)
        address = invite(owner, cat, "https://merit.example").address
        key = address.rstrip("/").rpartition("/")[2]
        visitor = Client(SERVER_NAME="127.0.0.1")
        visitor.get(f"/accounts/invitations/{key}/")
        visitor.get("/api/v1/me", headers={"authorization": f"Bearer {secret}"})
        visitor.post("/sign-in/", {"login": "owner", "password": "a secret of mine 77"})
    told = json.dumps([[each.subject, each.before, each.after] for each in Entry.objects.all()])
    told += json.dumps(list(Notice.objects.values_list("code", "gaps"))) + caplog.text
    for each in (secret, key, "a secret of mine 77"):
        assert each not in told
    assert secret not in json.dumps(list(Token.objects.filter(pk=token.pk).values("name", "prefix", "digest")))


def test_a_link_to_an_account_works_for_that_account_and_once(company_folder):
    cat = account_for("new-cat", "cat")
    key = invite(viewer_for(role_account("owner")), cat, "").address.rstrip("/").rpartition("/")[2]
    number, dot, rest = key.partition(".")
    assert number == str(cat.pk)
    assert invited(f"{role_account('owner').pk}{dot}{rest}") is None
    assert invited(key[:-1]) is None
    assert invited(key) == cat
    sent = {"password": "a long enough password 1", "again": "a long enough password 1"}
    visitor = Client(SERVER_NAME="127.0.0.1")
    assert visitor.post(f"/accounts/invitations/{key}/", sent).status_code == 302
    assert invited(key) is None
    assert Client(SERVER_NAME="127.0.0.1").get(f"/accounts/invitations/{key}/").status_code == 410
    assert Account.objects.get(pk=cat.pk).check_password("a long enough password 1")

"""What proves a dispute goes in and out by the API as it does by the page: one's own in, whoever may know of it out."""

import hashlib

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from merit_desk.accounts.viewer import viewer_for
from merit_desk.api.actions.tokens import make_token
from merit_desk.api.scopes import Scope
from merit_desk.audit.models import Entry
from tests.desk.conftest import account_for, client_for, role_account, viewer_as
from tests.desk.disputes.test_disputes import PDF, answered, cat, filed

__all__ = ("cat",)
BOTH = (Scope.REWARDS, Scope.REWARDS_WRITE)


def asking(account, scopes=BOTH):
    """Headers of a program that asks as this account."""
    _, secret = make_token(viewer_for(account), "x", scopes, 30)
    return {"authorization": f"Bearer {secret}"}


def send(account, made, *files, scopes=BOTH):
    sent = [SimpleUploadedFile(name, content) for name, content in files]
    address = f"/api/v1/disputes/{made.pk}/files"
    return client_for(account).post(address, {"files": sent}, headers=asking(account, scopes))


def test_the_person_adds_files_and_who_may_know_of_the_dispute_reads_them(cat) -> None:
    made, words = filed(cat, evidence=(PDF,)), "排班,顶班".encode()
    given = send(account_for("cat", "cat"), made, ("排班.csv", words), ("a.txt", b"x"))
    assert given.status_code == 201
    assert [each["name"] for each in given.json()] == ["chat.pdf", "排班.csv", "a.txt"]
    finance = role_account("finance")
    listed = client_for(finance).get(f"/api/v1/disputes/{made.pk}/files", headers=asking(finance)).json()
    one = listed[1]
    assert (one["size"], one["digest"]) == (len(words), hashlib.sha256(words).hexdigest())
    answer = client_for(finance).get(f"/api/v1/disputes/{made.pk}/files/{one['id']}", headers=asking(finance))
    assert answer.content == words
    assert answer.headers["Content-Disposition"].startswith("attachment; filename*=utf-8''")
    assert Entry.objects.latest("number").action == "disputes.evidence_read"


@pytest.mark.parametrize("who", ["ann", "stranger"])
def test_a_dispute_of_somebody_else_has_no_files_to_read_or_add_to(cat, who) -> None:
    made = filed(cat, evidence=(PDF,))
    account = account_for(who, "bob" if who == "ann" else "")
    address = f"/api/v1/disputes/{made.pk}/files"
    for each in (address, f"{address}/{made.evidence.get().pk}"):
        assert client_for(account).get(each, headers=asking(account)).status_code == 404
    assert send(account, made, ("a.txt", b"x")).status_code == 404
    assert send(role_account("finance"), made, ("a.txt", b"x")).status_code == 404
    assert made.evidence.count() == 1


def test_no_other_kind_no_sixth_file_and_nothing_after_the_decision(cat) -> None:
    made, mine = answered(cat), account_for("cat", "cat")
    assert send(mine, made, ("a.exe", b"MZ")).json()["code"] == "disputes.file_kind"
    assert send(mine, made, *[(f"{n}.txt", b"x") for n in range(6)]).json()["code"] == "disputes.too_many_files"
    assert send(mine, made).status_code == 422
    assert send(mine, made, ("a.txt", b"x"), scopes=(Scope.REWARDS,)).status_code == 403
    type(made).objects.filter(pk=made.pk).update(state="decided", decided_by=viewer_as("finance").account)
    assert send(mine, made, ("a.txt", b"x")).status_code == 409
    assert not made.evidence.exists()

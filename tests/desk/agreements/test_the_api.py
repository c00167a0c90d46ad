"""Every state × move × asker of the agreement through the API: the same as through the actions, and nothing else."""

import json

import pytest

from merit.targets.agreement import AgreementMove, AgreementState
from merit_desk.audit.models import Entry
from tests.desk.agreements.agreed import KEY, agreement, change, person
from tests.desk.agreements.test_every_move import ALLOWED, changed_since, everything
from tests.desk.conftest import account_for, client_for, role_account

S, M = AgreementState, AgreementMove
ACCOUNTS = {
    "subject": lambda: account_for("ann", "ann"),
    "manager": lambda: role_account("manager"),
    "skip": lambda: role_account("owner"),
    "hr": lambda: role_account("hr"),
    "colleague": lambda: account_for("bob", "bob"),
    "auditor": lambda: role_account("auditor"),
    "stranger": lambda: role_account("stranger"),
}
POINT = {"indicator": KEY, "target": "3000", "reason": "淡季"}
CALLS = {
    M.NOTIFY: ("/api/v1/agreements/notify", lambda one: {"agreements": [one.pk]}),
    M.PROPOSE: ("/proposal", lambda one: {"digest": one.digest, "points": [POINT]}),
    M.ANSWER: ("/answer", lambda _: {"points": [{"indicator": KEY, "answer": "accept"}]}),
    M.SIGN: ("/signature", lambda one: {"digest": one.digest}),
    M.COUNTERSIGN: (
        "/api/v1/agreements/countersign",
        lambda one: {"agreements": [{"id": one.pk, "digest": one.digest}]},
    ),
    M.REQUEST_CHANGE: ("/change", lambda _: {"start": "2026-10-20", "points": [POINT], "reason": "渠道停用"}),
    M.APPROVE_CHANGE: ("/change/approval", lambda _: {}),
    M.REFUSE_CHANGE: ("/change/refusal", lambda _: {"reason": "目标仍可达成"}),
    M.WITHDRAW_CHANGE: ("/change/withdrawal", lambda _: {}),
    M.WITHDRAW: ("/withdrawal", lambda _: {"reason": "方案有误"}),
}


def called(name, wanted, one):
    """What the API answers to that asker."""
    address, body = CALLS[wanted]
    if not address.startswith("/api"):
        address = f"/api/v1/agreements/{one.pk}{address}"
    client = client_for(ACCOUNTS[name]())
    return client.post(address, json.dumps(body(one)), content_type="application/json")


@pytest.mark.parametrize("state", list(S))
@pytest.mark.parametrize("wanted", list(M))
def test_what_is_not_theirs_or_not_now_is_refused_and_leaves_no_change(state, wanted, own_folder):
    one = agreement(state)
    if state is S.CHANGING:
        change(one, person("leader"))
    allowed, _ = ALLOWED.get((state, wanted), (frozenset(), None))
    for name in ACCOUNTS.keys() - allowed:
        before, file = everything(), (own_folder / "targets.csv").read_bytes()
        answer = called(name, wanted, one)
        assert answer.status_code in {403, 404, 409}, (name, answer.content)
        assert changed_since(before) == [], name
        assert (own_folder / "targets.csv").read_bytes() == file, name
        if name in {"colleague", "stranger"}:
            assert answer.status_code == 404, name


@pytest.mark.parametrize(
    ("state", "wanted", "name"),
    [(state, wanted, name) for (state, wanted), (names, _) in ALLOWED.items() for name in sorted(names)],
)
def test_what_is_allowed_works_and_leaves_a_trail(state, wanted, name, own_folder):
    one = agreement(state)
    if state is S.CHANGING:
        change(one, person("leader"))
    answer = called(name, wanted, one)
    assert answer.status_code in {200, 201}, answer.content
    one.refresh_from_db()
    assert one.state == ALLOWED[state, wanted][1]
    assert Entry.objects.filter(action=f"agreement.{wanted}", account=ACCOUNTS[name]()).count() == 1


def test_an_agreement_is_given_with_its_terms_its_record_and_the_moves_open_to_the_asker(own_folder):
    one = agreement(S.NOTIFIED)
    found = client_for(ACCOUNTS["subject"]()).get(f"/api/v1/agreements/{one.pk}").json()
    assert (found["person"], found["state"], found["digest"]) == ("ann", "notified", one.digest)
    assert found["moves"] == ["propose", "sign"]
    assert [line["target"] for part in found["terms"]["parts"] for line in part["lines"]] == ["3600"]
    assert found["record"]["notices"][0]["read_at"] is not None


def test_a_list_holds_what_the_asker_may_know_of(own_folder):
    one = agreement(S.NOTIFIED)
    address = "/api/v1/agreements?cycle=2026-10"
    held = {name: client_for(make()).get(address) for name, make in ACCOUNTS.items()}
    assert {name for name, answer in held.items() if answer.status_code == 200 and answer.json()["items"]} == {
        "subject",
        "manager",
        "skip",
        "hr",
        "auditor",
    }
    assert held["subject"].json()["items"][0]["id"] == one.pk


def test_bulk_issue_is_a_job_of_hr(own_folder):
    agreement(S.WITHDRAWN)
    body = json.dumps({"cycle": "2026-10"})
    answer = client_for(ACCOUNTS["hr"]()).post("/api/v1/agreements/issue", body, content_type="application/json")
    assert (answer.status_code, answer.json()["kind"]) == (202, "agreements.issue")
    refused = client_for(ACCOUNTS["manager"]()).post("/api/v1/agreements/issue", body, content_type="application/json")
    assert refused.status_code == 404

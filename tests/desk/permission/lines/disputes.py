"""Who may open which address of disputes.

The dispute below is cat's, about a line of October; ann leads north on its first days, leader the department.
"""

from datetime import date

from merit_desk.disputes.models import Dispute, Evidence
from merit_desk.results.models import Release
from tests.desk.permission.line import EVERYBODY, line, post

SEEING = "OHMEFA"
"""Who may see cat's pay: SEE_PAY everywhere, the line above cat, and cat after the release."""
RULING = {"verdict": "rejected", "remedy": "nothing", "grounds": "x"}


def _dispute(made, state="open"):
    Release.objects.get_or_create(period="2026-10", person="cat", defaults={"by": made["H"]})
    day = date(2027, 1, 1)
    return Dispute.objects.create(
        period="2026-10",
        person="cat",
        reward="service-bonus",
        line="bonus",
        amount="3704.40",
        currency="CNY",
        reason="x",
        state=state,
        answer_due=day,
        decision_due=day,
        answered_by=None if state == "open" else made["S"],
    )


def _open(_letter, made):
    return {"number": _dispute(made).pk}


def _answered(_letter, made):
    return {"number": _dispute(made, "answered").pk}


def _mending(_letter, made):
    return {"number": _dispute(made, "mending").pk}


def _file(_letter, made):
    found = _dispute(made)
    sent = Evidence.objects.create(dispute=found, path="company.yaml", name="x.txt", size=1, digest="x", by=made["E"])
    return {"number": found.pk, "file": sent.pk}


D, A, M, F = "dispute of cat", "answered dispute of cat", "mending dispute of cat", "file of cat's dispute"
LINES = [
    line("disputes:disputes", EVERYBODY),
    post("disputes:terms", "OHF"),
    line("disputes:dispute", SEEING, relation=D),
    line("disputes:pack", SEEING, relation=D),
    line("disputes:evidence", SEEING, relation=F),
    post("disputes:answer", "OHM", relation=D),
    post("disputes:withdraw", "E", relation=D),
    post("disputes:add_files", "E", relation=D),
    post("disputes:decide", "OHF", relation=A),
    post("disputes:mended", "OH", relation=M),
    line("api:disputes", EVERYBODY),
    line("api:one_dispute", SEEING, relation=D),
    line("api:evidence_of_a_dispute", SEEING, relation=D),
    line("api:one_file_of_a_dispute", SEEING, relation=F),
    line("api:answer_a_dispute", "OHM", relation=D, method="POST", body={"text": "x"}),
    post("api:withdraw_a_dispute", "E", relation=D),
    line("api:decide_a_dispute", "OHF", relation=A, method="POST", body=RULING),
    line("api:mark_dispute_mended", "OH", relation=M, method="POST", body={"text": "x"}),
]
MAKERS = {D: _open, A: _answered, M: _mending, F: _file}
"""How the thing of a relation is made: (letter, accounts) → parts of the address, None where it says nothing."""
ELSEWHERE = {
    "api:add_evidence_to_a_dispute": "needs a file; tests/desk/disputes/test_evidence_by_api.py",
    "disputes:new": "needs a line of the viewer's own statement; tests/desk/disputes/test_disputes.py",
    "api:file_a_dispute": "needs a line of the viewer's own statement; tests/desk/disputes/test_disputes.py",
}

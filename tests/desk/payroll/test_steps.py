"""A payout goes from managers over HR and finance to the owner; four eyes, and only on the lines that were read."""

import csv

import pytest

from merit.kernel.refusals import ConflictRefusal, NotAllowedRefusal, NotFoundRefusal
from merit_desk.audit.models import Entry
from merit_desk.notices.models import Notice
from merit_desk.payroll.actions.agree import agree, mend_slip, return_slip
from merit_desk.payroll.actions.approve import approve, return_payout
from merit_desk.payroll.actions.begin import begin_payout, send
from merit_desk.payroll.actions.keep_up import keep_up
from merit_desk.payroll.models import Approval, LineChange, Payout, Slip
from merit_desk.payroll.queries.lines import payout_digest
from merit_desk.payroll.queries.visible import payout_of, payouts_of, slips_of
from merit_desk.results.models import Release
from tests.desk.conftest import account_for, role_account, viewer_as
from tests.desk.payroll.world import BEFORE, OCTOBER, agreed, approved_by, begun, fresh, sent

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _folder(company_folder):
    return company_folder


def edited(folder, person, amount):
    """The person's first line paid with another amount, as if the period had been computed again."""
    file = folder / "results" / OCTOBER / "payouts.csv"
    with file.open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))
    next(row for row in rows if row["person"] == person)["amount"] = amount
    with file.open("w", encoding="utf-8", newline="") as out:
        writer = csv.DictWriter(out, rows[0].keys(), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
    data = folder / "results" / OCTOBER / "data.json"
    data.write_text(data.read_text("utf-8") + " ", "utf-8")


def test_a_draft_has_one_slip_per_person_whose_lines_add_up():
    payout = begun()
    assert {slip.person: slip.fen for slip in payout.slips.all()}["cat"] == 370_440
    assert all(slip.fen == sum(line["fen"] for line in slip.lines) for slip in payout.slips.all())
    assert Entry.objects.filter(action="payroll.began", subject=OCTOBER).exists()


@pytest.mark.parametrize("role", ["manager", "employee", "finance", "auditor", "stranger"])
def test_only_who_prepares_pay_begins(role):
    with pytest.raises(NotFoundRefusal):
        begin_payout(viewer_as(role), OCTOBER, BEFORE)


def test_it_needs_the_period_run_and_released_or_a_reason():
    with pytest.raises(ConflictRefusal, match=r"payroll\.not_run"):
        begin_payout(viewer_as("hr"), "2026-07")
    with pytest.raises(ConflictRefusal, match=r"payroll\.not_released"):
        begin_payout(viewer_as("hr"), OCTOBER)
    Release.objects.create(period=OCTOBER, person="", by=role_account("hr"))
    begin_payout(viewer_as("hr"), OCTOBER)
    with pytest.raises(ConflictRefusal, match=r"payroll\.begun_before"):
        begin_payout(viewer_as("hr"), OCTOBER)


def test_a_manager_sees_and_agrees_to_the_own_line_alone():
    payout = sent()
    leader = viewer_as("manager")
    assert {slip.person for slip in slips_of(leader, payout)} == {"ann", "bob", "cat"}
    assert {slip.person for slip in agree(leader, payout.pk)} == {"ann", "bob", "cat"}
    assert fresh(payout).state == "hr"
    with pytest.raises(NotFoundRefusal):
        agree(leader, payout.pk, ["leader"])


def test_nobody_agrees_to_their_own_statement():
    payout = sent()
    with pytest.raises(NotFoundRefusal):
        agree(viewer_as("employee"), payout.pk, ["cat"])


def test_without_anybody_between_a_person_and_the_owner_the_owner_agrees_at_the_end():
    account_for("nobody", "")
    role_account("hr")
    payout = begin_payout(viewer_as("hr"), OCTOBER, BEFORE)
    send(viewer_as("hr"), payout.pk)
    assert set(payout.slips.values_list("state", flat=True)) == {"above"}
    assert fresh(payout).state == "hr"


def test_a_returned_statement_holds_up_the_payout_until_it_is_settled():
    payout = sent()
    leader = viewer_as("manager")
    with pytest.raises(ConflictRefusal, match=r"payroll\.needs_reason"):
        return_slip(leader, payout.pk, "ann", " ")
    return_slip(leader, payout.pk, "ann", "R1 是公司发错货")
    agree(leader, payout.pk)
    assert fresh(payout).state == "managers"
    assert Notice.objects.filter(account=role_account("hr"), code="notice.payroll_slip_returned").exists()
    mend_slip(viewer_as("hr"), payout.pk, "ann", "已改由公司承担")
    assert Slip.objects.get(payout=payout, person="ann").state == "waiting"
    agree(leader, payout.pk)
    assert fresh(payout).state == "hr"


def test_three_approve_in_turn():
    payout = approved_by("hr", "finance", "owner")
    assert payout.state == "approved"
    assert [each.step for each in Approval.objects.filter(payout=payout)] == ["hr", "finance", "owner"]
    assert Entry.objects.filter(action="payroll.approve").count() == 3


@pytest.mark.parametrize("role", ["finance", "manager"])
def test_a_step_is_taken_by_those_whose_it_is(role):
    payout = agreed()
    with pytest.raises((NotAllowedRefusal, ConflictRefusal)):
        approve(viewer_as(role), payout.pk)


def test_nobody_takes_two_steps():
    payout = agreed()
    approve(viewer_as("owner"), payout.pk)
    with pytest.raises(ConflictRefusal, match=r"payroll\.two_steps"):
        approve(viewer_as("owner"), payout.pk)


def test_the_approver_s_own_statement_is_left_to_the_next_step():
    payout = approved_by("hr", "finance")
    Slip.objects.create(payout=payout, person="owner", digest="x", fen=0, lines=[], state="above")
    Slip.objects.filter(payout=payout, person="owner").delete()
    made = Approval.objects.filter(payout=payout)
    assert {each.except_person for each in made} == {""}


def test_a_return_voids_every_approval_and_says_why():
    payout = approved_by("hr", "finance")
    return_payout(viewer_as("owner"), payout.pk, "预算没谈好")
    assert fresh(payout).state == "returned"
    assert fresh(payout).note == "预算没谈好"
    assert not Approval.objects.filter(payout=payout, voided_at=None).exists()
    send(viewer_as("hr"), payout.pk)
    assert fresh(payout).state == "hr", "the managers' agreement to unchanged lines stands"


def test_approvals_fall_back_when_lines_change_and_the_page_says_whose(own_folder):
    payout = approved_by("hr", "finance")
    edited(own_folder, "cat", "3704.41")
    assert [person for person, _, _ in keep_up(payout)] == ["cat"]
    assert fresh(payout).state == "managers"
    assert not Approval.objects.filter(payout=payout, voided_at=None).exists()
    states = dict(payout.slips.values_list("person", "state"))
    assert (states["cat"], states["ann"]) == ("waiting", "agreed")
    change = LineChange.objects.get()
    assert (change.person, change.before[0]["fen"], change.after[0]["fen"]) == ("cat", 370_440, 370_441)
    assert Notice.objects.filter(code="notice.payroll_changed", account=role_account("finance")).exists()


def test_an_approval_of_lines_that_were_not_read_is_refused(own_folder):
    payout = agreed()
    seen = payout_digest(payout.slips.all())
    edited(own_folder, "cat", "3704.41")
    with pytest.raises(ConflictRefusal, match=r"payroll\.lines_changed"):
        approve(viewer_as("hr"), payout.pk, seen)
    assert fresh(payout).state == "managers"


@pytest.mark.parametrize("role", ["employee", "steward", "stranger"])
def test_a_payout_is_not_there_for_who_has_no_part_in_it(role):
    payout = sent()
    assert payouts_of(viewer_as(role)) == []
    with pytest.raises(NotFoundRefusal):
        payout_of(viewer_as(role), payout.pk)


def test_hard_budgets_stop_and_soft_ones_ask_for_a_reason(own_folder):
    (own_folder / "pay_budgets.csv").write_text(
        "period,amount,team,limit,reason\n2026-10,3704.39,north,soft,\n", "utf-8"
    )
    payout = agreed()
    with pytest.raises(ConflictRefusal, match=r"payroll\.over_needs_reason"):
        approve(viewer_as("hr"), payout.pk)
    approve(viewer_as("hr"), payout.pk, reason="客服旺季")
    (own_folder / "pay_budgets.csv").write_text("period,amount,team,limit,reason\n2026-10,100,,hard,\n", "utf-8")
    with pytest.raises(ConflictRefusal, match=r"payroll\.over_hard"):
        approve(viewer_as("finance"), payout.pk, reason="x")
    assert Payout.objects.get().state == "finance"

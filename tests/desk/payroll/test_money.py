"""From the freeze to the bank: the period is sealed, files add up, and everybody is paid the sum of their lines."""

import csv
import io
from datetime import date

import pytest

from merit.kernel.refusals import ConflictRefusal, NotFoundRefusal
from merit.rewards.payment.payout_steps import TransferMove
from merit_desk.audit.models import Entry
from merit_desk.payroll.actions.export import Asked, export
from merit_desk.payroll.actions.freeze import ask_to_freeze, freeze_payout
from merit_desk.payroll.actions.pay import Noted, mark_paid, note_transfer
from merit_desk.payroll.models import Payout, Slip, Transfer
from merit_desk.payroll.queries.blockers import freeze_blockers
from merit_desk.payroll.queries.ledger import arrived_by_person
from merit_desk.results.models import Release
from tests.desk.conftest import role_account, viewer_as
from tests.desk.payroll.world import OCTOBER, approved_by, fresh

pytestmark = pytest.mark.django_db
DAY = date(2026, 11, 5)


@pytest.fixture
def frozen(own_folder):
    """A payout whose period is taken as sealed; the sealing itself is tried below."""
    payout = approved_by("hr", "finance", "owner")
    Payout.objects.filter(pk=payout.pk).update(state="frozen")
    return fresh(payout)


def taken(payout, layout, **more):
    return export(viewer_as("finance"), payout.pk, Asked(layout, DAY, "B-1"), **more)


def test_freezing_seals_the_period_and_locks_the_payout(own_folder):
    payout = approved_by("hr", "finance", "owner")
    freeze_payout(role_account("finance").pk, payout.pk)
    assert fresh(payout).state == "frozen"
    assert (own_folder / "sealed" / OCTOBER / "seal.json").is_file()
    assert Entry.objects.filter(action="payroll.freeze").exists()
    with pytest.raises(ConflictRefusal):
        ask_to_freeze(viewer_as("finance"), payout.pk)


def test_only_an_approved_payout_is_frozen_and_only_by_who_approves_pay(company_folder):
    payout = approved_by("hr", "finance")
    with pytest.raises(ConflictRefusal):
        ask_to_freeze(viewer_as("finance"), payout.pk)
    with pytest.raises(NotFoundRefusal):
        ask_to_freeze(viewer_as("hr"), payout.pk)


def test_an_earlier_payout_is_frozen_first(company_folder):
    payout = approved_by("hr", "finance", "owner")
    Payout.objects.create(period="2026-09", currency="CNY", made_by=role_account("hr"))
    assert "payroll.block.earlier" in {each.code for each in freeze_blockers(payout)}


def test_the_payroll_file_adds_up_to_the_statements(frozen):
    made = taken(frozen, "payroll-csv")
    rows = list(csv.DictReader(io.StringIO(made.file.content.decode("utf-8-sig"))))
    total = sum(round(float(row["应发合计"]) * 100) for row in rows)
    assert total == sum(frozen.slips.values_list("fen", flat=True)) == made.noted.fen
    assert fresh(frozen).state == "exported"
    assert Entry.objects.get(action="payroll.file_taken").after["digest"] == made.noted.digest


def test_nothing_is_exported_before_the_freeze_or_without_the_right(own_folder):
    payout = approved_by("hr", "finance", "owner")
    with pytest.raises(ConflictRefusal):
        taken(payout, "payroll-csv")
    with pytest.raises(NotFoundRefusal):
        export(viewer_as("hr"), payout.pk, Asked("payroll-csv", DAY))


def test_a_bank_file_needs_an_account_of_everybody_who_is_paid(frozen, own_folder):
    with pytest.raises(ConflictRefusal, match=r"payroll\.no_accounts_file"):
        taken(frozen, "bank-delimited")
    file = own_folder / "bank_accounts.csv"
    file.write_text("person,account,bank,holder\ncat,6222 0000 0000 0001,工行,凯特\n", "utf-8")
    with pytest.raises(ConflictRefusal, match=r"payroll\.no_account"):
        taken(frozen, "bank-delimited")
    paid = frozen.slips.filter(fen__gt=0).values_list("person", flat=True)
    file.write_text("person,account\n" + "".join(f"{person},62220000{at}\n" for at, person in enumerate(paid)), "utf-8")
    lines = taken(frozen, "bank-delimited").file.content.decode("gb18030").splitlines()
    assert lines[0].split("|")[2:] == [
        str(len(paid)),
        f"{sum(frozen.slips.values_list('fen', flat=True)) / 100:.2f}",
        "B-1",
    ]


def test_everybody_is_paid_the_sum_of_their_lines(frozen):
    Payout.objects.filter(pk=frozen.pk).update(state="exported")
    mark_paid(viewer_as("finance"), frozen.pk, Noted(DAY, "B-1"))
    assert fresh(frozen).state == "paid"
    assert {each.slip.person: each.fen for each in Transfer.objects.all()} == dict(
        frozen.slips.values_list("person", "fen")
    )


def test_what_the_bank_sends_back_is_paid_later(frozen):
    Payout.objects.filter(pk=frozen.pk).update(state="exported")
    finance = viewer_as("finance")
    mark_paid(finance, frozen.pk, Noted(DAY, "B-1"), {"cat": "户名不符"})
    assert "cat" not in arrived_by_person([OCTOBER])
    assert arrived_by_person([OCTOBER])["ann"] == Slip.objects.get(payout=frozen, person="ann").fen
    note_transfer(finance, frozen.pk, "cat", TransferMove.PAY, Noted(date(2026, 11, 9), "B-2"))
    assert arrived_by_person([OCTOBER])["cat"] == 370_440
    with pytest.raises(ConflictRefusal, match=r"transfer\.stands\.paid"):
        note_transfer(finance, frozen.pk, "cat", TransferMove.PAY, Noted(DAY))
    note_transfer(finance, frozen.pk, "cat", TransferMove.FAIL, Noted(DAY, reason="销户"))
    assert arrived_by_person([OCTOBER])["cat"] == 0


def test_strangers_to_pay_mark_nothing(frozen):
    Payout.objects.filter(pk=frozen.pk).update(state="exported")
    for role in ("hr", "manager", "employee"):
        with pytest.raises(NotFoundRefusal):
            mark_paid(viewer_as(role), frozen.pk, Noted(DAY))


def test_an_employee_sees_state_and_payslip_of_the_own_released_statement(frozen, as_employee):
    address = f"/payroll/{frozen.pk}/people/cat/payslip.pdf"
    assert as_employee.get(address).status_code == 404
    Release.objects.create(period=OCTOBER, person="", by=role_account("hr"))
    answer = as_employee.get(address)
    assert answer.status_code == 200
    assert answer.content.startswith(b"%PDF")
    assert as_employee.get(f"/payroll/{frozen.pk}/people/ann/payslip.pdf").status_code == 404
    assert "已冻结" in as_employee.get(f"/periods/{OCTOBER}/people/cat/").content.decode()
    assert as_employee.get(f"/payroll/{frozen.pk}/").status_code == 404
    assert "我的奖金条" in as_employee.get("/payroll/").content.decode()

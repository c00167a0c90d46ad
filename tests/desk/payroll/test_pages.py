"""The pages of a pay run, walked by each role."""

import pytest

from merit_desk.payroll.models import Payout
from tests.desk.payroll.world import BEFORE, OCTOBER, agreed, begun, fresh, sent

pytestmark = pytest.mark.django_db


def test_hr_begins_and_sends(own_folder, as_hr, as_manager):
    answer = as_hr.post("/payroll/begin/", {"period": OCTOBER})
    assert answer.status_code == 422
    assert "没有开通" in answer.content.decode()
    assert as_hr.post("/payroll/begin/", {"period": OCTOBER, "unreleased": BEFORE}).status_code == 302
    payout = Payout.objects.get()
    assert as_hr.get(f"/payroll/{payout.pk}/").status_code == 200
    as_hr.post(f"/payroll/{payout.pk}/send/")
    assert fresh(payout).state == "managers"
    text = as_manager.get(f"/payroll/{payout.pk}/").content.decode()
    assert "全部同意" in text
    assert "凯特" in text
    assert "李得" not in text.split('id="slips"')[1]
    as_manager.post(f"/payroll/{payout.pk}/agree/")
    assert fresh(payout).state == "hr"


def test_a_manager_returns_one_with_a_reason(company_folder, as_manager, as_hr):
    payout = sent()
    address = f"/payroll/{payout.pk}/people/ann/return/"
    assert as_manager.get(address).status_code == 200
    assert as_manager.post(address, {"text": ""}).status_code == 422
    as_manager.post(address, {"text": "少算了一单"})
    assert payout.slips.get(person="ann").state == "returned"
    assert "少算了一单" in as_hr.get(f"/payroll/{payout.pk}/people/ann/mend/").content.decode()


def test_every_step_has_its_page(company_folder, as_hr, as_finance, as_owner):
    payout = agreed()
    for client in (as_hr, as_finance, as_owner):
        page = client.get(f"/payroll/{payout.pk}/")
        seen = page.context["seen"]
        assert client.post(f"/payroll/{payout.pk}/approve/", {"seen": seen}).status_code == 302
    assert fresh(payout).state == "approved"
    assert "冻结" in as_finance.get(f"/payroll/{payout.pk}/freeze/ask/").content.decode()
    for place in ("refunds/", "files/", "return/"):
        assert as_finance.get(f"/payroll/{payout.pk}/{place}").status_code == 200, place
    assert as_finance.get("/payroll/ledger/").status_code == 200


def test_marking_as_paid_names_who_was_not(own_folder, as_finance):
    payout = agreed()
    Payout.objects.filter(pk=payout.pk).update(state="exported")
    address = f"/payroll/{payout.pk}/pay/"
    wrong = as_finance.post(address, {"day": "2026-11-05", "failed": "nobody，x"})
    assert wrong.status_code == 422
    assert "nobody" in wrong.content.decode()
    as_finance.post(address, {"day": "2026-11-05", "reference": "B1", "failed": "cat，户名不符"})
    assert payout.slips.get(person="cat").transfer == "failed"
    page = as_finance.get(f"/payroll/{payout.pk}/?state=failed")
    assert "凯特" in page.content.decode()
    again = f"/payroll/{payout.pk}/people/cat/transfer/"
    assert as_finance.get(again).status_code == 200
    as_finance.post(again, {"day": "2026-11-09", "reference": "B2"})
    assert payout.slips.get(person="cat").transfer == "paid"


def test_the_home_page_tells_each_what_waits(company_folder, as_manager, as_hr):
    payout = begun()
    assert "发放单还没发给上级" in as_hr.get("/", follow=True).content.decode() or payout
    as_hr.post(f"/payroll/{payout.pk}/send/")
    from merit_desk.payroll.queries.waiting import waiting_here
    from tests.desk.conftest import viewer_as

    (mine,) = waiting_here(viewer_as("manager"))
    assert mine.count == 3
    assert list(waiting_here(viewer_as("employee"))) == []


def test_an_employee_reads_of_their_own_statements_and_not_of_approvals(company_folder, as_employee, as_hr):
    page = as_employee.get("/payroll/").content.decode()
    assert "还没有给你发放过" in page
    assert "审批" not in page.split("<main")[1]
    assert "先处理等你审批的发放单" in as_hr.get("/payroll/").content.decode()


def test_every_part_of_an_amount_names_itself_on_a_phone(company_folder, as_hr):
    page = as_hr.get(f"/payroll/{begun().pk}/").content.decode()
    row = next(each for each in page.split("<tr>") if "凯特" in each)
    assert 'data-l="奖金">3,704.40' in row
    assert 'class="r hide" data-l="提成"' in row

"""Ways round the lookup: every one ends at what the viewer may see anyway."""

import json

import pytest

from merit_desk.accounts.access import Role
from merit_desk.accounts.viewer import viewer_for
from merit_desk.api.actions.tokens import make_token
from merit_desk.api.scopes import EVERY_SCOPE
from merit_desk.explorer.models import Card, Dashboard
from merit_desk.jobs.models import Job
from merit_desk.results.models import Release
from tests.desk.conftest import account_for, client_for, role_account
from tests.desk.pages import text

OCTOBER = "grain=whole&span=own&from=2026-10&to=2026-10"


@pytest.fixture
def sharing_a_shop(own_folder):
    """cat has a share in the shop of ann and bob."""
    with (own_folder / "credits.csv").open("a", encoding="utf-8") as file:
        file.write("shop,s2,cat,0.5,,2026-10-15,\n")
    return client_for(role_account("employee"))


def test_a_share_in_a_shop_shows_the_shop_and_not_what_others_did_there(sharing_a_shop):
    assert sharing_a_shop.get(f"/explorer/view.csv?kpi=paid_sales&by=shop&{OCTOBER}").status_code == 200
    said = sharing_a_shop.get(f"/explorer/view.csv?kpi=paid_sales&by=person&shop=s2&{OCTOBER}").content.decode()
    assert "鲍勃" not in said
    assert sharing_a_shop.get("/periods/live/why/kpi/2026-10/paid_sales/shop/s2/").status_code == 200
    why = "/periods/live/why/kpi/2026-10/paid_sales/person/bob/"
    for address in (f"{why}?where=shop:s2", f"{why}rows.csv?where=shop:s2", why):
        assert sharing_a_shop.get(address).status_code == 404, address


def test_a_person_is_no_condition_by_which_a_sum_of_the_company_is_cut(as_employee):
    why = "/periods/live/why/kpi/2026-10/reply_3min/company/company/"
    for condition in ("person:ann", "team:south", "company:company", "agent:cs2"):
        assert as_employee.get(f"{why}?where={condition}").status_code == 404


def test_a_card_shared_with_a_role_shows_each_reader_their_own_sight(company_folder):
    steward = role_account("steward")
    board = Dashboard.objects.create(title="all", owner=steward, role=Role.EMPLOYEE)
    for at, node in enumerate(("ann", "")):
        Card.objects.create(
            dashboard=board, position=at, kind="table", query=f"kpi=paid_sales&by=person&node={node}&{OCTOBER}"
        )
    cat = client_for(role_account("employee"))
    shown = cat.get(f"/explorer/boards/{board.pk}/")
    assert shown.status_code == 200
    assert "安安" not in text(shown)
    for node in ("ann", ""):
        card = cat.get(f"/explorer/card/?as=table&kpi=paid_sales&by=person&node={node}&{OCTOBER}")
        assert "安安" not in card.content.decode()
        assert "4,200" not in card.content.decode()


def test_the_finder_finds_nobody_else(as_employee):
    for words in ("安安", "ann", "李得", "86.67"):
        assert "/people/ann/" not in as_employee.get("/find/", {"q": words}).content.decode()
        assert "/people/leader/" not in as_employee.get("/find/", {"q": words}).content.decode()


def test_no_total_lets_hr_work_out_their_own_result_before_release(company_folder):
    """100 % less what the others have would be one's own."""
    client = client_for(account_for("hr-cat", "cat", Role.HR))
    whole = client_for(role_account("owner"))
    for address in ("/periods/2026-10/", "/periods/2026-10/why/payable/", "/", "/periods/2026-10/people/?q="):
        shown = client.get(address)
        if shown.status_code == 200:
            assert "3,704.40" not in shown.content.decode(), address
            assert "5,76" not in shown.content.decode() or address == "/", address
    assert "3,704.40" in whole.get("/periods/2026-10/").content.decode()


def test_a_manager_sees_neither_themselves_nor_a_sum_with_themselves_in_it_before_release(as_manager):
    assert as_manager.get("/periods/2026-10/people/leader/").status_code == 404
    secret = make_token(viewer_for(as_manager.account), "x", EVERY_SCOPE, 30)[1]
    sent = {"authorization": f"Bearer {secret}"}
    as_manager.logout()
    scores = as_manager.get("/api/v1/periods/2026-10/scores", headers=sent).json()["items"]
    assert {each["person"] for each in scores} == {"ann", "bob", "cat"}
    payouts = as_manager.get("/api/v1/periods/2026-10/payouts", headers=sent).json()["items"]
    assert "leader" not in {each["person"] for each in payouts}
    Release.objects.create(period="2026-10", by=role_account("hr"))
    scores = as_manager.get("/api/v1/periods/2026-10/scores", headers=sent).json()["items"]
    assert "leader" in {each["person"] for each in scores}


@pytest.mark.parametrize(
    "address",
    [
        "/periods/2026-10/people/{}/score",
        "/periods/2026-10/people/{}/statement",
        "/people/{}",
        "/values/explanation?kpi=paid_sales&node_kind=person&node={}&period=2026-10",
        "/values/rows?kpi=paid_sales&node_kind=person&node={}&period=2026-10",
    ],
)
def test_an_error_does_not_tell_whether_a_colleague_exists(company_folder, address):
    account = role_account("employee")
    secret = make_token(viewer_for(account), "x", EVERY_SCOPE, 30)[1]
    client = client_for(account)
    client.logout()
    answers = []
    for who in ("ann", "zzz9"):
        answer = client.get(f"/api/v1{address.format(who)}", headers={"authorization": f"Bearer {secret}"})
        said = json.loads(answer.content)
        said.pop("request_id", None)
        answers.append((answer.status_code, json.dumps(said, ensure_ascii=False).replace(who, "?")))
    assert answers[0] == answers[1]
    assert answers[0][0] == 404


def test_somebody_elses_job_and_one_that_never_was_answer_alike(company_folder):
    job = Job.objects.create(kind="periods.run", started_by=role_account("hr"))
    cat = client_for(role_account("employee"))
    for number in (job.pk, job.pk + 999):
        assert cat.get(f"/jobs/{number}/").status_code == 404
        assert cat.post(f"/jobs/{number}/cancel/").status_code == 404


def test_the_steward_reads_no_wage_whatever_the_column_is_called(own_folder):
    file = own_folder / "people.csv"
    lines = file.read_text("utf-8-sig")
    file.write_text(lines.replace("bonus_base,wage", "Bonus_Base, WAGE "), "utf-8")
    shown = client_for(role_account("steward")).get("/documents/history/people.csv")
    if shown.status_code == 200:
        assert "12000" not in shown.content.decode()
        assert "20000" not in shown.content.decode()

"""The demo's accounts stand on the sign-in page; the terminal of the machine lets a locked-out owner in."""

from datetime import date

import pytest

from merit.kernel.refusals import NotFoundRefusal
from merit_desk.accounts import demo
from merit_desk.accounts.access import Role
from merit_desk.accounts.actions.demo import make_demo_accounts
from merit_desk.accounts.actions.rescue import rescue_link
from merit_desk.accounts.models import Account
from merit_desk.accounts.viewer import viewer_for
from merit_desk.results.queries.open_company import declared_company
from tests.desk.accounts.conftest import PASSWORD, sign_in
from tests.desk.conftest import role_account
from tests.desk.pages import text


def test_the_demo_has_an_account_of_each_role_and_the_page_lists_them(nobody):
    assert "演示账号" not in text(nobody.get("/sign-in/"))
    made = make_demo_accounts(declared_company(), date(2026, 10, 15))
    assert {account.username for account in made} == {role.value for role in Role}
    for account in made:
        assert Role(account.username) in viewer_for(account).roles
    assert "演示账号" in text(nobody.get("/sign-in/"))
    assert sign_in(nobody, "finance", demo.PASSWORD).status_code == 302
    assert make_demo_accounts(declared_company(), date(2026, 10, 15)) == []


def test_an_account_that_is_no_demo_is_never_listed(nobody, cat):
    assert cat.name not in text(nobody.get("/sign-in/"))


def test_a_locked_owner_gets_in_by_a_link_from_the_terminal(nobody, company_folder):
    owner = role_account("owner")
    owner.is_active = False
    owner.save()
    link = rescue_link("Owner", owner=False, host="http://127.0.0.1")
    nobody.post(link.removeprefix("http://127.0.0.1"), {"password": PASSWORD, "again": PASSWORD})
    assert nobody.get("/accounts/").status_code == 200


def test_the_first_owner_is_made_only_when_asked_for(company_folder):
    with pytest.raises(NotFoundRefusal):
        rescue_link("wang", owner=False, host="")
    rescue_link("wang", owner=True, host="")
    assert viewer_for(Account.objects.get(username="wang")).roles == {Role.OWNER}

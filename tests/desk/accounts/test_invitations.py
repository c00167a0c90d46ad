"""A new account gets a link; the link sets the password once, ends, and never opens somebody else's account."""

import re
from datetime import timedelta

from django.core import mail

from merit_desk.accounts.actions import invitations
from merit_desk.accounts.models import Account
from merit_desk.audit.models import Entry
from tests.desk.accounts.conftest import PASSWORD, sign_in
from tests.desk.conftest import account_for, client_for, role_account
from tests.desk.pages import parsed, text

NEW = {"name": "林小满", "username": "Lin.Xiaoman", "person": "bob", "email": "lin@example.com", "language": "zh"}


def made(client, **changed):
    return client.post("/accounts/new/", NEW | changed)


def link_from(client, account):
    page = client.post(f"/accounts/{account.pk}/invitation/")
    return re.search(r'value="http://127\.0\.0\.1(/accounts/invitations/[^"]+)"', page.content.decode())[1]


def invited_link(client):
    made(client)
    account = Account.objects.get(username="lin.xiaoman")
    return account, link_from(client, account)


def test_hr_makes_an_account_and_the_person_sets_the_password(as_hr, nobody):
    account, link = invited_link(as_hr)
    assert (account.name, account.person, account.has_usable_password()) == ("林小满", "bob", False)
    page = nobody.get(link)
    assert "林小满，设好密码就能进来。" in text(page)
    assert parsed(page).inline == []
    assert nobody.post(link, {"password": PASSWORD, "again": PASSWORD})["Location"] == "/"
    assert nobody.get("/accounts/me/").status_code == 200
    nobody.post("/sign-out/")
    assert sign_in(nobody, "lin@example.com").status_code == 302
    done = Entry.objects.filter(subject=str(account.pk), subject_kind="account").values_list("action", flat=True)
    assert {"accounts.made", "accounts.invited", "accounts.accepted"} <= set(done)


def test_a_used_an_older_and_an_outdated_link_have_ended(as_hr, nobody, monkeypatch):
    account, first = invited_link(as_hr)
    second = link_from(as_hr, account)
    assert nobody.get(first).status_code == 410
    monkeypatch.setattr(invitations, "LASTS", timedelta(seconds=-1))
    assert nobody.get(second).status_code == 410
    monkeypatch.setattr(invitations, "LASTS", timedelta(days=7))
    nobody.post(second, {"password": PASSWORD, "again": PASSWORD})
    nobody.post("/sign-out/")
    assert "链接只能用一次" in text(nobody.get(second))


def test_a_changed_link_opens_nothing(as_hr, nobody):
    account, link = invited_link(as_hr)
    assert nobody.get(link.replace(f"/{account.pk}.", f"/{account.pk - 1}.")).status_code == 410


def test_a_link_of_a_locked_account_opens_nothing(as_hr, nobody):
    account, link = invited_link(as_hr)
    as_hr.post(f"/accounts/{account.pk}/lock/")
    assert nobody.get(link).status_code == 410


def test_two_different_or_weak_passwords_are_refused_in_words(as_hr, nobody):
    _, link = invited_link(as_hr)
    assert "两遍输得不一样" in text(nobody.post(link, {"password": PASSWORD, "again": "other-one-here"}))
    assert "至少要 10 个字符" in text(nobody.post(link, {"password": "short", "again": "short"}))


def test_the_link_goes_out_by_mail_where_a_mail_server_is_set(as_hr, settings):
    settings.EMAIL_HOST = "mail.example"
    _, link = invited_link(as_hr)
    assert mail.outbox[-1].to == ["lin@example.com"]
    assert link in mail.outbox[-1].body


def test_a_link_signs_the_account_out_and_ends_its_password(as_hr, nobody, cat):
    sign_in(nobody, "cat")
    link_from(as_hr, cat)
    assert nobody.get("/accounts/me/").status_code == 302
    assert sign_in(nobody, "cat").status_code == 200


def test_wrong_entries_are_said_beside_their_field_and_what_was_typed_stays(as_hr, cat):
    answer = made(as_hr, username="bad name", person="nobody-here", email="cat@example.com")
    page = text(answer)
    assert answer.status_code == 422
    for words in ("登录名只能用字母、数字", "人员表里没有 nobody-here", "这个邮箱已经是另一个账号的"):
        assert words in page
    assert 'value="bad name"' in answer.content.decode()
    assert "这个员工已经有账号了" in text(made(as_hr, person="cat"))
    assert "这个登录名有人用了" in text(made(as_hr, username="CAT"))


def test_who_may_not_look_after_accounts_finds_no_such_page(company_folder):
    target = account_for("bob", "bob")
    for role in ("manager", "employee", "steward", "finance", "auditor", "stranger"):
        client = client_for(role_account(role))
        for path in ("/accounts/", "/accounts/new/", f"/accounts/{target.pk}/"):
            assert client.get(path).status_code == 404, (role, path)
        for path in ("invitation", "roles", "links", "links/end", "lock", "open", "second-factor/end"):
            assert client.post(f"/accounts/{target.pk}/{path}/").status_code == 404, (role, path)
    assert Account.objects.get(pk=target.pk).is_active

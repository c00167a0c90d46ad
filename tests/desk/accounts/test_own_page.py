"""One's own page: language and theme, a new address, and where else one is signed in."""

import re

from django.core import mail
from django.test import Client

from merit_desk.accounts.models import Account
from merit_desk.audit.models import Entry
from tests.desk.accounts.conftest import PASSWORD, sign_in
from tests.desk.pages import parsed, text

PAGES = ("", "password/", "address/", "two-factors/", "sessions/", "links/", "again/")


def test_every_page_opens_in_both_languages_with_nothing_inline(nobody, cat):
    sign_in(nobody, "cat")
    for language in ("zh", "en"):
        for page in PAGES:
            answer = nobody.get(f"/accounts/me/{page}?lang={language}")
            assert answer.status_code == 200, page
            assert parsed(answer).inline == [], page
            assert "accounts." not in text(answer), page


def test_language_and_theme_are_kept_with_the_account_and_in_the_browser(nobody, cat):
    sign_in(nobody, "cat")
    answer = nobody.post("/accounts/me/", {"language": "en", "theme": "dark"})
    assert (answer.cookies["merit_lang"].value, answer.cookies["merit_theme"].value) == ("en", "dark")
    account = Account.objects.get(pk=cat.pk)
    assert (account.language, account.theme) == ("en", "dark")
    assert "My account" in text(nobody.get("/accounts/me/"))
    nobody.post("/accounts/me/", {"language": "en", "theme": "system"})
    assert Account.objects.get(pk=cat.pk).theme == ""
    assert Entry.objects.filter(action="accounts.looks_chosen", account=cat).count() == 2


def test_a_new_address_counts_only_after_the_link_in_the_mail(nobody, cat):
    sign_in(nobody, "cat")
    nobody.post("/accounts/me/address/", {"email": "new@example.com", "action_add": ""})
    assert Account.objects.get(pk=cat.pk).email == "cat@example.com"
    assert "new@example.com 待确认" in text(nobody.get("/accounts/me/"))
    confirmation = next(each for each in mail.outbox if each.to == ["new@example.com"])
    link = re.search(r"http://127\.0\.0\.1(/\S+)", confirmation.body)[1]
    assert "new@example.com" in text(nobody.get(link))
    nobody.post(link)
    assert Account.objects.get(pk=cat.pk).email == "new@example.com"


def test_other_devices_are_listed_and_signed_out(nobody, cat):
    elsewhere = Client(SERVER_NAME="127.0.0.1")
    agent = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605 wxwork/4.1"
    sign_in(elsewhere, "cat", headers={"user-agent": agent})
    sign_in(nobody, "cat")
    assert "企业微信 · iPhone" in text(nobody.get("/accounts/me/sessions/"))
    nobody.post("/accounts/me/sessions/")
    assert elsewhere.get("/accounts/me/").status_code == 302
    assert nobody.get("/accounts/me/").status_code == 200


def test_a_form_sent_after_the_session_ended_leads_back_to_its_page(nobody, cat):
    answer = nobody.post("/accounts/me/", {"language": "en"}, headers={"referer": "http://127.0.0.1/accounts/me/?x=1"})
    assert answer["Location"] == "/sign-in/?next=%2Faccounts%2Fme%2F%3Fx%3D1"


def test_a_form_without_its_mark_changes_nothing_and_shows_what_was_typed_but_no_password(cat):
    client = Client(SERVER_NAME="127.0.0.1", enforce_csrf_checks=True)
    typed = {"note": "三行\n文字", "password": PASSWORD, "csrfmiddlewaretoken": "x"}
    answer = client.post("/sign-in/", typed, headers={"referer": "http://127.0.0.1/sign-in/"})
    page = answer.content.decode()
    assert answer.status_code == 403
    assert "三行<br>文字" in page
    assert PASSWORD not in page
    assert 'href="http://127.0.0.1/sign-in/"' in page
    foreign = client.post("/sign-in/", typed, headers={"referer": "https://example.com/evil"})
    assert "example.com" not in foreign.content.decode()


def test_ones_own_page_leads_to_ones_tokens(nobody, cat):
    sign_in(nobody, "cat")
    assert 'href="/settings/tokens/"' in nobody.get("/accounts/me/").content.decode()
    assert nobody.get("/settings/tokens/").status_code == 200

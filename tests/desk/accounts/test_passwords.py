"""Forgotten, changed and first passwords, and the rules in words."""

import re

import pytest
from django.core import mail

from merit_desk.audit.models import Entry
from tests.desk.accounts.conftest import PASSWORD, sign_in
from tests.desk.conftest import client_for
from tests.desk.pages import text

NEW = "orchard-lantern-nine"


def link_of_the_mail():
    return re.search(r"http://127\.0\.0\.1(/\S+)", mail.outbox[-1].body)[1]


def reset(client, link, password=NEW):
    form = client.get(link)["Location"]
    return client.post(form, {"password1": password, "password2": password})


def test_a_forgotten_password_is_reset_by_a_link_that_works_once(nobody, cat):
    nobody.post("/sign-in/forgotten/", {"email": "cat@example.com"})
    assert mail.outbox[-1].subject == "绩衡：重设密码"
    link = link_of_the_mail()
    assert reset(nobody, link)["Location"] == "/sign-in/forgotten/done/"
    assert sign_in(nobody, "cat", NEW).status_code == 302
    nobody.post("/sign-out/")
    assert "用过了" in text(nobody.get(link, follow=True))


def test_an_unknown_address_gets_the_same_answer_and_no_mail(nobody, cat):
    known = nobody.post("/sign-in/forgotten/", {"email": "cat@example.com"})
    sent = len(mail.outbox)
    unknown = nobody.post("/sign-in/forgotten/", {"email": "dog@example.com"})
    assert (known.status_code, known["Location"]) == (unknown.status_code, unknown["Location"])
    assert len(mail.outbox) == sent == 1


def test_the_mail_is_in_the_readers_language(nobody, cat):
    nobody.get("/sign-in/?lang=en")
    nobody.post("/sign-in/forgotten/", {"email": "cat@example.com"})
    assert mail.outbox[-1].subject == "Merit: reset your password"
    assert "works for 2 hours and once" in mail.outbox[-1].body


@pytest.mark.parametrize(
    ("password", "words"),
    [("seven-77", "至少"), ("1234567890123", "数字"), ("password123", "常见"), ("cat@example.com", "太像")],
)
def test_a_weak_password_is_refused_with_the_reason(nobody, cat, password, words):
    client = client_for(cat)
    answer = client.post(
        "/accounts/me/password/", {"oldpassword": PASSWORD, "password1": password, "password2": password}
    )
    assert answer.status_code == 200
    error = re.search(r'id="id_password1_error".*?</p>', answer.content.decode(), re.DOTALL)[0]
    assert words in error, error


def test_the_rules_stand_beside_the_field(cat):
    assert "至少 10 个字符" in text(client_for(cat).get("/accounts/me/password/"))


def test_two_different_entries_are_refused(cat):
    answer = client_for(cat).post(
        "/accounts/me/password/", {"oldpassword": PASSWORD, "password1": NEW, "password2": "orchard-lantern-ten"}
    )
    assert answer.status_code == 200


def test_a_new_password_ends_the_sessions_elsewhere_and_is_told_by_mail(nobody, cat):
    sign_in(nobody, "cat")
    elsewhere = client_for(cat)
    done = nobody.post("/accounts/me/password/", {"oldpassword": PASSWORD, "password1": NEW, "password2": NEW})
    assert done["Location"] == "/accounts/me/"
    assert nobody.get("/accounts/me/").status_code == 200
    assert elsewhere.get("/accounts/me/").status_code == 302
    assert mail.outbox[-1].subject == "绩衡：密码改了"
    assert Entry.objects.filter(action="accounts.password_changed", account=cat).count() == 1


def test_passwords_never_reach_the_trail(nobody, cat):
    sign_in(nobody, "cat")
    nobody.post("/accounts/me/password/", {"oldpassword": PASSWORD, "password1": NEW, "password2": NEW})
    written = " ".join(f"{entry.before} {entry.after} {entry.subject}" for entry in Entry.objects.all())
    assert PASSWORD not in written
    assert NEW not in written

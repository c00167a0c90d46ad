"""Signing in by name or address, what is said when it fails, and where one lands."""

from tests.desk.accounts.conftest import PASSWORD, sign_in
from tests.desk.pages import parsed, text


def test_the_page_is_chinese_first_and_english_on_request(nobody):
    assert "用账号和密码，或公司的登录方式。" in text(nobody.get("/sign-in/"))
    page = text(nobody.get("/sign-in/?lang=en"))
    assert "Account or mail address" in page
    assert "密码" not in page


def test_nothing_on_the_page_is_inline(nobody):
    assert parsed(nobody.get("/sign-in/")).inline == []


def test_name_or_address_and_password_open_the_front_page(nobody, cat):
    for login in ("cat", "CAT", "cat@example.com"):
        answer = sign_in(nobody, login)
        assert (answer.status_code, answer["Location"]) == (302, "/")
        nobody.post("/sign-out/")


def test_signing_in_leads_back_to_the_page_that_was_asked_for(nobody, cat):
    answer = nobody.get("/periods/2026-10/")
    assert answer["Location"] == "/sign-in/?next=%2Fperiods%2F2026-10%2F"
    answer = nobody.post("/sign-in/", {"login": "cat", "password": PASSWORD, "next": "/periods/2026-10/"})
    assert answer["Location"] == "/periods/2026-10/"


def test_nobody_is_sent_to_another_site_after_signing_in(nobody, cat):
    answer = nobody.post("/sign-in/", {"login": "cat", "password": PASSWORD, "next": "https://example.com/"})
    assert answer["Location"] == "/"


def test_a_wrong_password_and_an_unknown_name_get_the_same_words_and_keep_the_name(nobody, cat):
    wrong, unknown = sign_in(nobody, "cat", "not it at all"), sign_in(nobody, "nobody", "not it at all")
    assert "账号或密码不对" in text(wrong)
    assert text(wrong).replace("cat", "") == text(unknown).replace("nobody", "")
    assert 'value="cat"' in wrong.content.decode()


def test_the_password_is_kept_as_argon2(cat):
    assert cat.password.startswith("argon2$argon2id$")


def test_a_locked_account_is_told_so_only_after_the_right_password(nobody, cat):
    cat.is_active = False
    cat.save()
    assert sign_in(nobody, "cat", "not it at all").status_code == 200
    answer = sign_in(nobody, "cat")
    assert answer["Location"] == "/sign-in/locked/"
    assert "停用" in text(nobody.get("/sign-in/locked/"))


def test_a_session_of_a_locked_account_ends_at_once(nobody, cat):
    sign_in(nobody, "cat")
    assert nobody.get("/accounts/me/").status_code == 200
    cat.is_active = False
    cat.save()
    assert nobody.get("/accounts/me/").status_code == 302


def test_signing_out_asks_first_and_then_ends_the_session(nobody, cat):
    sign_in(nobody, "cat")
    assert nobody.get("/sign-out/").status_code == 200
    nobody.post("/sign-out/")
    assert nobody.get("/accounts/me/").status_code == 302

"""The second factor: switched on with a code from the phone, asked for at every sign-in, rescued by recovery codes."""

import re

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time

from merit_desk.audit.models import Entry
from tests.desk.accounts.conftest import PASSWORD, sign_in
from tests.desk.conftest import client_for
from tests.desk.pages import parsed, text


def code_of(secret, later=0):
    """What the phone shows; the second of the three codes that are accepted is the present one."""
    counters = list(yield_hotp_counters_from_time())
    return format_hotp_value(hotp_value(secret, counters[1 + later]))


@pytest.fixture
def guarded(nobody, cat):
    """`cat` has switched it on; the secret that the phone knows."""
    sign_in(nobody, "cat")
    again = nobody.get("/accounts/me/two-factors/app/")
    assert again["Location"].startswith("/accounts/me/again/")
    nobody.post("/accounts/me/again/", {"password": PASSWORD, "next": "/accounts/me/two-factors/app/"})
    page = nobody.get("/accounts/me/two-factors/app/")
    secret = re.search(r'class="mono secret">(\w+)<', page.content.decode())[1]
    done = nobody.post("/accounts/me/two-factors/app/", {"code": code_of(secret, -1)})
    assert done["Location"] == "/accounts/me/two-factors/codes/"
    return secret


def test_the_qr_code_is_a_picture_of_our_own(nobody, cat):
    sign_in(nobody, "cat")
    nobody.post("/accounts/me/again/", {"password": PASSWORD, "next": "/"})
    page = parsed(nobody.get("/accounts/me/two-factors/app/"))
    pictures = [found["src"] for tag, found in page.opens if tag == "img"]
    assert [source.partition(",")[0] for source in pictures] == ["data:image/svg+xml;base64"]
    assert page.inline == []


def test_from_then_on_the_password_alone_does_not_open(nobody, guarded):
    nobody.post("/sign-out/")
    assert sign_in(nobody, "cat")["Location"] == "/sign-in/second-step/"
    assert nobody.get("/accounts/me/").status_code == 302
    assert "验证码不对" in text(nobody.post("/sign-in/second-step/", {"code": "000000"}))
    assert nobody.post("/sign-in/second-step/", {"code": code_of(guarded)})["Location"] == "/"
    assert nobody.get("/accounts/me/").status_code == 200


def test_a_code_opens_once(nobody, guarded):
    code = code_of(guarded)
    for expected in (302, 200):
        nobody.post("/sign-out/")
        sign_in(nobody, "cat")
        assert nobody.post("/sign-in/second-step/", {"code": code}).status_code == expected


def test_a_recovery_code_opens_once(nobody, guarded):
    page = nobody.get("/accounts/me/two-factors/codes/").content.decode()
    codes = re.findall(r"<li>(\d{8})</li>", page)
    assert len(codes) == 10
    for expected in (302, 200):
        nobody.post("/sign-out/")
        sign_in(nobody, "cat")
        assert nobody.post("/sign-in/second-step/", {"code": codes[0]}).status_code == expected


def test_the_secret_is_not_readable_in_the_database(guarded):
    stored = Authenticator.objects.get(type="totp").data["secret"]
    assert guarded not in stored
    assert stored.startswith("gAAAA")


def test_switching_on_and_off_is_on_the_trail(nobody, guarded, cat):
    nobody.post("/accounts/me/two-factors/app/end/")
    found = Entry.objects.filter(account=cat, action__contains="second_factor").values_list("action", flat=True)
    assert {"accounts.second_factor_added", "accounts.second_factor_removed"} <= set(found)
    assert not Authenticator.objects.exists()


def test_a_role_that_must_have_one_is_led_to_it_before_anything_else(as_hr, as_employee, settings):
    settings.MERIT_TWO_FACTORS = frozenset({"owner", "hr", "finance"})
    assert as_hr.get("/periods/2026-10/")["Location"] == "/accounts/me/two-factors/"
    assert "要先开两步验证" in text(as_hr.get("/accounts/me/two-factors/"))
    assert as_hr.post("/accounts/new/", {})["Location"] == "/accounts/me/two-factors/"
    assert as_employee.get("/accounts/me/").status_code == 200


def test_with_the_second_factor_the_role_goes_on(nobody, guarded, cat, settings):
    settings.MERIT_TWO_FACTORS = frozenset({"employee"})
    assert nobody.get("/accounts/me/").status_code == 200


def test_hr_resets_a_lost_one_and_the_account_is_signed_out(as_hr, nobody, guarded, cat):
    as_hr.post(f"/accounts/{cat.pk}/second-factor/end/")
    assert nobody.get("/accounts/me/").status_code == 302
    assert sign_in(nobody, "cat")["Location"] == "/"
    assert Entry.objects.filter(action="accounts.second_factor_forgotten", subject=str(cat.pk)).count() == 1


def test_nobody_resets_their_own_without_a_code(as_hr):
    assert as_hr.post(f"/accounts/{as_hr.account.pk}/second-factor/end/").status_code == 409
    assert client_for(as_hr.account).get("/accounts/me/").status_code == 200

"""Settings of signing in come from the environment; without a secret a way is not offered."""

import pytest

from merit_desk.accounts.sign_in_settings import sign_in_settings


def test_without_an_environment_there_is_no_way_but_passwords_and_mail_goes_to_the_console():
    found = sign_in_settings({})
    assert all(provider["APPS"] == [] for provider in found["SOCIALACCOUNT_PROVIDERS"].values())
    assert found["EMAIL_BACKEND"].endswith("console.EmailBackend")
    assert found["PASSWORD_HASHERS"][0].endswith("Argon2PasswordHasher")
    assert found["MERIT_TWO_FACTORS"] == frozenset()


@pytest.mark.parametrize(
    ("security", "port", "ssl", "tls"),
    [("starttls", 587, False, True), ("tls", 465, True, False), ("none", 587, False, False)],
)
def test_a_mail_server_is_spoken_to_as_it_asks(security, port, ssl, tls):
    found = sign_in_settings(
        {"MERIT_MAIL_HOST": "mail.example", "MERIT_MAIL_SECURITY": security, "MERIT_MAIL_USER": "hr@x"}
    )
    assert (found["EMAIL_PORT"], found["EMAIL_USE_SSL"], found["EMAIL_USE_TLS"]) == (port, ssl, tls)
    assert found["DEFAULT_FROM_EMAIL"] == "hr@x"


def test_roles_that_need_a_second_factor_are_a_list():
    found = sign_in_settings({"MERIT_TWO_FACTORS": "owner, HR ,finance"})
    assert found["MERIT_TWO_FACTORS"] == {"owner", "hr", "finance"}


def test_addresses_of_the_companys_systems_can_be_set():
    found = sign_in_settings({"MERIT_WECOM_SECRET": "x", "MERIT_WECOM_API_ADDRESS": "http://127.0.0.1:1"})
    assert found["SOCIALACCOUNT_PROVIDERS"]["wecom"]["API_ADDRESS"] == "http://127.0.0.1:1"

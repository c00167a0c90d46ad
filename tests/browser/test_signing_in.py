"""What was typed outlives a session that ran out; it goes to nobody else, and passwords are never kept."""

from tests.browser.conftest import DESKTOP, PHONE
from tests.desk.accounts.conftest import PASSWORD

NAME = "阿依古丽·买买提"


def fill(page):
    page.goto("/accounts/new/")
    page.fill("[name=name]", NAME)
    page.fill("[name=username]", "ayiguli")
    page.select_option("[name=language]", "en")


def session(page, key):
    origin = page.evaluate("location.origin")
    page.context.add_cookies([{"name": "sessionid", "value": key, "url": origin}])


def sent_after_the_session_ended(page):
    """Press the button when the session is over: the sign-in page comes, and leads back to the form."""
    page.context.clear_cookies(name="sessionid")
    page.click("main form button[type=submit]")
    page.wait_for_url("**/sign-in/?next=*")
    return page.url.partition("next=")[2]


def test_after_signing_in_again_the_form_has_its_text_and_says_so(visitors):
    page = visitors.page("hr")
    fill(page)
    assert sent_after_the_session_ended(page) == "%2Faccounts%2Fnew%2F"
    session(page, visitors.desk.prepared.sessions["hr"])
    page.goto("/accounts/new/")
    assert page.input_value("[name=name]") == NAME
    assert page.input_value("[name=username]") == "ayiguli"
    assert page.input_value("[name=language]") == "en"
    assert page.inner_text(".kept") == "你填的内容还在，没有丢。看一遍，再按一次提交。"
    page.goto("/accounts/new/")
    assert page.input_value("[name=name]") == ""


def test_somebody_else_in_the_same_tab_does_not_get_the_text(visitors):
    page = visitors.page("hr")
    fill(page)
    sent_after_the_session_ended(page)
    session(page, visitors.desk.prepared.sessions["owner"])
    page.goto("/accounts/new/")
    assert page.input_value("[name=name]") == ""
    assert NAME not in page.evaluate("JSON.stringify(sessionStorage)")


def test_passwords_are_never_kept(visitors):
    visitors.expects(401, 403)
    page = visitors.page("hr")
    page.goto("/accounts/me/password/")
    for name in ("oldpassword", "password1", "password2"):
        page.fill(f"[name={name}]", PASSWORD)
    page.context.clear_cookies(name="sessionid")
    page.click("main form button[type=submit]")
    page.wait_for_url("**/sign-in/?next=*")
    assert PASSWORD not in page.evaluate("JSON.stringify({...sessionStorage, ...localStorage})")


def test_a_form_whose_mark_no_longer_fits_shows_what_was_typed_and_puts_it_back(visitors):
    visitors.expects(403)
    page = visitors.page("hr")
    fill(page)
    page.context.clear_cookies(name="csrftoken")
    page.click("main form button[type=submit]")
    page.wait_for_selector("text=没有提交")
    assert NAME in page.inner_text(".typed")
    page.click("text=回到表单 >> nth=-1")
    page.wait_for_url("**/accounts/new/")
    assert page.input_value("[name=name]") == NAME


def test_the_sign_in_page_fits_a_phone_and_a_desktop_without_scrolling_sideways(visitors):
    for size in (PHONE, DESKTOP):
        page = visitors.page(None, size=size)
        page.goto("/sign-in/")
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        heights = page.evaluate(
            "[...document.querySelectorAll('.door input:not([type=hidden]), .door .btn')].map(e => e.offsetHeight)"
        )
        assert all(height >= 40 for height in heights), heights

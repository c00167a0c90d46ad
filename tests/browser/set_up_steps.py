"""How somebody walks through the set-up, shared by the test and by the pictures of the documents."""

import re

CODE = re.compile(r"\b[A-Z2-9]{4}-[A-Z2-9]{4}-[A-Z2-9]{4}\b")
WORDS = "plum river 41 stone"
STAFF = (
    "姓名\t岗位\t部门\t上级\t绩效基数\n老王\t总经理\t总经办\t\t9000\n"
    "周岚\t客服\t客服部\t老王\t1500\n陈一\t运营\t运营部\t老王\t3000\n"
)


def go_on(page, to, button="button.btn-primary[type=submit]"):
    """Press the step's button; the next step opens."""
    page.click(f"main {button}")
    page.wait_for_url(f"**{to}")


def make_account(page, desk):
    """The first account, by the code that the console shows."""
    page.goto("/")
    page.wait_for_url("**/set-up/account/")
    page.fill("[name=code]", CODE.search("".join(desk.said)).group())
    page.fill("[name=name]", "王老板")
    page.fill("[name=username]", "boss")
    page.fill("[name=password]", WORDS)
    page.fill("[name=again]", WORDS)
    go_on(page, "/set-up/company/")


def describe(page):
    """Company, people by paste, shops and templates; what data to begin with is asked next."""
    page.fill("[name=name]", "青禾家居")
    page.fill("[name=categories]", "家纺、厨具")
    go_on(page, "/set-up/organisation/")
    page.fill("[name=staff]", STAFF)
    page.click("main button[value=preview]")
    page.wait_for_selector("#staff-preview")
    assert "周岚" in page.inner_text("#staff-preview")
    go_on(page, "/set-up/shops/", "button[value=use]")
    page.fill("[name=form-0-name]", "一号店")
    go_on(page, "/set-up/templates/", "button[value=use]")
    assert page.locator(".plan-cards h2").count() == 3

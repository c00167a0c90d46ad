"""Signing in by the company's own systems, against stand-ins that answer as their documentation says."""

from urllib.parse import parse_qs, urlsplit

import pytest
from allauth.socialaccount.models import SocialAccount
from cryptography.hazmat.primitives.asymmetric import rsa

from merit_desk.accounts.models import Account
from merit_desk.accounts.sign_in_settings import sign_in_settings
from merit_desk.audit.models import Entry
from tests.desk.accounts.stand_ins import DingTalk, Feishu, OpenId, WeCom
from tests.desk.pages import text

WRONG = "wrong-one"


def use(settings, **environ):
    """The desk with these names in its environment."""
    for name, value in sign_in_settings(environ).items():
        if name.startswith(("SOCIALACCOUNT_", "MERIT_")):
            setattr(settings, name, value)


@pytest.fixture
def wecom(settings):
    with WeCom() as stand_in:
        use(
            settings,
            MERIT_WECOM_CORP_ID=stand_in.corp,
            MERIT_WECOM_SECRET=stand_in.secret,
            MERIT_WECOM_AGENT_ID=stand_in.agent,
            MERIT_WECOM_API_ADDRESS=stand_in.address,
        )
        yield stand_in


@pytest.fixture
def dingtalk(settings):
    with DingTalk() as stand_in:
        use(
            settings,
            MERIT_DINGTALK_CLIENT_ID=stand_in.client,
            MERIT_DINGTALK_SECRET=stand_in.secret,
            MERIT_DINGTALK_CORP_ID=stand_in.corp,
            MERIT_DINGTALK_API_ADDRESS=stand_in.address,
            MERIT_DINGTALK_TRUSTED_MAIL="example.com",
        )
        yield stand_in


@pytest.fixture
def feishu(settings):
    with Feishu() as stand_in:
        use(
            settings,
            MERIT_FEISHU_APP_ID=stand_in.app,
            MERIT_FEISHU_SECRET=stand_in.secret,
            MERIT_FEISHU_API_ADDRESS=stand_in.address,
            MERIT_FEISHU_TRUSTED_MAIL="example.com",
        )
        yield stand_in


@pytest.fixture
def openid(settings):
    with OpenId() as stand_in:
        use(
            settings,
            MERIT_OIDC_ISSUER=stand_in.address,
            MERIT_OIDC_CLIENT_ID=stand_in.client,
            MERIT_OIDC_SECRET=stand_in.secret,
            MERIT_OIDC_NAME="公司账号",
            MERIT_OIDC_TRUSTED_MAIL="example.com",
        )
        yield stand_in


def begun(client, way, **headers):
    """What the company's page is told when somebody chooses the way."""
    answer = client.get(f"/sign-in/{way}/", headers=headers)
    assert answer.status_code == 302, text(answer)
    where = urlsplit(answer["Location"])
    return {name: values[0] for name, values in parse_qs(where.query).items()} | {"page": answer["Location"]}


def back(client, way, **told):
    """The company's page sends the browser back."""
    return client.get(f"/sign-in/{way}/callback/", told)


def linked(account, way, uid):
    SocialAccount.objects.create(user=account, provider=way, uid=uid)


# 企业微信


def test_wecom_is_told_company_agent_and_state(nobody, wecom):
    told = begun(nobody, "wecom")
    assert told["page"].startswith("https://login.work.weixin.qq.com/wwlogin/sso/login?")
    assert (told["login_type"], told["appid"], told["agentid"]) == ("CorpApp", "ww-corp", "1000002")
    assert told["redirect_uri"] == "http://127.0.0.1/sign-in/wecom/callback/"
    assert len(told["state"]) == 16


def test_inside_wecom_nobody_scans_a_code(nobody, wecom):
    told = begun(nobody, "wecom", user_agent="Mozilla/5.0 wxwork/4.1 MicroMessenger/7.0")
    assert told["page"].startswith("https://open.weixin.qq.com/connect/oauth2/authorize?")
    assert told["page"].endswith("#wechat_redirect")
    assert (told["scope"], told["response_type"]) == ("snsapi_base", "code")


def test_a_linked_member_is_in(nobody, wecom, cat):
    linked(cat, "wecom", "cat.work")
    wecom.codes["c1"] = {"userid": "cat.work"}
    answer = back(nobody, "wecom", code="c1", state=begun(nobody, "wecom")["state"])
    assert answer["Location"] == "/"
    assert nobody.get("/accounts/me/").status_code == 200
    assert Entry.objects.filter(action="accounts.signed_in").last().after == {"ways": ["wecom"]}


def test_only_the_name_of_a_member_is_kept(nobody, wecom, cat):
    linked(cat, "wecom", "cat.work")
    wecom.codes["c1"] = {"userid": "cat.work"}
    back(nobody, "wecom", code="c1", state=begun(nobody, "wecom")["state"])
    assert SocialAccount.objects.get().extra_data == {"name": "林小满"}


def test_a_member_is_let_in_when_the_app_may_not_read_the_address_book(nobody, wecom, cat):
    wecom.may_read_members = False
    linked(cat, "wecom", "cat.work")
    wecom.codes["c1"] = {"userid": "cat.work"}
    assert back(nobody, "wecom", code="c1", state=begun(nobody, "wecom")["state"]).status_code == 302


def test_the_userid_may_be_the_person_id_when_the_company_says_so(nobody, wecom, cat, settings):
    wecom.codes |= {"c1": {"userid": "cat"}, "c2": {"userid": "cat"}}
    assert back(nobody, "wecom", code="c1", state=begun(nobody, "wecom")["state"]).status_code == 401
    settings.MERIT_WECOM_USERID_IS_PERSON = True
    assert back(nobody, "wecom", code="c2", state=begun(nobody, "wecom")["state"])["Location"] == "/"
    assert SocialAccount.objects.get().user == cat
    assert Entry.objects.filter(action="accounts.linked").get().after == {"way": "wecom", "uid": "cat"}


def test_a_member_without_account_is_told_the_id_to_give_to_hr_and_gets_none(nobody, wecom):
    wecom.codes["c1"] = {"userid": "wang.wu"}
    answer = back(nobody, "wecom", code="c1", state=begun(nobody, "wecom")["state"])
    assert answer.status_code == 401
    assert "把编号 wang.wu 给 HR" in text(answer)
    assert not Account.objects.filter(username__contains="wang").exists()


def test_an_account_is_made_only_when_the_owner_allows_it_and_it_has_no_role(nobody, wecom, settings):
    settings.MERIT_SIGN_ON_NEW_ACCOUNTS = True
    wecom.codes["c1"] = {"userid": "wang.wu"}
    assert back(nobody, "wecom", code="c1", state=begun(nobody, "wecom")["state"]).status_code == 302
    account = SocialAccount.objects.get().user
    assert (account.name, account.person, account.grants.count()) == ("林小满", "", 0)


def test_somebody_who_is_no_member_is_refused(nobody, wecom, cat):
    wecom.codes["c1"] = {"openid": "o-123", "external_userid": "ext"}
    answer = back(nobody, "wecom", code="c1", state=begun(nobody, "wecom")["state"])
    assert answer.status_code == 401
    assert "你不是这家公司在企业微信里的成员" in text(answer)


def test_a_code_opens_once_only(nobody, wecom, cat):
    linked(cat, "wecom", "cat.work")
    wecom.codes["c1"] = {"userid": "cat.work"}
    back(nobody, "wecom", code="c1", state=begun(nobody, "wecom")["state"])
    nobody.post("/sign-out/")
    answer = back(nobody, "wecom", code="c1", state=begun(nobody, "wecom")["state"])
    assert "凭证用过了，或过了 5 分钟" in text(answer)
    assert nobody.get("/accounts/me/").status_code == 302


def test_a_wrong_secret_is_told_to_the_administrator_with_its_number_and_without_the_secret(nobody, wecom, settings):
    use(
        settings,
        MERIT_WECOM_CORP_ID=wecom.corp,
        MERIT_WECOM_SECRET=WRONG,
        MERIT_WECOM_API_ADDRESS=wecom.address,
    )
    answer = back(nobody, "wecom", code="c1", state=begun(nobody, "wecom")["state"])
    assert "请管理员核对应用的 Secret" in text(answer)
    assert "40001" in text(answer)
    assert WRONG not in answer.content.decode()
    why = Entry.objects.filter(action="accounts.sign_on_refused").get().after
    assert why == {"why": "accounts.sign_on.wrong_secret", "errcode": 40001}


def test_the_apps_token_is_asked_for_once_and_again_when_it_ran_out(nobody, wecom, cat):
    linked(cat, "wecom", "cat.work")
    for code in ("c1", "c2"):
        wecom.codes[code] = {"userid": "cat.work"}
        back(nobody, "wecom", code=code, state=begun(nobody, "wecom")["state"])
        nobody.post("/sign-out/")
    assert wecom.calls("/cgi-bin/gettoken") == 1
    wecom.token, wecom.codes["c3"] = "app-token-2", {"userid": "cat.work"}
    assert back(nobody, "wecom", code="c3", state=begun(nobody, "wecom")["state"])["Location"] == "/"
    assert wecom.calls("/cgi-bin/gettoken") == 2


def test_a_state_of_another_browser_or_a_used_one_is_refused_before_the_code_is_asked_about(nobody, wecom, cat):
    linked(cat, "wecom", "cat.work")
    wecom.codes["c1"] = {"userid": "cat.work"}
    assert "登录页开得太久" in text(back(nobody, "wecom", code="c1", state="made-up-by-other"))
    assert wecom.calls("/cgi-bin/auth/getuserinfo") == 0
    state = begun(nobody, "wecom")["state"]
    back(nobody, "wecom", code="c1", state=state)
    nobody.post("/sign-out/")
    assert back(nobody, "wecom", code="c1", state=state).status_code == 401


def test_nothing_in_the_address_changes_what_the_company_is_told(nobody, wecom):
    answer = nobody.get("/sign-in/wecom/?auth_params=appid%3Devil&scope=snsapi_privateinfo")
    assert "evil" not in answer["Location"]
    assert "privateinfo" not in answer["Location"]


def test_a_second_factor_is_asked_for_after_the_companys_system_too(nobody, wecom, cat):
    from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret

    TOTP.activate(cat, generate_totp_secret())
    linked(cat, "wecom", "cat.work")
    wecom.codes["c1"] = {"userid": "cat.work"}
    answer = back(nobody, "wecom", code="c1", state=begun(nobody, "wecom")["state"])
    assert answer["Location"] == "/sign-in/second-step/"


def test_a_locked_account_stays_out(nobody, wecom, cat):
    linked(cat, "wecom", "cat.work")
    cat.is_active = False
    cat.save()
    wecom.codes["c1"] = {"userid": "cat.work"}
    assert back(nobody, "wecom", code="c1", state=begun(nobody, "wecom")["state"])["Location"] == "/sign-in/locked/"


def test_a_way_that_is_not_set_up_is_not_there(nobody):
    for way in ("wecom", "dingtalk", "feishu", "oidc"):
        assert nobody.get(f"/sign-in/{way}/").status_code == 404
    assert "企业微信" not in text(nobody.get("/sign-in/"))


def test_a_way_that_is_set_up_stands_on_the_page(nobody, wecom):
    assert "企业微信" in text(nobody.get("/sign-in/"))


def test_a_system_that_does_not_answer_is_said_to_be_out_of_reach(nobody, wecom, settings):
    use(
        settings,
        MERIT_WECOM_CORP_ID="a",
        MERIT_WECOM_SECRET=WRONG,
        MERIT_WECOM_API_ADDRESS="http://127.0.0.1:9",
    )
    answer = back(nobody, "wecom", code="c1", state=begun(nobody, "wecom")["state"])
    assert "现在连不上企业微信" in text(answer)


# 钉钉


def test_dingtalk_finds_the_account_by_a_trusted_address(nobody, dingtalk, cat):
    told = begun(nobody, "dingtalk")
    assert told["page"].startswith("https://login.dingtalk.com/oauth2/auth?")
    assert (told["client_id"], told["prompt"], told["response_type"]) == ("ding-app", "consent", "code")
    dingtalk.codes["c1"] = {"openId": "o1", "unionId": "u1", "nick": "小猫", "email": "Cat@example.com"}
    assert back(nobody, "dingtalk", authCode="c1", state=told["state"])["Location"] == "/"
    link = SocialAccount.objects.get()
    assert (link.user, link.uid, link.extra_data) == (cat, "o1", {"nick": "小猫"})


def test_an_address_of_a_foreign_domain_finds_nobody(nobody, dingtalk, cat):
    cat.email = "cat@elsewhere.example"
    cat.save()
    dingtalk.codes["c1"] = {"openId": "o1", "unionId": "u1", "nick": "x", "email": "cat@elsewhere.example"}
    assert back(nobody, "dingtalk", authCode="c1", state=begun(nobody, "dingtalk")["state"]).status_code == 401
    assert not SocialAccount.objects.exists()


def test_a_user_of_another_company_in_dingtalk_is_refused(nobody, dingtalk, cat):
    linked(cat, "dingtalk", "o1")
    dingtalk.codes["c1"] = {"openId": "o1", "unionId": "u1", "nick": "x", "corpId": "other-corp"}
    answer = back(nobody, "dingtalk", authCode="c1", state=begun(nobody, "dingtalk")["state"])
    assert "你不是这家公司在钉钉里的成员" in text(answer)


def test_a_used_code_of_dingtalk_opens_nothing(nobody, dingtalk, cat):
    answer = back(nobody, "dingtalk", authCode="gone", state=begun(nobody, "dingtalk")["state"])
    assert answer.status_code == 401
    assert nobody.get("/accounts/me/").status_code == 302


def test_cancelling_leads_to_a_page_that_says_so(nobody, dingtalk):
    answer = back(nobody, "dingtalk", error="access_denied", state=begun(nobody, "dingtalk")["state"])
    assert "你取消了，没有登录。" in text(nobody.get(answer["Location"]))


# 飞书


def test_feishu_is_asked_with_pkce_and_finds_the_account_by_a_trusted_address(nobody, feishu, cat):
    told = begun(nobody, "feishu")
    assert told["page"].startswith("https://accounts.feishu.cn/open-apis/authen/v1/authorize?")
    assert (told["client_id"], told["code_challenge_method"]) == ("cli_app", "S256")
    user = {"open_id": "ou1", "union_id": "on1", "name": "小猫", "enterprise_email": "cat@example.com"}
    feishu.codes["c1"] = {"challenge": told["code_challenge"], "user": user}
    assert back(nobody, "feishu", code="c1", state=told["state"])["Location"] == "/"
    link = SocialAccount.objects.get()
    assert (link.user, link.uid, link.extra_data) == (cat, "ou1", {"name": "小猫"})


def test_a_used_code_of_feishu_and_a_wrong_secret_are_told_apart(nobody, feishu, settings):
    answer = back(nobody, "feishu", code="gone", state=begun(nobody, "feishu")["state"])
    assert "凭证用过了" in text(answer)
    use(settings, MERIT_FEISHU_APP_ID=feishu.app, MERIT_FEISHU_SECRET=WRONG, MERIT_FEISHU_API_ADDRESS=feishu.address)
    answer = back(nobody, "feishu", code="gone", state=begun(nobody, "feishu")["state"])
    assert "20002" in text(answer)


# OpenID Connect


def openid_code(client, openid, **user):
    told = begun(client, "oidc")
    known = {"sub": "s1", "email": "cat@example.com", "email_verified": True, "name": "Cat"} | user
    openid.codes["c1"] = {"challenge": told["code_challenge"], "nonce": told["nonce"], "user": known}
    return told


def test_openid_connect_finds_the_account_by_a_proven_address(nobody, openid, cat):
    told = openid_code(nobody, openid)
    assert told["page"].startswith(f"{openid.address}/authorize?")
    assert set(told["scope"].split()) == {"openid", "profile", "email"}
    assert back(nobody, "oidc", code="c1", state=told["state"])["Location"] == "/"
    link = SocialAccount.objects.get()
    assert (link.user, link.provider, link.uid) == (cat, "company", "s1")


def test_an_address_that_is_not_proven_finds_nobody(nobody, openid, cat, settings):
    use(
        settings,
        MERIT_OIDC_ISSUER=openid.address,
        MERIT_OIDC_CLIENT_ID=openid.client,
        MERIT_OIDC_SECRET=openid.secret,
    )
    told = openid_code(nobody, openid, email_verified=False)
    assert back(nobody, "oidc", code="c1", state=told["state"]).status_code == 401


@pytest.mark.parametrize(
    "claims",
    [
        {"nonce": "of-another-sign-in"},
        {"aud": "another-app"},
        {"iss": "http://127.0.0.1:1"},
        {"exp": 1_700_000_000},
    ],
    ids=lambda claims: next(iter(claims)),
)
def test_a_token_made_for_something_else_is_not_used(nobody, openid, cat, claims):
    told = openid_code(nobody, openid)
    openid.claims = claims
    answer = back(nobody, "oidc", code="c1", state=told["state"])
    assert answer.status_code == 401
    assert "核对不上" in text(answer)
    assert nobody.get("/accounts/me/").status_code == 302


def test_a_token_signed_with_another_key_is_not_used(nobody, openid, cat):
    told = openid_code(nobody, openid)
    openid.signing_key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    assert "核对不上" in text(back(nobody, "oidc", code="c1", state=told["state"]))


def test_a_code_that_another_browser_began_is_worth_nothing_without_its_verifier(nobody, openid, cat):
    told = openid_code(nobody, openid)
    openid.codes["c1"]["challenge"] = "somebody-elses"
    assert back(nobody, "oidc", code="c1", state=told["state"]).status_code == 401


def test_user_info_of_somebody_else_is_not_used(nobody, openid, cat, settings):
    use(
        settings,
        MERIT_OIDC_ISSUER=openid.address,
        MERIT_OIDC_CLIENT_ID=openid.client,
        MERIT_OIDC_SECRET=openid.secret,
        MERIT_OIDC_USER_INFO="1",
    )
    linked(cat, "company", "s1")
    told = openid_code(nobody, openid)
    openid.claims = {"sub": "s2"}
    assert "核对不上" in text(back(nobody, "oidc", code="c1", state=told["state"]))
    told = openid_code(nobody, openid)
    openid.claims = {}
    assert back(nobody, "oidc", code="c1", state=told["state"])["Location"] == "/"

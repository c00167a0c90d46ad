"""Who may open which address, written by hand from what each post needs: the matrix holds the desk to it.

Letters: O owner, H HR, M manager, E employee, S data steward, F finance, A auditor, X an account and nothing else.
A line without its letter means: for that role the address is not there (404).
"""

from tests.desk.permission.line import EVERYBODY, LOOK, NOBODY, SOURCES, WITH_A_ROLE, line, post
from tests.desk.permission.lines import (
    agreements,
    alerts,
    allocation,
    calibration,
    compliance,
    cycles,
    data_quality,
    disputes,
    effectiveness,
    experiments,
    follow,
    forecasts,
    goals,
    growth,
    meetings,
    outcomes,
    payroll,
    plan_check,
    recognition,
    reminders,
    reviews,
    reward_plans,
    signs,
    simulation,
    surveys,
    talks,
    training,
)

CYCLE = (cycles, goals, agreements, follow, talks, meetings, reviews, calibration, outcomes, surveys, reminders, alerts)
REWARDS = (reward_plans, simulation, payroll, disputes, compliance, recognition, growth, training, effectiveness)


def of_person(name, own, released, below, other, **parts):
    """Four lines: one's own before and after release, somebody below, somebody else (also of another subtree)."""
    return [
        line(name, own, relation="own", **parts),
        line(name, released, relation="own, released", **parts),
        line(name, below, relation="below", **parts),
        line(name, other, relation="other", **parts),
        line(name, other, relation="other subtree", **parts),
    ]


TEAMS = (("OHMESFA", "north"), ("OHMSFA", "south"))
ONE_TARGET = {
    "rows": [{"kpi": "paid_sales", "node_kind": "company", "node": "company", "period": "2026-12", "target": "x"}],
    "reason": "x",
}

ONE_VALUE = {
    "kpi": "csat",
    "node_kind": "person",
    "node": "cat",
    "period": "2026-10",
    "value": "0.9",
    "note": "counted by hand",
}

PAGES = [
    *(line(f"home:{name}", EVERYBODY) for name in ("latest", "find", "mine")),
    *(line(f"home:{name}", EVERYBODY, period="2026-10") for name in ("overview", "teams", "people", "findings")),
    *of_person("rewards:statement", "O", "OME", "OHMFA", "OHFA", period="2026-10"),
    *of_person("explain:payable", "O", "OME", "OHMFA", "OHFA", period="2026-10"),
    *of_person("explain:score", "O", "OME", "OHMFA", "OHFA", period="2026-10", line="total"),
    line("explain:pay", "OHMFA", relation="cat", reward="service-bonus", line="bonus", number=1),
    line("explain:indicator", "OHMFA", relation="cat", segment="2026-10", indicator="reply_3min"),
    line("explain:company_payable", EVERYBODY, period="2026-10"),
    *(
        line(name, who, period="2026-10", value_period="2026-10", kpi=kpi, kind=kind, node=node)
        for name in ("explain:kpi", "explain:kpi_rows_file")
        for who, kpi, kind, node in (
            ("OHMSFA", "paid_sales", "company", "company"),  # in the manager's own plan
            ("OHMESFA", "reply_3min", "person", "cat"),
            ("OHESFA", "reply_3min", "company", "company"),
            ("OHSFA", "paid_sales", "person", "bob"),
            ("OHMSFA", "paid_sales", "team", "south"),  # the manager's own team since the 12th
            ("OHSFA", "refund_amt", "team", "south"),
            ("OHMSFA", "paid_sales", "team", "north"),
            ("OHMSFA", "paid_sales", "shop", "s1"),
            ("OHSFA", "paid_sales", "shop", "s2"),
        )
    ),
    *(
        line("metrics:node", who, period="2026-10", kind=kind, node=node)
        for who, kind, node in (
            ("OHMESFA", "person", "cat"),
            ("OHSFA", "person", "bob"),
            ("OHSFA", "person", "leader"),
            ("OHMESFA", "team", "north"),
            ("OHSFA", "shop", "s2"),
        )
    ),
    line("metrics:days", "OHMSFA", period="2026-10", kind="company", node="company", kpi="paid_sales"),
    line("metrics:days", "OHMESFA", period="2026-10", kind="person", node="cat", kpi="reply_3min"),
    line("metrics:days", "OHSFA", period="2026-10", kind="person", node="bob", kpi="paid_sales"),
    line("periods:periods", LOOK),
    post("periods:run", "OH"),
    line("periods:release", "OH", period="2026-10"),
    line("inbox:inbox", EVERYBODY),
    post("inbox:read_all", EVERYBODY),
    post("inbox:open", EVERYBODY, relation="own notice"),
    post("inbox:open", NOBODY, relation="notice of somebody else"),
    *(line(f"trail:{name}", "OA") for name in ("trail", "export", "check")),
    line("trail:entry", "OA", number=1),
    *(line(f"learning:{name}", EVERYBODY) for name in ("course", "tour")),
    line("learning:lesson", EVERYBODY, name="goals"),
    post("learning:attend", EVERYBODY, name="goals"),
    line("learning:attendance", "OH"),
    line("learning:help", EVERYBODY, topic="home"),
    post("learning:tour_end", EVERYBODY),
    line("jobs:jobs", EVERYBODY),
    *(line(f"jobs:{name}", "OS", relation="job of the steward") for name in ("job", "bar")),
    post("jobs:cancel", "OS", relation="job of the steward"),
    line("documents:documents", LOOK),
    line("documents:history", LOOK, path="people.csv"),
    line("documents:history", "OHA", path="ratings.csv"),
    line("documents:version", LOOK, relation="a version"),
]

SIGNING_IN = [
    *(
        line(name, EVERYBODY + "-")
        for name in (
            *("account_login", "account_reset_password", "account_reset_password_done"),
            *(
                "account_reset_password_from_key_done",
                "account_inactive",
                "socialaccount_login_cancelled",
                "account_logout",
            ),
        )
    ),
    *(
        line(name, EVERYBODY)
        for name in (
            *("account_reauthenticate", "account_change_password"),
            *("account_email", "mfa_index", "mfa_activate_totp", "socialaccount_connections", "usersessions_list"),
            "accounts:profile",
        )
    ),
    line("accounts:list", "OH"),
    line("accounts:new", "OH"),
    *(line(f"accounts:{name}", "OH", relation="account of cat") for name in ("one",)),
    *(
        post(f"accounts:{name}", "OH", relation="account of cat")
        for name in ("give", "invite", "link", "unlink", "lock", "open", "forget")
    ),
    post("accounts:take", "O", relation="grant of finance"),
]

SET_UP = [  # the company runs: the wizard is gone for everybody
    *(
        line(f"setup:{name}", NOBODY)
        for name in (
            *("start", "account", "company", "organisation", "shops"),
            *("templates", "data", "archive", "period"),
        )
    ),
    post("setup:demo", NOBODY),
    post("setup:finish", NOBODY),
    line("setup:export", "O"),
]

ORGANISATION = [
    *(line("people:team", who, team=team) for who, team in TEAMS),
    line("people:team_people", EVERYBODY, team="north"),  # those of them who are in sight; for many nobody
    line("people:chart", EVERYBODY),
    line("people:credits", LOOK),
    line("people:shops", LOOK),
    line("people:posts", LOOK),
    line("people:post", LOOK, post="sales"),
    *(line("people:person", who, person=person) for who, person in (("OHMESFA", "cat"), ("OHSFA", "bob"))),
    *(line(f"people:{name}", "OH") for name in ("found_team", "join", "new_subject", "new_shop", "new_matter")),
    *(line(f"people:{name}", "OH", person="cat") for name in ("move", "leave")),
    *(line(f"people:{name}", "OH", team="south") for name in ("change_team", "end_team")),
    line("people:shares", "OH", kind="shop", subject="s1"),
    post("people:share_days", "OH", kind="shop", subject="s1"),
    line("people:shop", "OH", shop="s1"),
    line("people:describe", "OH", post="sales"),
]

DATA = [
    post("intake:confirm_in_file", "OHMS"),
    post("intake:withdraw", "S", relation="a value of cat entered by the steward"),
    line("intake:load", SOURCES, relation="load of the steward"),
    post("intake:cancel", "OS", relation="load of the steward"),
    line("intake:sources", SOURCES),
    post("intake:upload", "OS"),
    post("intake:load_all", "OS"),
    line("intake:file", SOURCES, relation="an upload"),
    line("intake:extend", "OS", relation="an upload", method="POST", query="profile=taobao_orders"),
    line("intake:mapping", "OS", relation="an upload"),
    line("intake:values", "OHMS"),
    post("intake:confirm", "OHMS", relation="a value of cat"),
    post("intake:refuse", "OHMS", relation="a value of cat"),
    line("intake:evidence", NOBODY, relation="a value of bob", method="GET"),
]

DEFINITIONS = [
    line("plans:reward", LOOK, reward="service-bonus"),
    line("plans:reward_raw", LOOK, reward="service-bonus", number=1),
    *(line(f"plans:{name}", "OHMESFA", plan="service", number=1) for name in ("version", "raw")),
    line("catalogue:raw", "OHMESFA", kpi="reply_3min", number=1),
    line("catalogue:library", EVERYBODY),
    line("catalogue:define", "OH"),
    post("catalogue:check", "OH"),
    post("catalogue:preview", "OH"),
    *(line(f"catalogue:{name}", "OHMESFA", kpi="reply_3min") for name in ("kpi", "versions")),
    line("catalogue:kpi", LOOK, kpi="gross_margin"),
    line("catalogue:change", "OH", kpi="paid_sales"),
    line("plans:plans", EVERYBODY),
    line("plans:new", "OH"),
    post("plans:check", "OH"),
    post("plans:try", "OH"),
    line("plans:targets", EVERYBODY),
    line("plans:set_target", "OH"),
    line("plans:rewards", LOOK),
    line("plans:edit", "OH", plan="service"),
    post("plans:drop", "OH", plan="service"),
    *(line(f"plans:{name}", "OHMESFA", plan="service") for name in ("plan", "versions")),
    line("plans:plan", LOOK, plan="boss"),
]

EXPLORING = [
    line("explorer:card", EVERYBODY),
    post("explorer:create", EVERYBODY),
    post("explorer:put", EVERYBODY),
    line("explorer:role_board", "O", role="owner"),
    line("explorer:role_board", "OME", role="employee"),
    line("wall:here", "OHSFA"),
    line("wall:state", "OHSFA"),
    line("wall:screens", "O"),
    post("wall:revoke", "O", relation="a screen"),
    post("explorer:change_card", "S", relation="card of the steward"),
    line("explorer:explore", EVERYBODY),
    line("explorer:csv", EVERYBODY, query="kpi=reply_3min"),
    line("explorer:workbook", EVERYBODY, query="kpi=reply_3min"),
    *(line(f"explorer:{name}", EVERYBODY, query="kpi=reply_3min") for name in ("why", "why_leads", "why_csv")),
    line("explorer:dashboards", EVERYBODY),
    *(line(f"explorer:{name}", "S", relation="board of the steward") for name in ("board", "edit", "ask_delete")),
    *(
        post(f"explorer:{name}", "S", relation="board of the steward")
        for name in ("change", "arrange", "add_text", "delete")
    ),
]

INTEGRATION = [
    line("operations:live", "OHMESFAX-"),
    line("api:openapi-json", EVERYBODY + "-"),
    line("api_reference", EVERYBODY),
    line("tokens", EVERYBODY),
    line("new_token", EVERYBODY),
    post("revoke_token", "OS", relation="token of the steward"),
    line("webhooks", "O"),
    line("new_webhook", "O"),
    line("webhook", "O", relation="a webhook"),
    post("send_again", "O", relation="a delivery"),
    *(post(name, "O", relation="a webhook") for name in ("switch_webhook", "try_webhook", "remove_webhook")),
]

API = [
    *(line(f"api:{name}", WITH_A_ROLE) for name in ("kpis", "periods")),
    line("api:teams", WITH_A_ROLE),
    *(line(f"api:{name}", EVERYBODY) for name in ("targets", "entered")),
    line("api:kpi", WITH_A_ROLE, kpi="paid_sales"),
    line("api:values", EVERYBODY, query="kpi=paid_sales&node_kind=company&node=company&period=2026-10"),
    line("api:period", WITH_A_ROLE, period="2026-10"),
    *(line(f"api:{name}", EVERYBODY, period="2026-10") for name in ("scores", "payouts")),
    line("api:period_values", EVERYBODY, period="2026-10", query="node_kind=company&node=company"),
    line("api:load", "OS", method="POST", body={"files": []}),
    line("api:make", "O", method="POST", body={"address": "https://example.org/x", "events": ["period.run"]}),
    line("api:change", "O", relation="a webhook", method="PATCH", body={"note": "x"}),
    line("api:replay", "O", relation="a delivery", method="POST"),
    line("api:enter", "OHMS", method="POST", body=ONE_VALUE),
    post("api:confirm", "OHMS", relation="a value of cat"),
    line("api:me", EVERYBODY),
    line("api:company", EVERYBODY),
    line("api:people", EVERYBODY),
    *(
        line("api:person", who, person=person, query="on=2026-10-10")
        for who, person in (("OHMESFA", "cat"), ("OHSFA", "bob"))
    ),
    line("api:credits_on", LOOK),
    line("api:plans", LOOK),
    line("api:put_targets", "OH", method="PUT", body=ONE_TARGET),
    line("api:documents", EVERYBODY),
    line("api:document", LOOK, path="people.csv"),
    line("api:document", "OHA", path="ratings.csv"),
    line("api:put_document", "OH", method="PUT", path="people.csv", body={"text": "", "based_on": "x", "reason": "x"}),
    *of_person("api:scorecard", "O", "OME", "OHMFA", "OHFA", period="2026-10"),
    *of_person("api:statement", "", "ME", "OHMFA", "OHFA", period="2026-10"),  # the owner has no pay
    post("api:run_period", "OH", period="2026-10"),
    post("api:release", "OH", period="2026-10"),
    *(
        line(f"api:{name}", who, query=f"kpi={kpi}&node_kind={kind}&node={node}&period=2026-10")
        for name in ("explanation", "rows", "why_it_moved", "where_to_look")
        for who, kpi, kind, node in (
            ("OHMSFA", "paid_sales", "company", "company"),
            ("OHMESFA", "reply_3min", "person", "cat"),
            ("OHSFA", "paid_sales", "person", "bob"),
        )
    ),
    line("api:uploads", EVERYBODY),
    line("api:load_one", "OS", relation="an upload", method="POST", body={"profile": "x", "shop": ""}),
    line("api:jobs", EVERYBODY),
    line("api:job", "OS", relation="job of the steward"),
    line("api:cancel_job", "OS", relation="job of the steward", method="DELETE"),
    line("api:trail", "OA"),
    line("api:webhooks", "O"),
    line("api:webhook", "O", relation="a webhook"),
    line("api:remove", "O", relation="a webhook", method="DELETE"),
    line("api:ping", "O", relation="a webhook", method="POST"),
    line("api:deliveries", "O", relation="a webhook"),
]

TABLE = [
    *PAGES,
    *SIGNING_IN,
    *SET_UP,
    *ORGANISATION,
    *DATA,
    *DEFINITIONS,
    *EXPLORING,
    *INTEGRATION,
    *API,
    *(
        each
        for app in (*CYCLE, *REWARDS, data_quality, experiments, forecasts, plan_check, signs, allocation)
        for each in app.LINES
    ),
]

_BY_KEY = "a key nobody can guess, or the other side's answer; tests/desk/accounts"
_SECOND_FACTOR = "one's own, and only with a second factor; tests/desk/accounts"
ELSEWHERE: dict[str, str] = {
    **{
        name: why
        for app in (*CYCLE, *REWARDS, data_quality, experiments, forecasts, plan_check, signs, allocation)
        for name, why in app.ELSEWHERE.items()
    },
    **dict.fromkeys(
        (
            *("accounts:accept", "mfa_authenticate", "account_reset_password_from_key", "account_confirm_email"),
            *("openid_connect_login", "openid_connect_callback", "wecom_login", "wecom_callback"),
            *("dingtalk_login", "dingtalk_callback", "feishu_login", "feishu_callback"),
        ),
        _BY_KEY,
    ),
    **dict.fromkeys(
        (
            *("mfa_reauthenticate", "mfa_deactivate_totp", "mfa_view_recovery_codes"),
            *("mfa_generate_recovery_codes", "mfa_download_recovery_codes"),
            *("account_set_password", "account_email_verification_sent"),
        ),
        _SECOND_FACTOR,
    ),
    "wall:screen": "a screen's own key; tests/desk/wall",
    "wall:screen_state": "a screen's own key; tests/desk/wall",
    "people:matter": "the tiny company has no matters; tests/desk/people",
    "intake:fetch": "live sources; tests/desk/intake/test_live_sources.py",
    "intake:secret": "live sources; tests/desk/intake/test_live_sources.py",
    "intake:forget_secret": "live sources; tests/desk/intake/test_live_sources.py",
    "intake:rejected": "rows that a load rejected; tests/desk/intake",
    "intake:rejected_rows": "rows that a load rejected; tests/desk/intake",
    "api:upload": "a file by multipart; tests/desk/api",
    "api:api-root": "the name of the API itself, never answered",
    "operations:ready": "answers 503 without a worker; tests/desk/operations",
    "operations:metrics": "from this machine or with a token; tests/desk/operations",
}
"""Addresses that have no line, each with the reason."""

"""Who may open which address of the plan check: whoever edits definitions, since it tells results and pay of many."""

from tests.desk.permission.line import line, post

LINES = [
    line("plan_check:page", "OH"),
    line("plan_check:findings", "OH", query="period=2026-10"),
    post("plan_check:draft", "OH"),
    line("api:plan_check", "OH", query="period=2026-10"),
    line("api:check_plan", "OH", method="POST", body={"document": {}, "history": False}),
]
MAKERS = {}
ELSEWHERE = {}

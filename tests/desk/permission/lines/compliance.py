"""Who may open which address of the law guards."""

from tests.desk.permission.line import EVERYBODY, line, post

NOTHING = {"guard": "guards.notice_late", "reason": "no reason"}
LINES = [
    line("compliance:findings", "OHFA"),
    post("compliance:override", "OH", period="2026-10"),
    post("compliance:override_all", "OH", period="2026-10"),
    line("compliance:tables", "OHSFA"),
    line("compliance:notices", "OHSFA"),
    line("compliance:tax", EVERYBODY),
    line("compliance:tax_people", "OHFA"),
    line("api:year_end_taxes", "OHFA", period="2026-10"),
    line("api:guard_findings", "OHFA", period="2026-10"),
    line("api:override_guard", "", method="POST", period="2026-10", body=NOTHING),  # no such finding for anybody
    line(
        "api:override_guards",
        "",
        method="POST",
        period="2026-10",
        guard="guards.notice_late",
        body={"reason": "no reason"},
    ),
    line("api:year_end_tax", EVERYBODY, query="bonus=36001"),
]
MAKERS = {}
ELSEWHERE = {}

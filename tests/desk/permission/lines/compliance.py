"""Who may open which address of the law guards."""

from tests.desk.permission.line import EVERYBODY, line, post

NOTHING = {"guard": "guards.notice_late", "reason": "no reason"}
LINES = [
    line("compliance:findings", "OHFA"),
    post("compliance:override", "OH", period="2026-10"),
    line("compliance:tables", "OHSFA"),
    line("compliance:notices", "OHSFA"),
    line("compliance:tax", EVERYBODY),
    line("api:guard_findings", "OHFA", period="2026-10"),
    line("api:override_guard", "", method="POST", period="2026-10", body=NOTHING),  # no such finding for anybody
    line("api:year_end_tax", EVERYBODY, query="bonus=36001"),
]
MAKERS = {}
ELSEWHERE = {}

"""Who may open which address of the effectiveness."""

from tests.desk.permission.line import line

LINES = [
    line("effectiveness:effectiveness", "OHA"),
    line("effectiveness:of_period", "OHA", period="2026-10"),
    line("effectiveness:kpis", "OHA", period="2026-10"),
    line("api:effectiveness", "OHA", period="2026-10"),
    line("api:foretelling_kpis", "OHA", period="2026-10"),
]
MAKERS = {}
ELSEWHERE = {}

"""Who may open which address of data quality."""

from tests.desk.permission.line import line, post

ABOUT = {"kpi": "paid_sales", "shop": "s1"}
DAYS = {"first": "2026-10-02", "last": "2026-10-02", "reason": "The bill was sent again"}
LINES = [
    line("data_quality:reconciliation", "OHSA"),
    line("data_quality:days", "OHSA", query="period=2026-10", **ABOUT),
    post("data_quality:release", "OS", query="period=2026-10", **ABOUT),
    line("data_quality:fields", "OHSFA"),
    line("data_quality:overview", "OHSA"),
    line("api:source_quality", "OHSA"),
    line("data_quality:lineage", "OHMESFA"),
    line("api:kpi_lineage", "OHMSFA", kpi="paid_sales"),
    line("api:data_fields", "OHSFA"),
    line("api:reconciliation_lines", "OHSA", period="2026-10"),
    line("api:release_reconciliation", "OS", method="POST", period="2026-10", body=DAYS, **ABOUT),
]
MAKERS = {}
ELSEWHERE = {}

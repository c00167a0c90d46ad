"""Who may open which address of the forecasts: whoever sees a figure sees what it is likely to become."""

from tests.desk.permission.line import EVERYBODY, line

ANN = "kpi=paid_sales&node_kind=person&node=ann&period=2026-11&target=4000"
LINES = [
    line("forecasts:panel", EVERYBODY),
    line("api:forecast", "OHMSFA", relation="of ann", query=ANN),
    line("forecasts:pace", EVERYBODY),
    line("forecasts:pace", "OHMSFA", relation="of ann", query=ANN),
    line("forecasts:panel", "OHMSFA", relation="of ann", query=ANN),
]
MAKERS = {"of ann": lambda _letter, _accounts: {}}
ELSEWHERE = {}

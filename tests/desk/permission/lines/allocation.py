"""Who may open which address of moving money and hours; the tiny company has no advertising, so the API finds none."""

from tests.desk.permission.line import NOBODY, line

LOOKING = "OHMSFA"
LINES = [
    line("allocation:money", LOOKING),
    line("allocation:people", LOOKING),
    line("api:allocation_money", NOBODY),
    line("api:allocation_people", LOOKING),
]
MAKERS = {}
ELSEWHERE = {}

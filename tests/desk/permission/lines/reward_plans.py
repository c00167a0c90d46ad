"""Who may open which address of reward plans."""

from tests.desk.permission.line import line, post  # noqa: F401

LINES = []
MAKERS = {}
ELSEWHERE = {}

"""Who may open which address of growth."""

from tests.desk.permission.line import line, post  # noqa: F401

LINES = []
MAKERS = {}
ELSEWHERE = {}

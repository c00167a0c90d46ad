"""Who may open which address of training."""

from tests.desk.permission.line import line, post  # noqa: F401

LINES = []
MAKERS = {}
ELSEWHERE = {}

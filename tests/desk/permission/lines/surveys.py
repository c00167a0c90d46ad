"""Who may open which address of the surveys."""

from tests.desk.permission.line import line, post  # noqa: F401

LINES = []
MAKERS = {}
"""How the thing of a relation is made: (letter, accounts) → parts of the address, None where it says nothing."""
ELSEWHERE = {}

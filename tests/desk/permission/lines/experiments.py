"""Who may open which address of experiments; those of the tiny company's folder are none, so each one is unknown."""

from tests.desk.permission.line import EVERYBODY, NOBODY, line, post

ASKED = {"decided": "stop", "reason": "x", "through": "2026-10-28"}
LINES = [
    line("experiments:experiments", EVERYBODY),
    line("experiments:size", EVERYBODY),
    line("experiments:one", NOBODY, name="page"),
    post("experiments:decide", NOBODY, name="page"),
    line("api:experiments", EVERYBODY),
    line("api:one_experiment", NOBODY, name="page"),
    line("api:decide_experiment", NOBODY, method="POST", name="page", body=ASKED),
]
MAKERS = {}
ELSEWHERE = {}

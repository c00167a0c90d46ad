"""Who may open which address of the alerts.

The alert below is about cat's reply times, so those who may see that figure see it; ann leads north, where cat is.
"""

from datetime import date

from merit_desk.alerts.models import Alert, Channel
from tests.desk.permission.line import EVERYBODY, LOOK, line, post

SEEING = "OHMESFA"
"""Whoever may see that KPI of cat."""
MOVING = "OHMES"
"""In charge of cat, cat, and who answers for targets or data of the company."""


def _alert(_letter, _made):
    one = Alert.objects.create(
        key="x/reply_3min/person:cat",
        rule="x",
        kind="threshold",
        kpi="reply_3min",
        node_kind="person",
        node="cat",
        state="firing",
        interval="2026-10",
        judged=date(2026, 10, 31),
        said={"code": "alerts.below_limit", "gaps": {"interval": "2026-10", "value": "1", "limit": "2"}},
    )
    return {"number": one.pk}


def _moved(letter, made):
    return {**_alert(letter, made), "move": "acknowledge"}


def _channel(_letter, made):
    return {"number": Channel.objects.create(account=made["S"], way="wecom", name="x", shown="x", sealed="x").pk}


A, MOVE, C = "alert of cat", "move of an alert of cat", "channel of the steward"
_MOVE = {"move": "acknowledge"}
_SNOOZE = {"until": "2020-01-01", "note": "x"}
_NEW = {"way": "wecom", "address": "x"}
LINES = [
    line("alerts:alerts", EVERYBODY),
    line("alerts:rules", LOOK),
    line("alerts:channels", EVERYBODY),
    post("alerts:try_channel", "S", relation=C),
    post("alerts:remove_channel", "S", relation=C),
    line("alerts:alert", SEEING, relation=A),
    post("alerts:task", MOVING, relation=A),
    post("alerts:move", MOVING, relation=MOVE),
    line("api:alerts", EVERYBODY),
    line("api:one_alert", SEEING, relation=A),
    line("api:move_an_alert", MOVING, method="POST", relation=A, body=_MOVE),
    line("api:snooze_an_alert", MOVING, method="POST", relation=A, body=_SNOOZE),
    line("api:make_an_alert_a_task", MOVING, method="POST", relation=A, body={}),
    line("api:own_channels", EVERYBODY),
    line("api:add_a_channel", EVERYBODY, method="POST", body=_NEW),
    line("api:try_a_channel", "S", method="POST", relation=C, body={}),
    line("api:remove_a_channel", "S", method="DELETE", relation=C, body={}),
]
MAKERS = {A: _alert, MOVE: _moved, C: _channel}
"""How the thing of a relation is made: (letter, accounts) → parts of the address, None where it says nothing."""
ELSEWHERE = {}

"""预警: those of figures the asker may see, what is done with them, and one's own channels."""

from typing import Any

from django.http import HttpRequest
from django.utils import timezone
from ninja import Router, Status

from merit_desk.alerts.actions.channels import add_channel, own_channel, remove_channel
from merit_desk.alerts.actions.moves import move_alert, snooze_alert, task_from
from merit_desk.alerts.actions.sending import begin_sending
from merit_desk.alerts.models import Channel
from merit_desk.alerts.queries.visible import alert_of, open_alerts
from merit_desk.api.asker import viewer_asking
from merit_desk.api.forms.alerts import (
    AlertGiven,
    AlertMoveAsked,
    AlertTaskGiven,
    ChannelAsked,
    ChannelGiven,
    SnoozeAsked,
)
from merit_desk.api.scopes import Scope
from merit_desk.api.views.declared import Number, operation

router = Router(tags=["alerts"])
_READ, _WRITE = Scope.KPIS, Scope.CYCLES_WRITE
_ONE = "/alerts/{int:number}"


@router.get("/alerts", **operation("alerts", _READ, list[AlertGiven]))
def alerts(request: HttpRequest) -> Any:
    """Open ones, most money first, unknown last."""
    return open_alerts(viewer_asking(request))


@router.get(_ONE, **operation("alert", _READ, AlertGiven))
def one_alert(request: HttpRequest, number: Number) -> Any:
    """One alert with its evidence."""
    return alert_of(viewer_asking(request), number)


@router.post(f"{_ONE}/moves", **operation("move_alert", _WRITE, AlertGiven))
def move_an_alert(request: HttpRequest, number: Number, asked: AlertMoveAsked) -> Any:
    """Acknowledge or resolve it."""
    return move_alert(viewer_asking(request), number, asked.move, asked.note)


@router.post(f"{_ONE}/snooze", **operation("snooze_alert", _WRITE, AlertGiven))
def snooze_an_alert(request: HttpRequest, number: Number, asked: SnoozeAsked) -> Any:
    """Nobody is told of it before that day."""
    return snooze_alert(viewer_asking(request), number, asked.until, asked.note)


@router.post(f"{_ONE}/task", **operation("alert_task", _WRITE, AlertTaskGiven))
def make_an_alert_a_task(request: HttpRequest, number: Number) -> Any:
    """The task that it becomes; asked again, the same."""
    return task_from(viewer_asking(request), number)


@router.get("/alert-channels", **operation("alert_channels", _READ, list[ChannelGiven]))
def own_channels(request: HttpRequest) -> Any:
    """The asker's own."""
    return Channel.objects.filter(account_id=viewer_asking(request).signer)


@router.post("/alert-channels", **operation("add_alert_channel", _WRITE, ChannelGiven, 201))
def add_a_channel(request: HttpRequest, asked: ChannelAsked) -> Status[Any]:
    """A new one."""
    channel, made = add_channel(viewer_asking(request), asked.way, asked.name, asked.address, asked.secret)
    channel.made_secret = made  # type: ignore[attr-defined]
    return Status(201, channel)


@router.post("/alert-channels/{int:number}/trial", **operation("try_alert_channel", _WRITE, None, 204))
def try_a_channel(request: HttpRequest, number: Number) -> Status[None]:
    """Send a trial; `failure` of the channel then says what came of it."""
    begin_sending(None, own_channel(viewer_asking(request), number), timezone.now())
    return Status(204, None)


@router.delete("/alert-channels/{int:number}", **operation("remove_alert_channel", _WRITE, None, 204))
def remove_a_channel(request: HttpRequest, number: Number) -> Status[None]:
    """Take it away with its secret."""
    remove_channel(viewer_asking(request), number)
    return Status(204, None)

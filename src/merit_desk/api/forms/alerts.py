"""What the API takes and gives of alerts."""

from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, Any

from ninja import Schema
from pydantic import Field

from merit.alerts.standing import AlertMove
from merit_desk.alerts.models import Way
from merit_desk.api.forms.given import Given

Words = Annotated[str, Field(max_length=2000)]


class AlertGiven(Given):
    """One alert. `stake` is an estimate in the company's currency, null where nobody can say."""

    id: int
    key: str
    rule: str
    kind: str
    kpi: str
    node_kind: str
    node: str
    state: str
    interval: str
    since: str
    stake: Decimal | None
    cause: str
    links: list[str]
    evidence: list[dict[str, Any]]
    snoozed_until: date | None
    task_id: int | None
    fired_at: datetime


class AlertMoveAsked(Schema):
    """Acknowledge or resolve; resolving needs a reason."""

    move: AlertMove
    note: Words = ""


class SnoozeAsked(Schema):
    """Until when nobody is told, and why."""

    until: date
    note: Words


class AlertTaskGiven(Given):
    """The task that the alert became."""

    id: int
    title: str
    owner: str
    due: date


class ChannelAsked(Schema):
    """An address as the platform shows it; a webhook without a secret gets one."""

    way: Way
    address: Annotated[str, Field(max_length=500)]
    secret: Annotated[str, Field(max_length=200)] = ""
    name: Annotated[str, Field(max_length=60)] = ""


class ChannelGiven(Given):
    """One's own channel; its address and secret are never given back, but for a secret made just now."""

    id: int
    way: str
    name: str
    shown: str
    on: bool
    failure: str
    made_secret: str = ""

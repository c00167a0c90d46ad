"""What the API gives of uploads, jobs, the trail and webhooks; moments are in UTC."""

from datetime import datetime
from typing import Any

from merit_desk.api.forms.given import Given


class EnteredGiven(Given):
    """A value that no system holds, and whether a second person has confirmed it."""

    id: int
    kpi: str
    node_kind: str
    node: str
    period: str
    value: str
    note: str
    state: str
    person: str
    entered_at: datetime
    decided_at: datetime | None


class UploadGiven(Given):
    """A file that was handed in."""

    id: int
    name: str
    path: str
    size: int
    digest: str
    profile: str
    shop: str
    uploaded_at: datetime
    loaded_at: datetime | None
    outcome: dict[str, Any]


class JobGiven(Given):
    """Work in the background; `outcome` holds counts by name."""

    id: int
    kind: str
    state: str
    done: int
    total: int
    outcome: dict[str, Any]
    refusal: dict[str, Any] | None
    asked_at: datetime
    finished_at: datetime | None


class EntryGiven(Given):
    """An entry of the trail."""

    number: int
    at: datetime
    name: str
    action: str
    subject_kind: str
    subject: str
    before: Any
    after: Any
    address: str
    digest: str


class WebhookGiven(Given):
    """An address that is told of events."""

    id: int
    address: str
    events: list[str]
    note: str
    on: bool
    made_at: datetime


class NewWebhookGiven(WebhookGiven):
    """The same with its secret, which is shown this once."""

    secret: str


class DeliveryGiven(Given):
    """One message and what became of it."""

    id: int
    message: str
    event: str
    attempts: int
    made_at: datetime
    delivered_at: datetime | None
    next_at: datetime | None
    status: int | None
    failure: str

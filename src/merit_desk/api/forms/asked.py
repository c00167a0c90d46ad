"""What the API takes. Texts are bounded; what they mean is checked where the pages check it too."""

from typing import Annotated

from ninja import Schema
from pydantic import Field

Short = Annotated[str, Field(max_length=80)]
Text = Annotated[str, Field(max_length=500)]


class TargetAsked(Schema):
    """One row of targets.csv: replaces the row of the same KPI, node, period and start."""

    kpi: Short
    node_kind: Short
    node: Short
    period: Short
    target: Short
    basis: Short = "absolute"
    start: Annotated[str, Field(alias="from", max_length=10)] = ""
    reason: Text = ""


class TargetsAsked(Schema):
    """Rows to write, and why."""

    rows: Annotated[list[TargetAsked], Field(min_length=1, max_length=2000)]
    reason: Annotated[str, Field(max_length=300)] = ""


class DocumentAsked(Schema):
    """The new text of a file (null takes it away) and the digest of the state it is based on."""

    text: Annotated[str, Field(max_length=5_000_000)] | None
    based_on: Annotated[str, Field(max_length=64)] = ""
    reason: Annotated[str, Field(max_length=300)] = ""


class ValueAsked(Schema):
    """A value to be confirmed by a second person."""

    kpi: Short
    node_kind: Short
    node: Short
    period: Short
    value: Annotated[str, Field(max_length=40)]
    note: Text


class LoadAsked(Schema):
    """Files of the folder to load again; null for all of them."""

    files: Annotated[list[Annotated[str, Field(max_length=400)]], Field(max_length=500)] | None = None


class ReadingAsked(Schema):
    """How an uploaded file is to be read."""

    profile: Annotated[str, Field(max_length=200)]
    shop: Short = ""


class WebhookAsked(Schema):
    """An address and the events it is told of."""

    address: Annotated[str, Field(max_length=500)]
    events: Annotated[list[Short], Field(min_length=1, max_length=50)]
    note: Short = ""


class WebhookChangeAsked(Schema):
    """What is to be other than it was; what is null stays."""

    events: Annotated[list[Short], Field(min_length=1, max_length=50)] | None = None
    note: Short | None = None
    on: bool | None = None

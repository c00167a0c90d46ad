"""What the API takes and gives of goals. Targets and weights are exact decimals as text."""

from datetime import datetime
from typing import Annotated, Any

from ninja import Schema
from pydantic import Field

from merit_desk.api.forms.given import Given

Short = Annotated[str, Field(max_length=80)]
Number = Annotated[str, Field(max_length=30, pattern=r"^(-?\d+(\.\d+)?)?$")]
Reason = Annotated[str, Field(max_length=300)]


class GoalTold(Schema):
    """The fields of a goal; those left out stay as they are, or empty in a new one."""

    title: Annotated[str, Field(max_length=200)] | None = None
    person: Annotated[str, Field(max_length=64)] | None = None
    style: Annotated[str, Field(max_length=4)] | None = None
    perspective: Annotated[str, Field(max_length=10)] | None = None
    kpi: Annotated[str, Field(max_length=100)] | None = None
    figure_kind: Annotated[str, Field(max_length=12)] | None = None
    figure_node: Annotated[str, Field(max_length=64)] | None = None
    wording: Annotated[str, Field(max_length=2000)] | None = None
    measure: Short | None = None
    unit: Annotated[str, Field(max_length=20)] | None = None
    direction: Annotated[str, Field(max_length=4)] | None = None
    adds_up: bool | None = None
    target: Number | None = None
    basis: Annotated[str, Field(max_length=12)] | None = None
    period: Annotated[str, Field(max_length=24)] | None = None
    weight: Number | None = None


class GoalAsked(GoalTold):
    """A new goal of a node; `active` puts it in force where the asker sets goals."""

    level: Short
    node: Short
    parent: int | None = None
    active: bool = False


class GoalChangeAsked(GoalTold):
    """A change; `version` is what it is based on."""

    version: int
    reason: Reason = ""


class GoalMoveAsked(Schema):
    """propose, accept, send_back, close, reopen or drop."""

    move: Short
    version: int
    note: Reason = ""


class GoalAlignAsked(Schema):
    """The goal to be served, null for none."""

    parent: int | None
    version: int
    reason: Reason


class PartAsked(Schema):
    """A department, team, person or shop and its part of the target."""

    kind: Short
    node: Short
    target: Number


class GoalSplitAsked(Schema):
    """Parts that add up to the target exactly."""

    parts: Annotated[list[PartAsked], Field(min_length=1, max_length=500)]
    version: int


class DriverAsked(Schema):
    """One driver; `sign` is -1 for a term that is taken away."""

    kpi: Short
    target: Number = ""
    person: Short = ""
    sign: int = 1


class GoalDriversAsked(Schema):
    """`join` is product or sum."""

    join: Short
    drivers: Annotated[list[DriverAsked], Field(min_length=2, max_length=8)]
    version: int


class GoalReportAsked(Schema):
    """A note of progress: on_track, at_risk or off_track."""

    text: Annotated[str, Field(min_length=1, max_length=2000)]
    outlook: Short
    value: Number = ""


class ResultAsked(Schema):
    """A key result or a criterion."""

    title: Annotated[str, Field(min_length=1, max_length=200)]
    start: Number = ""
    target: Number = ""
    unit: Annotated[str, Field(max_length=20)] = ""


class ResultScoreAsked(Schema):
    """How far a key result is."""

    now: Number = ""
    done: bool = False


class GoalTargetAsked(Schema):
    """`stands` is the target that the asker saw in targets.csv, empty for none."""

    stands: Number = ""
    reason: Reason


class ResultGiven(Given):
    """A key result."""

    id: int
    title: str
    start: str
    target: str
    now: str
    unit: str
    done: bool


class CheckGiven(Given):
    """One answer of the check: good, watch or bad."""

    tone: str
    question: str
    text: str


class GoalGiven(Given):
    """A goal; `version` is what a change has to be based on."""

    id: int
    title: str
    level: str
    node: str
    person: str
    style: str
    perspective: str
    kpi: str
    figure_kind: str
    figure_node: str
    wording: str
    measure: str
    unit: str
    target: str
    basis: str
    period: str
    weight: str
    parent: int | None = Field(None, validation_alias="parent_id")
    is_driver: bool
    join: str
    state: str
    note: str
    version: int
    changed_at: datetime


class GoalPageGiven(GoalGiven):
    """The same with its value, what its parts come to, its key results and checks."""

    value: str | None
    parts: str
    parts_total: str
    checks: list[CheckGiven]
    results: list[ResultGiven]
    moves: list[str]


Told = dict[str, Any]

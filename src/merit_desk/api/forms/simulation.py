"""What the API is asked of simulations, and what it gives; amounts and figures are decimal text, months 2026-10."""

from datetime import date, datetime
from typing import Annotated, Literal

from ninja import Schema
from pydantic import Field

from merit_desk.api.forms.given import Given

Month = Annotated[str, Field(max_length=10)]
Title = Annotated[str, Field(min_length=1, max_length=80)]
Figure = Annotated[str, Field(max_length=20)]
Levers = Annotated[dict[Annotated[str, Field(max_length=120)], Figure], Field(max_length=400)]


class DocumentAsked(Schema):
    """A plan or reward to try, as YAML."""

    kind: Literal["plan", "reward"]
    id: Annotated[str, Field(max_length=80)]
    text: Annotated[str, Field(max_length=100_000)]


class SimulationAsked(Schema):
    """`levers` by name: w:plan:indicator, b:plan:grade, k:grade, t (targets, percent), f (floor of the company)."""

    title: Title
    first: Month
    last: Month
    documents: Annotated[list[DocumentAsked], Field(max_length=40)] = []
    levers: Levers = {}
    profit_limit: Figure | None = None
    starts: date | None = None


class SimulationGiven(Given):
    """`replayed_at` is null until it was replayed step by step; `stands` whether that is still what is asked."""

    id: int
    title: str
    first: str
    last: str
    levers: dict[str, str]
    documents: list[str]
    state: str
    version: int
    replayed_at: datetime | None
    stands: bool


class SimulatedGiven(SimulationGiven):
    """With the sums of the kept replay; null until there is one."""

    now: str | None
    draft: str | None
    gain: int | None
    lose: int | None
    same: int | None


class SimulatedPerson(Given):
    """One person over all months."""

    person: str
    now: str
    draft: str
    difference: str


class SimulatedLine(Given):
    """One line of both statements of a month."""

    reward: str
    line: str
    concerns: str
    now: str
    draft: str


class SimulatedMonth(Given):
    """One month of a person."""

    period: str
    now: str
    draft: str
    score_now: str
    score_draft: str
    lines: list[SimulatedLine]


class MoveAsked(Schema):
    """`based_on`: the version of the simulation that was seen."""

    levers: Levers
    based_on: Annotated[int, Field(gt=0, lt=2**31)]


class StepAsked(Schema):
    """A step of the proposal."""

    do: Literal["submit", "withdraw", "return", "approve", "reopen"]
    note: Annotated[str, Field(max_length=1000)] = ""


class DraftsGiven(Given):
    """What is a draft of the asker now."""

    drafts: list[str]


class ReplayGiven(Given):
    """The job that replays it."""

    job: int


class SpanAsked(Schema):
    """Months beside which a shadow runs."""

    first: Month
    last: Month


class ShadowMonth(Given):
    """A month of a shadow; null amounts while it was not run."""

    period: str
    live: str | None
    shadow: str | None
    people: int


class ShadowGiven(Given):
    """A shadow run; nobody is paid by it."""

    id: int
    simulation: int
    first: str
    last: str
    stopped_at: datetime | None
    months: list[ShadowMonth]


class NothingGiven(Given):
    """It is gone."""

    deleted: bool

"""What the API takes and gives of why a figure moved."""

from typing import Annotated

from ninja import Schema
from pydantic import Field

from merit.insight.decomposition_parts import DividedBy
from merit.kernel.node import COMPANY_ID, NodeKind
from merit_desk.api.forms.given import Given

Word = Annotated[str, Field(max_length=200)]


class CauseAsked(Schema):
    """The change asked. `within` are conditions such as `campaign:C1`; without `by` the first way of dividing is taken.

    `versus`: `previous`, `a_year_earlier`, a period, or for ratios a level: `usual` (the median part) or `target`.
    """

    kpi: Word
    node_kind: NodeKind = NodeKind.COMPANY
    node: Word = COMPANY_ID
    period: Annotated[str, Field(max_length=24)]
    versus: Annotated[str, Field(max_length=24)] = "previous"
    by: DividedBy | None = None
    driver: Word = ""
    within: Annotated[list[Word], Field(max_length=2)] = []


class CausePartGiven(Given):
    """One part, with six decimals; of a ratio, `amount` = `mix` + `rate`."""

    part: str
    name: str
    before: str | None
    now: str | None
    amount: str
    mix: str | None
    rate: str | None


class CauseGiven(Given):
    """Σ `amount` of the parts = `difference` before rounding; `by_known` lists the ways of dividing."""

    kpi: str
    node_kind: str
    node: str
    period: str
    versus: str
    by: str
    by_known: list[str]
    before: str
    now: str
    difference: str
    said: list[str]
    parts: list[CausePartGiven]


class CauseLeadGiven(Given):
    """What stands out by one way of dividing: its share of the change, and what it would be had all moved alike."""

    by: str
    parts: list[str]
    of_change: str
    alike: str
    said: str

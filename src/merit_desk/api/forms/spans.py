"""Parameters that several operations take together: a page of a list, a run of periods."""

from typing import Annotated

from ninja import Schema
from pydantic import Field

from merit.kernel.node import Node, NodeKind
from merit.kernel.period import Grain, Period
from merit.kernel.refusals import ConflictRefusal

MOST, USUAL = 1000, 100
"""Items on a page."""
MOST_PERIODS = 800


class Paging(Schema):
    """How many items, and behind which cursor."""

    limit: Annotated[int, Field(ge=1, le=MOST)] = USUAL
    cursor: Annotated[str, Field(max_length=400)] = ""


class Span(Paging):
    """From the first to the last period, both included, by grain; one period alone where `last` is empty."""

    first: Annotated[str, Field(max_length=21)]
    last: Annotated[str, Field(max_length=21)] = ""
    grain: Grain | None = None

    def periods(self) -> list[Period]:
        """Raises ConflictRefusal for no period, a span that runs backwards, and too many periods."""
        try:
            first, last = Period.parse(self.first), Period.parse(self.last or self.first)
        except (ValueError, OverflowError):
            raise ConflictRefusal("cli.not_a_period", text=f"{self.first} {self.last}".strip()) from None
        if last.end < first.end or (last.end - first.start).days > 40 * 366:
            raise ConflictRefusal("cli.not_a_period", text=f"{self.first} {self.last}".strip())
        grain = self.grain or first.grain
        found = [first] if grain is Grain.SPAN else Period(first.start, last.end).split(grain)
        if len(found) > MOST_PERIODS:
            raise ConflictRefusal("api.too_many_values", most=MOST_PERIODS)
        return found


class FigureAsked(Schema):
    """One figure: a KPI of a node over a period."""

    kpi: Annotated[str, Field(max_length=80)]
    node_kind: NodeKind
    node: Annotated[str, Field(max_length=80)]
    period: Annotated[str, Field(max_length=21)]

    def whose(self) -> Node:
        """The node."""
        return Node(self.node_kind, self.node)

    def when(self) -> Period:
        """The period. Raises ConflictRefusal for anything that is none."""
        try:
            return Period.parse(self.period)
        except (ValueError, OverflowError):
            raise ConflictRefusal("cli.not_a_period", text=self.period) from None


class FigureRowsAsked(FigureAsked, Paging):
    """A page of the rows behind a figure."""


class NodeValuesAsked(Paging):
    """Filters; what is empty filters nothing."""

    kpi: Annotated[str, Field(max_length=80)] = ""
    node_kind: Annotated[str, Field(max_length=20)] = ""
    node: Annotated[str, Field(max_length=80)] = ""


class EntriesAsked(Paging):
    """Filters; what is empty filters nothing."""

    action: Annotated[str, Field(max_length=60)] = ""
    subject_kind: Annotated[str, Field(max_length=40)] = ""
    subject: Annotated[str, Field(max_length=200)] = ""

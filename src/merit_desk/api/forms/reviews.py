"""What the API takes and gives of reviews. Of raters' answers it gives what the pages show, and nothing finer."""

from datetime import datetime
from typing import Annotated, Any

from ninja import Schema
from pydantic import Field

from merit_desk.api.forms.given import Given

Words = Annotated[str, Field(max_length=4000)]
Id = Annotated[str, Field(max_length=64)]


class AnswerAsked(Schema):
    """One question: a whole grade as text, "x" for cannot judge, empty for not yet; keys of evidence to keep."""

    question: Annotated[str, Field(max_length=90)]
    grade: Annotated[str, Field(max_length=6)] = ""
    comment: Words = ""
    kept: Annotated[list[Annotated[str, Field(max_length=80)]], Field(max_length=200)] = []


class AnswersAsked(Schema):
    """Questions that are not named stay as they are."""

    answers: Annotated[list[AnswerAsked], Field(max_length=60)]


class WhyAsked(Schema):
    """A reason."""

    reason: Annotated[str, Field(min_length=1, max_length=300)]


class RatersAsked(Schema):
    """People to nominate, of one relation."""

    relation: Annotated[str, Field(max_length=8)]
    people: Annotated[list[Id], Field(min_length=1, max_length=20)]


class ApprovalAsked(Schema):
    """Numbers of nominated raters; none stands for all."""

    raters: Annotated[list[int], Field(max_length=50)] = []


class ProposalAsked(Schema):
    """A proposal in one's own review."""

    review: int
    title: Annotated[str, Field(min_length=1, max_length=120)]
    problem: Words
    change: Words


class ProposalMoveAsked(Schema):
    """try, drop, take_up or judge."""

    move: Annotated[str, Field(max_length=10)]


class EffectAsked(Schema):
    """What a proposal changed: a KPI of a node in two periods, or the outcome of a test."""

    text: Words
    kpi: Annotated[str, Field(max_length=80)] = ""
    node_kind: Annotated[str, Field(max_length=20)] = ""
    node: Id = ""
    before: Annotated[str, Field(max_length=24)] = ""
    after: Annotated[str, Field(max_length=24)] = ""
    test: Words = ""
    experiment: Annotated[str, Field(max_length=80)] = ""


class JudgesAsked(Schema):
    """People to judge."""

    people: Annotated[list[Id], Field(min_length=1, max_length=20)]


class GradeAsked(Schema):
    """A judge's grade, "x" for cannot judge."""

    grade: Annotated[str, Field(max_length=6)]
    comment: Annotated[str, Field(max_length=2000)] = ""


class FormAsked(Schema):
    """The questions of a cycle and the words of its scales, as `docs/api.md` tells."""

    questions: Annotated[list[dict[str, Any]], Field(max_length=30)]
    words: dict[str, dict[str, Annotated[str, Field(max_length=300)]]] = {}


class FormGiven(Given):
    """The form of a cycle."""

    questions: list[dict[str, Any]]
    words: dict[str, dict[str, str]]


class FormToFillGiven(Given):
    """A form that the asker fills in; `stands` is open, writing or done."""

    review: int
    cycle: str
    person: str
    relation: str
    stands: str
    due: str | None


class QuestionGiven(Given):
    """One question with the asker's own answer."""

    question: str
    title: str
    low: int | None
    high: int | None
    grade: str
    comment: str


class SheetGiven(Given):
    """The asker's form."""

    review: int
    relation: str
    state: str
    open: bool
    saved_at: datetime | None
    questions: list[QuestionGiven]


class NamedAnswerGiven(Given):
    """An answer of the person or of a manager."""

    name: str
    grade: str
    comment: str


class MeanGiven(Given):
    """The exact mean of a relation, or of those merged (joined by +)."""

    relation: str
    mean: str


class HeardGiven(Given):
    """One question with what may be read of its answers."""

    question: str
    title: str
    own: NamedAnswerGiven | None
    managers: list[NamedAnswerGiven]
    means: list[MeanGiven]
    comments: list[str]


class ReviewGiven(Given):
    """One review as far as the asker reads it."""

    review: int
    cycle: str
    person: str
    state: str
    questions: list[HeardGiven]


class RaterGiven(Given):
    """A nominated rater: nominated, invited or declined, never whether they answered."""

    number: int
    person: str
    name: str
    relation: str
    stands: str
    reason: str


class ProposalGiven(Given):
    """A proposal."""

    id: int
    title: str
    problem: str
    change: str
    state: str
    effect: dict[str, Any]


class ProposalLineGiven(Given):
    """A proposal in a list."""

    number: int
    title: str
    name: str
    state: str

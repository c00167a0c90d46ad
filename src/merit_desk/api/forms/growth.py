"""What the API takes and gives of plans, career paths, promotions and talent."""

from datetime import date, datetime
from typing import Annotated, Any, Literal

from ninja import Schema
from pydantic import Field

from merit.follow.career import CriterionKind
from merit.follow.growth_plan import PlanGround, PlanKind, PlanMove, PlanOutcome
from merit.follow.promotion import CaseKind, CaseMove
from merit.reviews.nine_box import Potential
from merit_desk.api.forms.given import Given

Id = Annotated[str, Field(max_length=64)]
Short = Annotated[str, Field(min_length=1, max_length=200)]
Text = Annotated[str, Field(max_length=2000)]
Number = Annotated[str, Field(max_length=40, pattern=r"^(-?\d{1,16}(\.\d{1,6})?)?$")]
Pay = Annotated[str, Field(max_length=20, pattern=r"^(\d{1,12}(\.\d{1,2})?)?$")]
Row = Annotated[int, Field(ge=1, lt=2**62)]
Version = Annotated[int, Field(ge=1, lt=2**31)]


class GroundAsked(Schema):
    """Why; of `measure` the place of the indicator in a result. `rank` is refused with its reason."""

    ground: PlanGround
    period: Annotated[str, Field(max_length=24)] = ""
    segment: Annotated[str, Field(max_length=80)] = ""
    indicator: Annotated[str, Field(max_length=80)] = ""
    text: Annotated[str, Field(max_length=300)] = ""


class AimAsked(Schema):
    """What is to be reached."""

    text: Short
    indicator: Annotated[str, Field(max_length=80)] = ""
    target: Number = ""


class SupportAsked(Schema):
    """What the company does."""

    kind: Literal["training", "coaching", "tools", "time", "other"]
    text: Short
    who: Id = ""
    due: date | None = None
    course: Row | None = None


class PlanAsked(Schema):
    """A development or improvement plan."""

    kind: PlanKind
    person: Id
    title: Annotated[str, Field(min_length=1, max_length=120)]
    first: date
    last: date
    why: Text = ""
    reviews: Annotated[list[date], Field(max_length=12)] = []
    grounds: Annotated[list[GroundAsked], Field(max_length=30)] = []
    aims: Annotated[list[AimAsked], Field(max_length=20)] = []
    supports: Annotated[list[SupportAsked], Field(max_length=20)] = []


class PlanChangeAsked(PlanAsked):
    """The plan as it is to be, and the version that was seen."""

    version: Version


class PlanStepAsked(Schema):
    """A step; concluding needs `outcome`, extending `last`."""

    move: Literal[tuple(each.value for each in PlanMove if each is not PlanMove.CHANGE)]  # type: ignore[valid-type]
    note: Text = ""
    outcome: PlanOutcome | None = None
    last: date | None = None


class CriterionAsked(Schema):
    """One criterion of a step."""

    kind: CriterionKind
    what: Annotated[str, Field(max_length=80)] = ""
    need: Annotated[str, Field(max_length=12, pattern=r"^\d{1,8}(\.\d{1,2})?$")] = "1"
    times: Annotated[int, Field(ge=1, le=12)] = 1
    of: Annotated[int, Field(ge=1, le=12)] = 1


class CareerStepAsked(Schema):
    """A step of a career path; `replaces` is the one it stands in for."""

    from_post: Id
    to_post: Id
    criteria: Annotated[list[CriterionAsked], Field(max_length=12)]
    note: Annotated[str, Field(max_length=300)] = ""
    replaces: Row | None = None


class RecommendAsked(Schema):
    """For which post and why."""

    to_post: Id
    text: Text


class CaseAsked(Schema):
    """A promotion or another post; pay that is empty stays."""

    kind: CaseKind
    person: Id
    to_post: Id
    to_team: Id
    start: date
    reason: Annotated[str, Field(max_length=4000)]
    manager: Annotated[str, Field(max_length=200)] = ""
    bonus_base: Pay = ""
    wage: Pay = ""


class CaseChangeAsked(CaseAsked):
    """The draft as it is to be, and the version that was seen."""

    version: Version


class CaseStepAsked(Schema):
    """A step; `panel` are accounts."""

    move: Literal[tuple(each.value for each in CaseMove if each is not CaseMove.CHANGE)]  # type: ignore[valid-type]
    note: Annotated[str, Field(max_length=4000)] = ""
    panel: Annotated[list[Row], Field(max_length=20)] = []


class PotentialAsked(Schema):
    """What somebody may grow into, and why."""

    potential: Potential
    reason: Annotated[str, Field(max_length=500)]


class SuccessorAsked(Schema):
    """Who could take over a post."""

    post: Id
    person: Id
    readiness: Literal["now", "year", "later"]
    note: Annotated[str, Field(max_length=500)] = ""


class AimOut(Given):
    """An aim."""

    text: str
    indicator: str
    target: str


class SupportOut(Given):
    """A support."""

    id: int
    kind: str
    text: str
    who: str
    due: date | None
    course_id: int | None
    done_at: datetime | None


class StepOut(Given):
    """What was done."""

    at: datetime
    person: str
    move: str
    note: str


class PlanOut(Given):
    """A plan."""

    id: int
    person: str
    kind: str
    title: str
    state: str
    outcome: str
    first: date
    last: date
    version: int


class WholePlanOut(PlanOut):
    """A plan with everything that belongs to it."""

    why: str
    grounds: list[dict[str, Any]]
    reviews: list[str]
    conclusion: str
    refusal: str
    person_signed_at: datetime | None
    line_signed_at: datetime | None
    aims: list[AimOut]
    supports: list[SupportOut]
    steps: list[StepOut]


class WeakOut(Given):
    """An indicator below its target."""

    period: str
    segment: str
    indicator: str
    subject: str
    title: str
    actual: str
    target: str


class CareerStepOut(Given):
    """A step."""

    id: int
    from_post: str
    to_post: str
    criteria: list[dict[str, Any]]
    note: str


class StandingOut(Given):
    """One criterion; exact numbers as text, null where nothing is known yet."""

    words: str
    have: str
    need: str
    met: bool


class PathOut(Given):
    """A step from the person's post with their standing."""

    to_post: str
    criteria: list[StandingOut]


class CaseOut(Given):
    """A case; pay only for who may see it."""

    id: int
    person: str
    kind: str
    from_post: str
    to_post: str
    to_team: str
    manager: str
    start: date
    state: str
    reason: str
    evidence: list[dict[str, Any]]
    bonus_base: str | None
    wage: str | None
    version: int


class TalentOut(Given):
    """One person of the nine boxes."""

    person: str
    grade: str
    performance: str | None
    potential: str | None


class SuccessorOut(Given):
    """A note."""

    id: int
    post: str
    person: str
    readiness: str
    note: str

"""What the API is asked of outcomes, and what it gives; days are ISO dates, moments in UTC, figures decimal text."""

from datetime import date, datetime
from typing import Annotated, Any, Literal

from ninja import Schema
from pydantic import Field

from merit_desk.api.forms.given import Given

Text = Annotated[str, Field(min_length=1, max_length=4000)]
Free = Annotated[str, Field(max_length=4000)]
Digest = Annotated[str, Field(max_length=64)]
Names = Annotated[list[Annotated[str, Field(max_length=64)]], Field(max_length=20_000)]


class OutcomeGiven(Given):
    """A review with its result as it stands; `versions` are those the person was shown, oldest first."""

    id: int
    cycle: str
    person: str
    state: str
    total: str | None
    grade: str
    answer_due: date | None
    versions: list[dict[str, Any]]
    moves: list[str]


class OutcomeLine(Given):
    """The same in a list."""

    id: int
    person: str
    state: str
    total: str | None
    grade: str


class ReleaseAsked(Schema):
    """Teams, posts and people; none stands for everybody who is settled. `at` in the future plans the release."""

    teams: Names = []
    posts: Names = []
    people: Names = []
    at: datetime | None = None


class ReleasedGiven(Given):
    """`job` where it goes on in the background, `planned` where it waits for its moment."""

    released: int
    job: int | None
    planned: int | None


class CountOfVersions(Given):
    """How many were given a new version."""

    versions: int


class ConfirmAsked(Schema):
    """`seen` is the digest of the version that was read."""

    seen: Digest
    words: Annotated[str, Field(max_length=2000)] = ""


class AppealAsked(Schema):
    """What exactly is disputed; `line` names an indicator where the matter is one."""

    seen: Digest
    matter: Literal["indicator", "fact", "rating", "grade"]
    what: Text
    wanted: Text
    reason: Text
    line: Annotated[str, Field(max_length=80)] = ""
    evidence: Annotated[list[Annotated[str, Field(max_length=500)]], Field(max_length=10)] = []


class AppealGiven(Given):
    """An appeal with what was decided."""

    id: int
    participant_id: int
    state: str
    matter: str
    line: str
    what: str
    wanted: str
    reason: str
    evidence: list[str]
    due: date
    judge_id: int | None
    stand_in: bool
    verdict: str
    grounds: str
    grade: str
    mending: str
    mended: str


class JudgeAsked(Schema):
    """The id of the account that is to decide."""

    judge: Annotated[int, Field(gt=0, lt=2**62)]


class JudgesGiven(Given):
    """Accounts outside the line; `stand_in` when there is nobody and HR or the owner decides."""

    stand_in: bool
    accounts: list[dict[str, Any]]


class QuestionAsked(Schema):
    """A question of the judge to one side."""

    side: Literal["subject", "manager"]
    question: Text


class TextAsked(Schema):
    """One text."""

    text: Text


class VerdictAsked(Schema):
    """The decision; a new grade, or what is to be mended in the data."""

    verdict: Literal["upheld", "partly", "rejected"]
    grounds: Text
    grade: Annotated[str, Field(max_length=24)] = ""
    mending: Free = ""


class StepAsked(Schema):
    """An agreed step; `by` an ISO day or empty."""

    what: Annotated[str, Field(min_length=1, max_length=300)]
    by: Annotated[str, Field(max_length=10)] = ""
    support: Annotated[str, Field(max_length=300)] = ""


class InterviewAsked(Schema):
    """The manager's text; `revision` is the one it was made from, 0 for the first."""

    held_on: date | None = None
    well: Free = ""
    improve: Free = ""
    steps: Annotated[list[StepAsked], Field(max_length=5)] = []
    revision: Annotated[int, Field(ge=0, lt=2**31)] = 0


class SignAsked(Schema):
    """`seen` is the digest of the text that was read; `words` the person's own."""

    seen: Digest
    words: Free = ""


class RefusalAsked(Schema):
    """How it came about, and who saw it."""

    note: Text
    witness: Annotated[str, Field(min_length=1, max_length=80)]


class InterviewGiven(Given):
    """The record; `digest` is what both sign."""

    state: str
    held_on: date | None
    well: str
    improve: str
    steps: list[dict[str, Any]]
    own_words: str
    revision: int
    digest: str
    signatures: list[dict[str, Any]]


class SealGiven(Given):
    """`blockers` are reasons in words why it cannot be sealed yet; `content` what the seal covers."""

    cycle: str
    sealed: bool
    digest: str
    content: dict[str, Any]
    blockers: list[str]
    checks: list[dict[str, Any]]


class CorrectionAsked(Schema):
    """The right grade and why."""

    grade: Annotated[str, Field(min_length=1, max_length=24)]
    reason: Text


class CorrectionMoveAsked(Schema):
    """Approve or refuse as a second person, withdraw one's own."""

    move: Literal["approve", "refuse", "withdraw"]
    note: Annotated[str, Field(max_length=1000)] = ""


class CorrectionGiven(Given):
    """A new entry that names a sealed result."""

    id: int
    participant_id: int
    state: str
    sealed_digest: str
    before: str
    after: str
    reason: str
    note: str


class RankedGiven(Given):
    """One person's place among those under the same plan whom the asker may see; null in a small group."""

    plan: str
    person: str
    place: int | None
    tied: bool
    of: int | None
    total: str
    grade: str


class BandAsked(Schema):
    """Whether people are told roughly where they stand."""

    show_band: bool


class PackGiven(Given):
    """The evidence pack as data; `digest` is its fingerprint."""

    name: str
    digest: str
    data: dict[str, Any]

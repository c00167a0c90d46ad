"""发展计划 (IDP) and 改进计划 (PIP): from the proposal to the outcome, as tables of moves.

Signed by the person and by the line before it runs. Its outcome ends nothing but the plan: what the law allows next
is information for HR, and a place in a ranking is never its ground.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from merit.kernel.moves import Machine, MoveRule, Party, by
from merit.kernel.refusals import ConflictRefusal


class PlanKind(StrEnum):
    """What the plan is for."""

    DEVELOPMENT = "development"
    IMPROVEMENT = "improvement"


class PlanState(StrEnum):
    """Whom the plan waits for, or how it ended."""

    PROPOSED = "proposed"
    PERSON_SIGNED = "person_signed"
    LINE_SIGNED = "line_signed"
    AGREED = "agreed"
    """Signed by both; its first day has not been begun."""
    RUNNING = "running"
    CONCLUDED = "concluded"
    WITHDRAWN = "withdrawn"


class PlanMove(StrEnum):
    """What is done with it."""

    CHANGE = "change"
    """A change of the text takes both signatures away."""
    SIGN = "sign"
    """The person's signature."""
    COUNTERSIGN = "countersign"
    """The signature of the line."""
    OBJECT = "object"
    NOTE_REFUSAL = "note_refusal"
    """The person was heard and does not sign: HR writes down what they said."""
    BEGIN = "begin"
    CHECK_IN = "check_in"
    REVIEW = "review"
    """A review in the middle, on a day that the plan names."""
    EXTEND = "extend"
    CONCLUDE = "conclude"
    WITHDRAW = "withdraw"


class PlanOutcome(StrEnum):
    """How far the person came."""

    SUCCEEDED = "succeeded"
    PARTLY = "partly"
    NOT = "not"


class PlanGround(StrEnum):
    """Why there is a plan. RANK can be chosen nowhere: it is here to be refused with its reason."""

    MEASURE = "measure"
    """A measured indicator below its target."""
    REVIEW = "review"
    """What a review said, with an example."""
    WISH = "wish"
    """What the person wants to become."""
    RANK = "rank"


class NextStep(StrEnum):
    """What may follow an improvement plan that was not reached; in the order in which the law asks for it."""

    TRAINING = "training"
    POST_CHANGE = "post_change"
    SECOND_PLAN = "second_plan"
    ADVICE = "advice"
    """Only after training or another post, and outside Merit: HR takes legal advice."""


_S, _M = PlanState, PlanMove
_LINE = (Party.MANAGER, Party.HR, Party.OWNER)
_BOTH = (Party.SUBJECT, *_LINE)
_OPEN = (_S.PROPOSED, _S.PERSON_SIGNED, _S.LINE_SIGNED)
Rules = dict[tuple[PlanState, PlanMove], MoveRule[PlanState]]


def _shared(writers: tuple[Party, ...]) -> Rules:
    """What both kinds have in common; `writers` may change the text before both have signed."""
    return {
        **{(each, _M.CHANGE): by(_S.PROPOSED, *writers) for each in _OPEN},
        (_S.PROPOSED, _M.SIGN): by(_S.PERSON_SIGNED, Party.SUBJECT),
        (_S.LINE_SIGNED, _M.SIGN): by(_S.AGREED, Party.SUBJECT),
        (_S.PROPOSED, _M.COUNTERSIGN): by(_S.LINE_SIGNED, *_LINE),
        (_S.PERSON_SIGNED, _M.COUNTERSIGN): by(_S.AGREED, *_LINE),
        (_S.PROPOSED, _M.OBJECT): by(_S.PROPOSED, Party.SUBJECT),
        (_S.LINE_SIGNED, _M.OBJECT): by(_S.PROPOSED, Party.SUBJECT),
        (_S.AGREED, _M.BEGIN): by(_S.RUNNING, *_BOTH, Party.CLOCK),
        (_S.RUNNING, _M.CHECK_IN): by(_S.RUNNING, *_BOTH),
        (_S.RUNNING, _M.REVIEW): by(_S.RUNNING, *_LINE),
        (_S.RUNNING, _M.EXTEND): by(_S.RUNNING, *_LINE),
        (_S.RUNNING, _M.CONCLUDE): by(_S.CONCLUDED, *_LINE),
        **{(each, _M.WITHDRAW): by(_S.WITHDRAWN, *writers) for each in _OPEN},
        **{(each, _M.WITHDRAW): by(_S.WITHDRAWN, *_LINE) for each in (_S.AGREED, _S.RUNNING)},
    }


DEVELOPMENT_PLAN: Machine[PlanState, PlanMove] = Machine("growth_plan", _S.PROPOSED, _shared(_BOTH))
"""Person and line write it together."""

IMPROVEMENT_PLAN: Machine[PlanState, PlanMove] = Machine(
    "growth_plan",
    _S.PROPOSED,
    _shared(_LINE) | {(_S.LINE_SIGNED, _M.NOTE_REFUSAL): by(_S.AGREED, Party.HR, Party.OWNER)},
)
"""The line writes it; the person answers, and HR alone notes that somebody does not sign."""

MACHINES = {PlanKind.DEVELOPMENT: DEVELOPMENT_PLAN, PlanKind.IMPROVEMENT: IMPROVEMENT_PLAN}
ENDED = frozenset({_S.CONCLUDED, _S.WITHDRAWN})


@dataclass(frozen=True, slots=True)
class PlanTerms:
    """What an improvement plan promises and asks, as far as its rules look at it.

    `measured` counts criteria with a figure, `supports` the measures of support, `reviews` are days in the middle.
    """

    first: date
    last: date
    measured: int
    supports: int
    reviews: tuple[date, ...]


def refuse_grounds(grounds: Iterable[PlanGround]) -> None:
    """Raises ConflictRefusal for a place in a ranking.

    Source: Supreme People's Court, guiding case 18 (2013): the last place in an assessment does not prove that
    somebody is unable to do the work.
    """
    if PlanGround.RANK in set(grounds):
        raise ConflictRefusal("growth.rank_is_no_ground")


def refuse_terms(kind: PlanKind, terms: PlanTerms) -> None:
    """Raises ConflictRefusal for days that do not fit, and for an improvement plan that nobody could measure."""
    if terms.last <= terms.first:
        raise ConflictRefusal("growth.last_before_first")
    if any(not terms.first < day <= terms.last for day in terms.reviews):
        raise ConflictRefusal("growth.review_outside")
    if kind is PlanKind.DEVELOPMENT:
        return
    if not terms.measured:
        raise ConflictRefusal("growth.nothing_measured")
    if not terms.supports:
        raise ConflictRefusal("growth.no_support")
    if not terms.reviews:
        raise ConflictRefusal("growth.no_review_between")


def next_steps(outcome: PlanOutcome, after: Iterable[NextStep] = ()) -> tuple[NextStep, ...]:
    """What the law lets an employer do after this outcome; `after` is what was tried before for the same person.

    Source: 劳动合同法 art. 40(2): who proves unable to do the work is first trained or given another post; only when
    they prove unable again does the article go further, and then outside of Merit.
    """
    if outcome is PlanOutcome.SUCCEEDED:
        return ()
    first = (NextStep.TRAINING, NextStep.POST_CHANGE, NextStep.SECOND_PLAN)
    tried = {NextStep.TRAINING, NextStep.POST_CHANGE} & set(after)
    return (*first, NextStep.ADVICE) if outcome is PlanOutcome.NOT and tried else first

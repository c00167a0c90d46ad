"""Feedback, questions and notes as pages show them: with names, and what the viewer can do with each."""

from collections.abc import Iterable
from dataclasses import dataclass

from merit.follow.feedback import ASKING, CONSENT, AskMove, AskState, ConsentMove, ConsentState
from merit.kernel.moves import Party
from merit_desk.accounts.viewer import Viewer
from merit_desk.shell.sentences import say
from merit_desk.talks.colleagues import Colleague, colleague
from merit_desk.talks.models import Audience, CompanyValue, Feedback, Note, Question

USUAL_VALUES = ("customer", "teamwork", "honesty", "ownership", "innovation", "learning")
_TONES = {AskState.ASKED: "watch", AskState.ANSWERED: "good"}


@dataclass(frozen=True, slots=True)
class ShownFeedback:
    """`reach` says who reads it; `moves` are what the praised person can do."""

    one: Feedback
    about: Colleague
    writer: Colleague
    reach: str
    moves: tuple[ConsentMove, ...]


@dataclass(frozen=True, slots=True)
class ShownQuestion:
    """A question with both sides; `about_asker` when somebody asks about themselves."""

    one: Question
    asker: Colleague
    asked: Colleague
    about: Colleague
    state: str
    tone: str
    moves: tuple[AskMove, ...]
    late: bool


@dataclass(frozen=True, slots=True)
class ShownNote:
    """A note; `mine` may be changed."""

    one: Note
    about: Colleague
    writer: Colleague
    mine: bool


def shown_feedback(viewer: Viewer, found: Iterable[Feedback]) -> list[ShownFeedback]:
    """In the given order; no query each."""
    return [_feedback(viewer, each) for each in found]


def shown_questions(viewer: Viewer, found: Iterable[Question]) -> list[ShownQuestion]:
    """In the given order; no query each."""
    return [_question(viewer, each) for each in found]


def shown_notes(viewer: Viewer, found: Iterable[Note]) -> list[ShownNote]:
    """In the given order; no query each."""
    return [
        ShownNote(each, colleague(each.about), colleague(each.writer), each.author_id == viewer.account)
        for each in found
    ]


def company_values() -> list[str]:
    """What the company wants to praise; the usual ones until it has said so."""
    own = list(CompanyValue.objects.values_list("title", flat=True))
    return own or [say(f"talks.value.{each}") for each in USUAL_VALUES]


def _feedback(viewer: Viewer, one: Feedback) -> ShownFeedback:
    state = f"talks.reach.{one.audience}"
    if one.audience == Audience.EVERYBODY:
        state = f"talks.reach.everybody_{one.consent}"
    mine = one.audience == Audience.EVERYBODY and viewer.person == one.about
    moves = CONSENT.open_to(ConsentState(one.consent), frozenset({Party.SUBJECT})) if mine else ()
    return ShownFeedback(one, colleague(one.about), colleague(one.writer), say(state), moves)


def _question(viewer: Viewer, one: Question) -> ShownQuestion:
    party = Party.AUTHOR if one.asker == viewer.person else Party.RECEIVER
    state = AskState(one.state)
    return ShownQuestion(
        one=one,
        asker=colleague(one.asker),
        asked=colleague(one.asked),
        about=colleague(one.about),
        state=say(f"asking.stands.{state}"),
        tone=_TONES.get(state, ""),
        moves=ASKING.open_to(state, frozenset({party})),
        late=one.due is not None and state is AskState.ASKED and one.due < viewer.today,
    )

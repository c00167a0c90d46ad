"""The form as it is filled in: its questions with their words, and what was answered so far."""

from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from merit.reviews.form import FormQuestion, QuestionKind
from merit.scores.indicators.ratings import Relation
from merit.scores.plan.score_plan import RatingScheme
from merit_desk.reviews.models import Answer
from merit_desk.reviews.queries.answering import Answering
from merit_desk.reviews.queries.indicators import GradeChoice, RatedLine, choices, form_of, rated_lines
from merit_desk.shell import formats
from merit_desk.shell.sentences import say

USUAL_SCALE = RatingScheme(Fraction(1), Fraction(5), ())
COMMENT_LIMIT = 4000


@dataclass(frozen=True, slots=True)
class AskedQuestion:
    """One question of a form. `low` and `high` are None for a question answered in words alone."""

    key: str
    title: str
    note: str = ""
    low: int | None = None
    high: int | None = None
    grades: tuple[GradeChoice, ...] = ()
    rated: bool = False
    kept: frozenset[str] = frozenset()
    answer: Answer | None = None

    @property
    def chosen(self) -> str:
        """The grade as the form sends it; "x" for cannot judge."""
        if self.answer is None:
            return ""
        return "x" if self.answer.cannot else "" if self.answer.score is None else str(self.answer.score)

    @property
    def comment(self) -> str:
        """What was written so far."""
        return self.answer.comment if self.answer else ""

    @property
    def answered(self) -> bool:
        """Whether a grade was given or declined."""
        return self.low is None or bool(self.chosen)


@dataclass(frozen=True, slots=True)
class Sheet:
    """A form with its answers."""

    questions: tuple[AskedQuestion, ...]
    by_key: dict[str, AskedQuestion] = field(default_factory=dict)

    @property
    def left(self) -> int:
        """Grades that are still to be given."""
        return sum(not each.answered for each in self.questions)


def sheet_of(asked: Answering) -> Sheet:
    """Rated indicators of the plan first, then the questions of the cycle's form."""
    answers = {each.question: each for each in asked.assignment.answers.all()} if asked.assignment else {}
    found = questions_of(asked.participant.cycle, rated_lines(asked.participant), asked.relation)
    filled = tuple(_filled(each, answers.get(each.key)) for each in found)
    return Sheet(filled, {each.key: each for each in filled})


def questions_of(cycle: Any, lines: list[RatedLine], relation: Relation) -> list[AskedQuestion]:
    """What somebody of this relation is asked. Everybody is asked the rated indicators, whether they count or not,
    but for raters whose relation has no weight.
    """
    form = form_of(cycle)
    always = (Relation.SELF, Relation.MANAGER)
    rated = [
        _rated(line, form.words.get(line.subject, {}))
        for line in lines
        if relation in line.relations or relation in always
    ]
    return [*rated, *(_own(each) for each in form.asked_of(relation))]


def _rated(line: RatedLine, words: Any) -> AskedQuestion:
    grades = tuple(choices(line.subject, line.scheme, words))
    return AskedQuestion(
        key=f"rated:{line.subject}",
        title=line.title,
        note=weights_note(line),
        low=int(line.scheme.low),
        high=int(line.scheme.high),
        grades=grades,
        rated=True,
    )


def weights_note(line: RatedLine) -> str:
    """权重 15% · 上级 60%，同事 40%."""
    parts = say("reviews.comma").join(
        f"{say(f'reviews.relation.{relation}')} {formats.exact_number(weight)}%"
        for relation, weight in line.scheme.relations
    )
    return say("reviews.weights", weight=formats.exact_number(line.weight), parts=parts)


def _own(question: FormQuestion) -> AskedQuestion:
    title = question.title or say(f"reviews.question.{question.id}")
    key = f"asked:{question.id}"
    if question.kind is QuestionKind.TEXT:
        return AskedQuestion(key, title)
    low, high = int(USUAL_SCALE.low), int(USUAL_SCALE.high)
    return AskedQuestion(key, title, low=low, high=high, grades=tuple(choices("any", USUAL_SCALE, question.words)))


def _filled(question: AskedQuestion, answer: Answer | None) -> AskedQuestion:
    kept = frozenset(str(each.get("key", "")) for each in answer.kept) if answer else frozenset()
    return AskedQuestion(
        question.key,
        question.title,
        question.note,
        question.low,
        question.high,
        question.grades,
        question.rated,
        kept,
        answer,
    )

"""The form that raters fill in: sections of questions, beside the rated indicators that the plan brings by itself."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from merit.kernel.refusals import ConflictRefusal
from merit.scores.indicators.ratings import Relation

MOST_QUESTIONS = 30
MOST_WORDS = 300
_EVERYBODY = (Relation.SELF, Relation.MANAGER, Relation.PEER, Relation.REPORT, Relation.CROSS)


class QuestionKind(StrEnum):
    """SCALE has words for each grade and counts nowhere by itself; TEXT is answered in words."""

    SCALE = "scale"
    TEXT = "text"


@dataclass(frozen=True, slots=True)
class FormQuestion:
    """One question and the relations that are asked it; an empty title stands for the usual words of this id."""

    id: str
    kind: QuestionKind
    title: str
    asked: tuple[Relation, ...]
    words: Mapping[int, str]
    """What each grade of the scale means."""


@dataclass(frozen=True, slots=True)
class ReviewForm:
    """`words` are the anchors of the plan's rated indicators, by indicator and grade."""

    questions: tuple[FormQuestion, ...]
    words: Mapping[str, Mapping[int, str]]

    def asked_of(self, relation: Relation) -> list[FormQuestion]:
        """The questions of one relation, in order."""
        return [each for each in self.questions if relation in each.asked]


def usual_form() -> ReviewForm:
    """What went well and what to do better, asked of everybody; the manager also says what comes next."""
    asked = (("well", _EVERYBODY), ("better", _EVERYBODY), ("next", (Relation.SELF, Relation.MANAGER)))
    return ReviewForm(tuple(FormQuestion(name, QuestionKind.TEXT, "", who, {}) for name, who in asked), {})


def read_form(data: Mapping[str, Any]) -> ReviewForm:
    """The form as a cycle keeps it; an empty mapping is the usual form.

    Raises ConflictRefusal for a question without words, of no relation, or with an id that stands twice.
    """
    if not data.get("questions"):
        return ReviewForm(usual_form().questions, _words(data.get("words", {})))
    questions = tuple(_question(each) for each in data["questions"])
    _sound(questions)
    return ReviewForm(questions, _words(data.get("words", {})))


def form_data(form: ReviewForm) -> dict[str, Any]:
    """The form as JSON values; `read_form` gives it back."""
    questions = [
        {
            "id": each.id,
            "kind": str(each.kind),
            "title": each.title,
            "asked": [str(relation) for relation in each.asked],
            "words": {str(grade): text for grade, text in each.words.items()},
        }
        for each in form.questions
    ]
    return {"questions": questions, "words": {name: _text_keys(each) for name, each in form.words.items()}}


def _question(data: Mapping[str, Any]) -> FormQuestion:
    try:
        asked = tuple(Relation(each) for each in data["asked"])
        kind = QuestionKind(data["kind"])
        name = str(data["id"])
    except (KeyError, ValueError, TypeError):
        raise ConflictRefusal("reviews.form.not_readable") from None
    return FormQuestion(name, kind, str(data.get("title", "")), asked, _grades(data.get("words", {})))


def _sound(questions: Sequence[FormQuestion]) -> None:
    usual = {each.id for each in usual_form().questions}
    for at, each in enumerate(questions, 1):
        if not each.title.strip() and each.id not in usual:
            raise ConflictRefusal("reviews.form.no_title", number=at)
        if not each.asked:
            raise ConflictRefusal("reviews.form.nobody_asked", number=at)
        if len(each.title) > MOST_WORDS:
            raise ConflictRefusal("reviews.form.too_long", number=at, most=MOST_WORDS)
    if len({each.id for each in questions}) < len(questions):
        raise ConflictRefusal("reviews.form.id_twice")
    if len(questions) > MOST_QUESTIONS:
        raise ConflictRefusal("reviews.form.too_many", most=MOST_QUESTIONS)


def _words(data: Mapping[str, Any]) -> dict[str, Mapping[int, str]]:
    return {str(name): _grades(each) for name, each in data.items()}


def _grades(data: Mapping[str, Any]) -> dict[int, str]:
    return {int(grade): str(text) for grade, text in data.items() if str(grade).lstrip("-").isdigit()}


def _text_keys(words: Mapping[int, str]) -> dict[str, str]:
    return {str(grade): text for grade, text in words.items()}

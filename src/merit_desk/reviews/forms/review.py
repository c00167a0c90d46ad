"""Forms of the reviews: a reason, a rater's name, a proposal, its effect, a cycle's questions."""

from typing import Any

from django import forms

from merit.reviews.form import MOST_WORDS, FormQuestion, QuestionKind, ReviewForm
from merit.scores.indicators.ratings import Relation
from merit_desk.shell.sentences import said, say

ASKED = (Relation.SELF, Relation.MANAGER, Relation.PEER, Relation.REPORT, Relation.CROSS)
GRADES = (5, 4, 3, 2, 1)


class ReasonForm(forms.Form):
    """Why something is declined or returned."""

    reason = forms.CharField(
        label=said("reviews.field.reason"), max_length=300, widget=forms.Textarea(attrs={"rows": 3})
    )


class ProposalForm(forms.Form):
    """An idea."""

    review = forms.TypedChoiceField(label=said("reviews.field.cycle"), coerce=int)
    title = forms.CharField(label=said("reviews.field.title"), max_length=120)
    problem = forms.CharField(
        label=said("reviews.field.problem"),
        help_text=said("reviews.field.problem.help"),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    change = forms.CharField(
        label=said("reviews.field.change"),
        help_text=said("reviews.field.change.help"),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )

    def __init__(self, reviews: list[tuple[int, str]], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["review"].choices = reviews  # type: ignore[attr-defined]


class EffectForm(forms.Form):
    """What came of a proposal."""

    text = forms.CharField(
        label=said("reviews.field.effect"), max_length=4000, widget=forms.Textarea(attrs={"rows": 3})
    )
    figure = forms.ChoiceField(
        label=said("reviews.field.figure"), help_text=said("reviews.field.figure.help"), required=False
    )
    before = forms.ChoiceField(label=said("reviews.field.before"), required=False)
    after = forms.ChoiceField(label=said("reviews.field.after"), required=False)
    test = forms.CharField(
        label=said("reviews.field.test"),
        help_text=said("reviews.field.test.help"),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    experiment = forms.ChoiceField(
        label=said("reviews.field.experiment"), help_text=said("reviews.field.experiment.help"), required=False
    )

    def __init__(
        self, figures: list[tuple[str, str]], periods: list[tuple[str, str]], *args: Any, **kwargs: Any
    ) -> None:
        proven = kwargs.pop("proven", [])
        super().__init__(*args, **kwargs)
        self.fields["experiment"].choices = [("", say("reviews.field.no_experiment")), *proven]  # type: ignore[attr-defined]
        none = ("", say("reviews.field.no_figure"))
        self.fields["figure"].choices = [none, *figures]  # type: ignore[attr-defined]
        for name in ("before", "after"):
            self.fields[name].choices = [("", "—"), *periods]  # type: ignore[attr-defined]


class QuestionForm(forms.Form):
    """One question of a cycle's form; one without a title falls away."""

    id = forms.CharField(widget=forms.HiddenInput, required=False, max_length=40)
    title = forms.CharField(label=said("reviews.field.question"), required=False, max_length=MOST_WORDS)
    kind = forms.ChoiceField(label=said("reviews.field.kind"), required=False)
    asked = forms.MultipleChoiceField(
        label=said("reviews.field.asked"), required=False, widget=forms.CheckboxSelectMultiple
    )
    words = forms.CharField(
        label=said("reviews.field.words"),
        help_text=said("reviews.field.words.help"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kinds = [(str(each), say(f"reviews.kind.{each}")) for each in QuestionKind]
        self.fields["kind"].choices = kinds  # type: ignore[attr-defined]
        relations = [(str(each), say(f"reviews.relation.{each}")) for each in ASKED]
        self.fields["asked"].choices = relations  # type: ignore[attr-defined]


def initial_of(question: FormQuestion) -> dict[str, Any]:
    """The fields of a question as it stands."""
    return {
        "id": question.id,
        "title": question.title or say(f"reviews.question.{question.id}"),
        "kind": str(question.kind),
        "asked": [str(each) for each in question.asked],
        "words": words_text(question.words),
    }


def question_of(found: dict[str, Any], at: int, usual: frozenset[str]) -> FormQuestion | None:
    """The question that the fields describe; None without a title."""
    title = found.get("title", "").strip()
    if not title:
        return None
    name = found.get("id") or f"q{at}"
    own = "" if name in usual and title == say(f"reviews.question.{name}") else title
    asked = tuple(Relation(each) for each in found.get("asked", []))
    return FormQuestion(name, QuestionKind(found.get("kind") or "text"), own, asked, words_of(found.get("words", "")))


def words_of(text: str) -> dict[int, str]:
    """Lines such as "5 带动别人：改进了流程" by grade."""
    lines = (line.strip().partition(" ") for line in text.splitlines())
    return {int(grade): words.strip() for grade, _, words in lines if grade.isdigit() and words.strip()}


def words_text(words: Any) -> str:
    """The same as it is typed, best grade first."""
    return "\n".join(f"{grade} {words[grade]}" for grade in sorted(words, reverse=True))


def form_of_fields(questions: list[FormQuestion], words: dict[str, dict[int, str]]) -> ReviewForm:
    """A form made of what was typed."""
    return ReviewForm(tuple(questions), {name: each for name, each in words.items() if each})

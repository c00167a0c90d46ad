"""Forms of feedback: whom, what, who may read it; and of asking for it."""

import uuid
from datetime import date
from typing import Any

from django import forms
from django.urls import reverse_lazy

from merit_desk.shell.sentences import said, say
from merit_desk.talks.colleagues import Colleague, colleague, meant
from merit_desk.talks.models import Audience, Kind
from merit_desk.talks.words import Words

LONGEST = 2000


class ColleagueField(forms.CharField):
    """Somebody at work, typed or chosen; the cleaned value is the person's id. `today` is set by the form."""

    today: date = date.min

    def clean(self, value: Any) -> str:
        """Raises ValidationError for nobody, and for a name that several people have."""
        text = super().clean(value)
        if not text:
            return ""
        people: list[Colleague] = meant(text, self.today)
        if not people:
            raise forms.ValidationError(say("talks.form.nobody", name=text))
        if len(people) > 1:
            both = say("list.comma").join(each.label for each in people)
            raise forms.ValidationError(say("talks.form.several", name=text, people=both))
        return people[0].person

    def prepare_value(self, value: Any) -> Any:
        """An id that was given as the first value is shown with its name."""
        text = str(value or "")
        shown = colleague(text) if text else None
        return shown.label if shown and shown.name != text else text


def chooser() -> forms.TextInput:
    """A text field that offers people as one types; the page has the list (talks/people_list.html)."""
    asks = {"hx-get": reverse_lazy("talks:colleagues"), "hx-trigger": "input changed delay:200ms"}
    shows = {"hx-target": "#colleagues", "hx-swap": "innerHTML", "hx-indicator": "this"}
    return forms.TextInput(attrs={"list": "colleagues", "autocomplete": "off", **asks, **shows})


class WordsForm(forms.Form):
    """What is written about somebody. `narrow` leaves out what the asking manager could not read."""

    kind = forms.ChoiceField(
        label=said("talks.form.kind"),
        choices=[(each.value, said(f"talks.kind.{each}")) for each in Kind],
        widget=forms.RadioSelect,
        initial=Kind.FEEDBACK,
    )
    value = forms.CharField(
        label=said("talks.form.value"),
        max_length=40,
        required=False,
        help_text=said("talks.form.value_help"),
        widget=forms.TextInput(attrs={"list": "company-values", "autocomplete": "off"}),
    )
    text = forms.CharField(
        label=said("talks.form.text"),
        max_length=LONGEST,
        help_text=said("talks.form.text_help"),
        widget=forms.Textarea(attrs={"rows": 5}),
    )
    audience = forms.ChoiceField(
        label=said("talks.form.audience"),
        choices=[(each.value, said(f"talks.audience.{each}")) for each in Audience],
        widget=forms.RadioSelect,
        help_text=said("talks.form.audience_help"),
    )
    token = forms.CharField(widget=forms.HiddenInput, max_length=40)

    def __init__(self, *args: Any, narrow: bool = False, **kw: Any) -> None:
        super().__init__(*args, **kw)
        self.fields["token"].initial = uuid.uuid4().hex
        if narrow:
            left = [(each.value, said(f"talks.audience.{each}")) for each in Audience if each is not Audience.PERSON]
            self.fields["audience"].choices = left  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Recognition says for what; only recognition goes on the wall."""
        found = super().clean() or {}
        if found.get("kind") == Kind.RECOGNITION and not found.get("value", "").strip():
            self.add_error("value", say("talks.form.value_missing"))
        if found.get("kind") == Kind.FEEDBACK and found.get("audience") == Audience.EVERYBODY:
            self.add_error("audience", say("talks.form.only_praise"))
        return found

    @property
    def words(self) -> Words:
        """What was written."""
        found = self.cleaned_data
        return Words(
            Kind(found["kind"]), found["text"], Audience(found["audience"]), found["token"], found.get("value", "")
        )


class GiveForm(WordsForm):
    """The same with whom it is about."""

    about = ColleagueField(label=said("talks.form.about"), max_length=120, widget=chooser())
    field_order = ("about", "kind", "value", "text", "audience", "token")

    def __init__(self, *args: Any, today: date, **kw: Any) -> None:
        super().__init__(*args, **kw)
        self.fields["about"].today = today  # type: ignore[attr-defined]


class AskForm(forms.Form):
    """Whom to ask, about whom, what, until when."""

    asked = ColleagueField(label=said("talks.form.asked"), max_length=120, widget=chooser())
    about = forms.ChoiceField(label=said("talks.form.asked_about"))
    text = forms.CharField(
        label=said("talks.form.question"),
        max_length=500,
        help_text=said("talks.form.question_help"),
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    due = forms.DateField(
        label=said("talks.form.due"), required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )

    def __init__(self, *args: Any, today: date, own: str, people: list[Colleague], **kw: Any) -> None:
        super().__init__(*args, **kw)
        self.today = today
        self.fields["asked"].today = today  # type: ignore[attr-defined]
        choices = [(own, say("talks.form.myself")), *((each.person, each.label) for each in people)]
        self.fields["about"].choices = choices  # type: ignore[attr-defined]

    def clean_due(self) -> date | None:
        """Raises ValidationError for a day that has passed."""
        due: date | None = self.cleaned_data["due"]
        if due is not None and due < self.today:
            raise forms.ValidationError(say("talks.form.due_passed"))
        return due


class ValuesForm(forms.Form):
    """The company's values, one a line."""

    values = forms.CharField(
        label=said("talks.form.values"),
        help_text=said("talks.form.values_help"),
        max_length=600,
        widget=forms.Textarea(attrs={"rows": 8}),
    )

    def clean_values(self) -> list[str]:
        """Each once, at most twelve of at most forty signs. Raises ValidationError."""
        lines = [line.strip() for line in self.cleaned_data["values"].splitlines()]
        titles = list(dict.fromkeys(line for line in lines if line))
        if not titles or len(titles) > 12 or any(len(each) > 40 for each in titles):
            raise forms.ValidationError(say("talks.form.values_wrong"))
        return titles

"""What somebody values: up to three in their own order; and asking everybody."""

from datetime import date
from typing import Any

from django import forms

from merit.rewards.recognition.valued import Valued
from merit_desk.cycles.models import Cycle
from merit_desk.recognition.forms.choices import day_input, token_field, worded
from merit_desk.recognition.given import Answer, ranked
from merit_desk.shell.sentences import said, say


class ReachForm(forms.Form):
    """Who besides the person sees an answer."""

    for_manager = forms.BooleanField(label=said("recognition.form.for_manager"), required=False)
    for_hr = forms.BooleanField(label=said("recognition.form.for_hr"), required=False)


class ValuedForm(ReachForm):
    """The most important first; the second and third may be left out."""

    first = forms.ChoiceField(label=said("recognition.form.first"))
    second = forms.ChoiceField(label=said("recognition.form.second"), required=False)
    third = forms.ChoiceField(label=said("recognition.form.third"), required=False)
    text = forms.CharField(
        label=said("recognition.form.valued_text"),
        help_text=said("recognition.form.valued_text_help"),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    token = token_field()
    field_order = ("first", "second", "third", "text", "for_manager", "for_hr", "token")

    def __init__(self, *args: Any, **kw: Any) -> None:
        super().__init__(*args, **kw)
        for name in ("first", "second", "third"):
            self.fields[name].choices = [("", "—"), *worded("recognition.valued", Valued)]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Each once."""
        found = super().clean() or {}
        chosen = [found.get(name) for name in ("first", "second", "third") if found.get(name)]
        if len(set(chosen)) != len(chosen):
            self.add_error("second", say("recognition.form.each_once"))
        return found

    @property
    def answer(self) -> Answer:
        """What the person says."""
        found = self.cleaned_data
        order = ranked(found[name] for name in ("first", "second", "third") if found[name])
        return Answer(order, found["text"], found["for_manager"], found["for_hr"], found["token"])


class RoundForm(forms.Form):
    """Asking everybody at work."""

    title = forms.CharField(label=said("surveys.name"), max_length=120)
    cycle = forms.ModelChoiceField(
        Cycle.objects.order_by("-pk"), label=said("surveys.cycle"), required=False, empty_label="—"
    )
    closes = forms.DateField(label=said("surveys.closes"), widget=day_input())

    def __init__(self, *args: Any, today: date, **kw: Any) -> None:
        super().__init__(*args, **kw)
        self.today = today

    def clean_closes(self) -> date:
        """Raises ValidationError for a day that is over."""
        closes: date = self.cleaned_data["closes"]
        if closes < self.today:
            raise forms.ValidationError(say("surveys.over", day=str(closes)))
        return closes

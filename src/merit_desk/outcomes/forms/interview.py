"""The record of an interview, and what is noted where there is none or no signature."""

from django import forms

from merit_desk.outcomes.forms.appeal import long_field
from merit_desk.shell.sentences import said

STEPS = 5


class InterviewForm(forms.Form):
    """What went well, what to improve; the agreed steps are forms of their own beneath."""

    revision = forms.IntegerField(widget=forms.HiddenInput)
    held_on = forms.DateField(
        label=said("outcomes.field.held_on"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"invalid": said("people.wrong.day")},
    )
    well = long_field("outcomes.field.well", required=False, help_code="outcomes.help.well")
    improve = long_field("outcomes.field.improve", required=False, help_code="outcomes.help.improve")


class StepForm(forms.Form):
    """One agreed step; a row without `what` is left out."""

    what = forms.CharField(label=said("outcomes.field.step"), required=False, max_length=300)
    by = forms.DateField(
        label=said("outcomes.field.step_by"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"invalid": said("people.wrong.day")},
    )
    support = forms.CharField(label=said("outcomes.field.support"), required=False, max_length=300)


StepForms = forms.formset_factory(StepForm, extra=2, max_num=STEPS, absolute_max=STEPS)


class SignForm(forms.Form):
    """The person's own words and the text they have read."""

    seen = forms.CharField(widget=forms.HiddenInput, max_length=64)
    words = long_field("outcomes.field.own_words", required=False, help_code="outcomes.help.own_words", rows=3)


class SeenForm(forms.Form):
    """Which text or version was read."""

    seen = forms.CharField(widget=forms.HiddenInput, max_length=64)


class RefusalForm(forms.Form):
    """How it came about that the person did not sign, and who saw it."""

    note = long_field("outcomes.field.refusal")
    witness = forms.CharField(label=said("outcomes.field.witness"), max_length=80)


class WaiveForm(forms.Form):
    """Why there is no interview."""

    note = long_field("outcomes.field.waive")


class ConfirmForm(SeenForm):
    """What the person wants to add."""

    words = long_field("outcomes.field.words", required=False, rows=2)

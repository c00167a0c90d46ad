"""Whose results are opened, and when."""

from typing import Any

from django import forms

from merit_desk.shell.sentences import said


class ReleaseForm(forms.Form):
    """Teams, posts and people; nothing ticked stands for everybody who is settled."""

    teams = forms.MultipleChoiceField(
        label=said("outcomes.field.teams"), required=False, widget=forms.CheckboxSelectMultiple
    )
    posts = forms.MultipleChoiceField(
        label=said("outcomes.field.posts"), required=False, widget=forms.CheckboxSelectMultiple
    )
    people = forms.MultipleChoiceField(
        label=said("outcomes.field.people"), required=False, widget=forms.CheckboxSelectMultiple
    )
    at = forms.DateTimeField(
        label=said("outcomes.field.at"),
        help_text=said("outcomes.help.at"),
        required=False,
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        error_messages={"invalid": said("outcomes.wrong.at")},
    )

    def __init__(self, choices: dict[str, list[tuple[str, str]]], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, offered in choices.items():
            self.fields[name].choices = offered  # type: ignore[attr-defined]


class BandForm(forms.Form):
    """Whether people are told roughly where they stand."""

    show_band = forms.BooleanField(label=said("outcomes.field.show_band"), required=False)

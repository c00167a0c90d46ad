"""The form of a new session: whose grades, among whom, against which reference."""

import re
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from django import forms

from merit.company import Company
from merit.people.organisation import Organisation
from merit_desk.accounts.viewer import managing_on
from merit_desk.cycles.models import Cycle
from merit_desk.people.forms.changes import post_choices, team_choices
from merit_desk.results.queries.names import node_name
from merit_desk.shell.sentences import said, say

_PART = re.compile(r"^\s*(\S+?)[\s:：=]+([0-9.]+)\s*[%％]?\s*$")
_BETWEEN = re.compile(r"[,，、;；\n]+")


class SessionForm(forms.Form):
    """A new session."""

    cycle = forms.ModelChoiceField(
        label=said("calibration.field.cycle"), queryset=Cycle.objects.none(), to_field_name="code", empty_label=None
    )
    title = forms.CharField(
        label=said("calibration.field.title"), help_text=said("calibration.field.title_help"), max_length=120
    )
    posts = forms.MultipleChoiceField(
        label=said("calibration.field.posts"),
        help_text=said("calibration.field.posts_help"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    team = forms.ChoiceField(
        label=said("calibration.field.team"), help_text=said("calibration.field.team_help"), required=False
    )
    invited = forms.MultipleChoiceField(
        label=said("calibration.field.invited"),
        help_text=said("calibration.field.invited_help"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    reference = forms.CharField(
        label=said("calibration.field.reference"),
        help_text=said("calibration.field.reference_help"),
        required=False,
        max_length=200,
    )

    def __init__(self, company: Company, today: date, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["cycle"].queryset = Cycle.objects.filter(sealed_at=None)  # type: ignore[attr-defined]
        choices = {
            "posts": post_choices(company),
            "team": [("", say("calibration.every_team")), *team_choices(company, today)],
            "invited": manager_choices(company, today),
        }
        for name, values in choices.items():
            self.fields[name].choices = values  # type: ignore[attr-defined]

    def clean_reference(self) -> list[tuple[str, str]]:
        """Grades with percent, as written; they total 100."""
        parts = [part for part in _BETWEEN.split(self.cleaned_data["reference"]) if part.strip()]
        found = [match.groups() for part in parts if (match := _PART.match(part))]
        if len(found) != len(parts):
            raise forms.ValidationError(say("calibration.wrong.reference"))
        try:
            total = sum((Decimal(percent) for _, percent in found), Decimal(0))
        except InvalidOperation:
            raise forms.ValidationError(say("calibration.wrong.reference")) from None
        if found and total != 100:
            raise forms.ValidationError(say("calibration.wrong.total", total=str(total)))
        return [(str(grade), str(percent)) for grade, percent in found]


def manager_choices(company: Company, today: date) -> list[tuple[str, str]]:
    """Everybody in charge of somebody today."""
    organisation: Organisation = company.organisation
    return [(person, node_name(company, "person", person)) for person in sorted(managing_on(organisation, today))]

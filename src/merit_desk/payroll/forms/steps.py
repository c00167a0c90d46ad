"""What the steps of a payout ask for."""

from typing import Any

from django import forms

from merit_desk.shell.sentences import said, say

_LONG = 2000


class BeginForm(forms.Form):
    """Which period; why before the release, where it was not released."""

    period = forms.ChoiceField(label=said("payroll.field.period"))
    unreleased = forms.CharField(
        label=said("payroll.field.unreleased"),
        help_text=said("payroll.help.unreleased"),
        required=False,
        max_length=_LONG,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(self, periods: list[tuple[str, str]], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["period"].choices = periods  # type: ignore[attr-defined]


class NoteForm(forms.Form):
    """A reason that must be there."""

    text = forms.CharField(
        label=said("payroll.field.reason"), max_length=_LONG, widget=forms.Textarea(attrs={"rows": 3})
    )


class ApproveForm(forms.Form):
    """`seen` is the fingerprint of the lines on the page."""

    seen = forms.CharField(max_length=64, required=False, widget=forms.HiddenInput)
    reason = forms.CharField(
        label=said("payroll.field.over_reason"),
        help_text=said("payroll.help.over_reason"),
        required=False,
        max_length=_LONG,
        widget=forms.Textarea(attrs={"rows": 2}),
    )


class ExportForm(forms.Form):
    """Which layout, for which day of payment, under which reference."""

    layout = forms.ChoiceField(label=said("payroll.field.layout"))
    day = forms.DateField(
        label=said("payroll.field.pay_day"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    reference = forms.CharField(
        label=said("payroll.field.reference"), help_text=said("payroll.help.reference"), required=False, max_length=40
    )

    def __init__(self, layouts: list[tuple[str, str]], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["layout"].choices = layouts  # type: ignore[attr-defined]


class PaidForm(forms.Form):
    """The day and the bank's reference; whose transfer came back, a line each: id, comma, reason."""

    day = forms.DateField(
        label=said("payroll.field.paid_day"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    reference = forms.CharField(
        label=said("payroll.field.reference"), help_text=said("payroll.help.reference"), required=False, max_length=80
    )
    failed = forms.CharField(
        label=said("payroll.field.failed"),
        help_text=said("payroll.help.failed"),
        required=False,
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, people: set[str], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._people = people

    def clean_failed(self) -> dict[str, str]:
        """Reasons by person."""
        found: dict[str, str] = {}
        for line in self.cleaned_data["failed"].splitlines():
            if not line.strip():
                continue
            person, _, reason = line.replace("，", ",").partition(",")
            person, reason = person.strip(), reason.strip()
            if person not in self._people:
                raise forms.ValidationError(say("payroll.wrong.person", person=person))
            if not reason:
                raise forms.ValidationError(say("payroll.wrong.no_reason", person=person))
            found[person] = reason
        return found


class TransferForm(forms.Form):
    """One transfer: went out, or came back with a reason."""

    day = forms.DateField(
        label=said("payroll.field.paid_day"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    reference = forms.CharField(label=said("payroll.field.reference"), required=False, max_length=80)
    reason = forms.CharField(
        label=said("payroll.field.fail_reason"),
        required=False,
        max_length=_LONG,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(self, failing: bool, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if failing:
            self.fields["reason"].required = True
            del self.fields["reference"]
        else:
            del self.fields["reason"]


class BearerForm(forms.Form):
    """Who bears the chosen refunds, and why."""

    borne_by = forms.ChoiceField(label=said("payroll.field.bearer"), widget=forms.RadioSelect)
    reason = forms.CharField(
        label=said("payroll.field.reason"), max_length=_LONG, widget=forms.Textarea(attrs={"rows": 2})
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered = [(name, say(f"payroll.bearer.{name}")) for name in ("company", "person")]
        self.fields["borne_by"].choices = offered  # type: ignore[attr-defined]

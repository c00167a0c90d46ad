"""Which period to compute."""

from django import forms

from merit.kernel.period import Period
from merit_desk.shell.sentences import said, say


class RunForm(forms.Form):
    """One period, written as everywhere: 2026-10, 2026-Q4, 2026-W43."""

    period = forms.CharField(label=said("periods.which"), help_text=said("periods.which_help"), max_length=24)

    def clean_period(self) -> str:
        """The period in its normal form."""
        try:
            return str(Period.parse(self.cleaned_data["period"].strip()))
        except ValueError:
            raise forms.ValidationError(say("periods.not_a_period", period=self.cleaned_data["period"])) from None

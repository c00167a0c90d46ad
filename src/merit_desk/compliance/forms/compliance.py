"""Why somebody goes on, a confirmed minimum wage, and a bonus whose tax is estimated."""

from django import forms

from merit_desk.shell.sentences import said


class OverrideForm(forms.Form):
    """One finding and why."""

    guard = forms.CharField(widget=forms.HiddenInput, max_length=60)
    person = forms.CharField(widget=forms.HiddenInput, max_length=64, required=False)
    reference = forms.CharField(widget=forms.HiddenInput, max_length=200, required=False)
    reason = forms.CharField(
        label=said("compliance.field.reason"),
        help_text=said("compliance.help.reason"),
        max_length=300,
        min_length=5,
        widget=forms.Textarea(attrs={"rows": 2}),
    )


class OverrideAllForm(forms.Form):
    """Everything that one guard has found, and why."""

    guard = forms.CharField(widget=forms.HiddenInput, max_length=60)
    reason = forms.CharField(label=said("compliance.field.reason"), max_length=300, min_length=5)


class WageForm(forms.Form):
    """A minimum wage that was looked up."""

    region = forms.RegexField(r"^CN-\d{2,6}$", label=said("compliance.field.region"), max_length=9)
    name = forms.CharField(label=said("compliance.field.name"), max_length=40, required=False)
    valid_from = forms.DateField(
        label=said("compliance.field.from"), widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
    )
    monthly = forms.DecimalField(label=said("compliance.field.monthly"), min_value=1, max_digits=8, decimal_places=2)
    source = forms.CharField(
        label=said("compliance.field.source"), help_text=said("compliance.help.source"), max_length=300
    )
    seen = forms.CharField(widget=forms.HiddenInput, max_length=80, required=False)


class TaxForm(forms.Form):
    """A year-end bonus beside the year's comprehensive income."""

    bonus = forms.DecimalField(
        label=said("compliance.field.bonus"), min_value=0, max_value=10**8, decimal_places=2, max_digits=12
    )
    income = forms.DecimalField(
        label=said("compliance.field.income"),
        help_text=said("compliance.help.income"),
        min_value=-(10**8),
        max_value=10**8,
        decimal_places=2,
        max_digits=12,
        required=False,
    )
    paid_on = forms.DateField(
        label=said("compliance.field.paid_on"),
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        required=False,
    )


class PaydayForm(forms.Form):
    """The day on which a period's bonuses are paid."""

    paid_on = forms.DateField(required=False)

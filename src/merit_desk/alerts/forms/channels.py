"""A channel as somebody gives it."""

from django import forms

from merit_desk.alerts.models import Way
from merit_desk.shell.sentences import said

WAYS = (Way.WECOM, Way.DINGTALK, Way.FEISHU, Way.WEBHOOK)


class ChannelForm(forms.Form):
    """The address as the platform shows it, and its secret where there is one."""

    way = forms.ChoiceField(label=said("alert.field.way"), choices=[(each, said(f"alert.way.{each}")) for each in WAYS])
    name = forms.CharField(label=said("alert.field.name"), required=False, max_length=60)
    address = forms.CharField(
        label=said("alert.field.address"),
        max_length=500,
        help_text=said("alert.help.address"),
        widget=forms.TextInput(attrs={"autocomplete": "off", "inputmode": "url"}),
    )
    secret = forms.CharField(
        label=said("alert.field.secret"),
        required=False,
        max_length=200,
        help_text=said("alert.help.secret"),
        widget=forms.PasswordInput(attrs={"autocomplete": "off"}),
    )

"""Forms of the pages about tokens and webhooks."""

from django import forms

from merit_desk.api.events import Event
from merit_desk.api.scopes import Scope
from merit_desk.shell.sentences import said


class TokenForm(forms.Form):
    """A new token."""

    name = forms.CharField(label=said("api.token_name"), max_length=80, help_text=said("api.token_name_help"))
    days = forms.TypedChoiceField(
        label=said("api.token_days"),
        coerce=int,
        choices=[(days, said(f"api.token_days_{days}")) for days in (30, 90, 365)],
        initial=90,
    )
    scopes = forms.MultipleChoiceField(
        label=said("api.token_scopes"),
        help_text=said("api.token_scopes_help"),
        choices=[(str(scope), said(f"api.scope.{scope.name.lower()}")) for scope in Scope],
        widget=forms.CheckboxSelectMultiple,
    )


class WebhookForm(forms.Form):
    """A new webhook."""

    address = forms.CharField(label=said("api.hook_address"), max_length=500, help_text=said("api.hook_address_help"))
    events = forms.MultipleChoiceField(
        label=said("api.hook_events"),
        choices=[(str(event), said(f"api.event.{event}")) for event in Event if event is not Event.PING],
        widget=forms.CheckboxSelectMultiple,
    )
    note = forms.CharField(label=said("api.hook_note"), max_length=80, required=False)

"""The form for the password or token of a live source."""

from django import forms

from merit_desk.shell.sentences import said


class SecretForm(forms.Form):
    """A password or token; the field is never filled in."""

    secret = forms.CharField(
        label=said("intake.secret_label"),
        help_text=said("intake.secret_help"),
        max_length=4000,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password", "spellcheck": "false"}),
    )

"""One's own page: language, theme, and a mail address that counts only after the link in the mail."""

from typing import Any

from allauth.account.forms import ChangeEmailForm as LibraryChangeEmail
from django import forms

from merit_desk.shell.sentences import said


class ChangeEmailForm(LibraryChangeEmail):  # type: ignore[misc]
    """A new address; until the link is followed the old one stays."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["email"].label = said("accounts.field.new_email")
        self.fields["email"].widget.attrs.pop("placeholder", None)


class LooksForm(forms.Form):
    """Language and theme, on every device the account signs in from."""

    language = forms.ChoiceField(
        label=said("accounts.field.language"), choices=[("zh", "中文"), ("en", "English")], widget=forms.RadioSelect
    )
    theme = forms.ChoiceField(
        label=said("accounts.field.theme"),
        choices=[(each, said(f"accounts.theme.{each}")) for each in ("system", "light", "dark")],
        widget=forms.RadioSelect,
    )

    def clean_theme(self) -> str:
        """Nothing is kept for the system's own."""
        theme = str(self.cleaned_data["theme"])
        return "" if theme == "system" else theme

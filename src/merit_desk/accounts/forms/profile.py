"""One's own page: language, theme, and a mail address that counts only after the link in the mail."""

from typing import Any, ClassVar

from allauth.account.forms import ChangeEmailForm as LibraryChangeEmail
from django import forms

from merit_desk.accounts.models import Account
from merit_desk.shell.sentences import said


class ChangeEmailForm(LibraryChangeEmail):  # type: ignore[misc]
    """A new address; until the link is followed the old one stays."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["email"].label = said("accounts.field.new_email")
        self.fields["email"].widget.attrs.pop("placeholder", None)


class LooksForm(forms.ModelForm):
    """Language and theme, on every device the account signs in from."""

    language = forms.ChoiceField(label=said("accounts.field.language"), widget=forms.RadioSelect)
    theme = forms.ChoiceField(label=said("accounts.field.theme"), required=False, widget=forms.RadioSelect)

    class Meta:
        model = Account
        fields: ClassVar[list[str]] = ["language", "theme"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["language"].choices = [("zh", "中文"), ("en", "English")]  # type: ignore[attr-defined]
        self.fields["theme"].choices = [  # type: ignore[attr-defined]
            ("", said("accounts.theme.system")),
            ("light", said("accounts.theme.light")),
            ("dark", said("accounts.theme.dark")),
        ]

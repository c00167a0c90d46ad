"""What is asked about an account, and about a role that is given."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.core.validators import RegexValidator
from django.db.models import Q

from merit.company import Company
from merit.people.tree import team_on
from merit_desk.accounts.access import Role
from merit_desk.accounts.models import Account
from merit_desk.shell.sentences import said, say

_NAME = RegexValidator(r"^[\w.@+-]+$", said("accounts.wrong.username"))


@dataclass(frozen=True, slots=True)
class NewAccount:
    """What is asked of a new account; `person` is empty for somebody outside the people table."""

    username: str
    name: str
    person: str
    email: str
    language: str


@dataclass(frozen=True, slots=True)
class NewGrant:
    """A role from `start` to `end` (last day; None until taken back), for a team with all below it or for all."""

    role: Role
    team: str
    start: date
    end: date | None


class AccountForm(forms.Form):
    """`person` must be in the people table and have no account yet."""

    name = forms.CharField(label=said("accounts.field.name"), max_length=80)
    username = forms.CharField(
        label=said("accounts.field.username"),
        help_text=said("accounts.help.username"),
        max_length=150,
        validators=[_NAME],
    )
    person = forms.CharField(
        label=said("accounts.field.person"), help_text=said("accounts.help.person"), max_length=64, required=False
    )
    email = forms.EmailField(label=said("accounts.field.email"), help_text=said("accounts.help.email"), required=False)
    language = forms.ChoiceField(
        label=said("accounts.field.language"), choices=[("zh", "中文"), ("en", "English")], initial="zh"
    )

    def __init__(self, company: Company | None, account: Account | None, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._people = frozenset(company.organisation.spells_of) if company else frozenset[str]()
        self._own = account.pk if account else None
        self.fields["person"].widget.attrs["list"] = "people"
        self.fields["username"].widget.attrs |= {"autocapitalize": "off", "spellcheck": "false", "autocomplete": "off"}

    def clean_username(self) -> str:
        """Names differ by more than capitals, and from every mail address: either opens the sign-in page."""
        name = str(self.cleaned_data["username"]).lower()
        if self._others().filter(Q(username__iexact=name) | Q(email__iexact=name)).exists():
            raise forms.ValidationError(say("accounts.wrong.username_taken"))
        return name

    def clean_email(self) -> str:
        """One account per address."""
        address = str(self.cleaned_data["email"]).lower()
        if address and self._others().filter(Q(username__iexact=address) | Q(email__iexact=address)).exists():
            raise forms.ValidationError(say("accounts.wrong.email_taken"))
        return address

    def clean_person(self) -> str:
        """One account per person."""
        person = str(self.cleaned_data["person"]).strip()
        if person and person not in self._people:
            raise forms.ValidationError(say("accounts.wrong.person_unknown", person=person))
        if person and self._others().filter(person=person).exists():
            raise forms.ValidationError(say("accounts.wrong.person_taken"))
        return person

    def asked(self) -> NewAccount:
        """After is_valid()."""
        return NewAccount(**{name: self.cleaned_data[name] for name in self.fields})

    def _others(self) -> Any:
        return Account.objects.exclude(pk=self._own) if self._own else Account.objects.all()


@dataclass(frozen=True, slots=True)
class Offer:
    """What somebody may give: which roles, to whom of the company, from today on."""

    roles: Sequence[Role]
    may_give: Callable[[Role, str], bool]
    company: Company | None
    today: date


class GrantForm(forms.Form):
    """Only the roles that may be given are offered; `may_give` settles for which part of the company."""

    role = forms.ChoiceField(label=said("accounts.field.role"))
    team = forms.ChoiceField(label=said("accounts.field.team"), required=False)
    start = forms.DateField(
        label=said("accounts.field.start"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    end = forms.DateField(
        label=said("accounts.field.end"),
        help_text=said("accounts.help.end"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )

    def __init__(self, offer: Offer, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._offer = offer
        self.fields["role"].choices = [(role.value, said(f"accounts.role.{role}")) for role in offer.roles]  # type: ignore[attr-defined]
        self.fields["team"].choices = [("", said("accounts.whole_company")), *_teams(offer.company, offer.today)]  # type: ignore[attr-defined]
        self.fields["start"].initial = offer.today

    def clean(self) -> dict[str, Any]:
        """Days in order, and a part of the company that the viewer looks after."""
        found = super().clean() or self.cleaned_data
        start, end = found.get("start"), found.get("end")
        if start and end and end < start:
            self.add_error("end", say("accounts.wrong.end_before_start"))
        if "role" in found and not self._offer.may_give(Role(found["role"]), found.get("team", "")):
            self.add_error("team", say("accounts.wrong.team_outside"))
        return found

    def asked(self) -> NewGrant:
        """After is_valid()."""
        found = self.cleaned_data
        return NewGrant(Role(found["role"]), found["team"], found["start"], found["end"])


class LinkForm(forms.Form):
    """The id by which one of the company's systems knows the person."""

    way = forms.ChoiceField(label=said("accounts.field.way"))
    uid = forms.CharField(label=said("accounts.field.uid"), help_text=said("accounts.help.uid"), max_length=191)

    def __init__(self, offered: list[tuple[str, str]], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["way"].choices = offered  # type: ignore[attr-defined]


def _teams(company: Company | None, day: date) -> list[tuple[str, str]]:
    if company is None:
        return []
    standing = (team_on(company.organisation, team, day) for team in company.organisation.rows_of)
    return [(team.team, team.name) for team in standing if team]

"""What the set-up asks."""

from pathlib import Path
from typing import Any

from django import forms
from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.core.validators import RegexValidator

from merit.company import Trade
from merit.kernel.period import Period
from merit.sources.time_zones import is_time_zone
from merit.templates.read_templates import data_groups, post_templates
from merit_desk.accounts.models import Account
from merit_desk.people.forms.business import PLATFORMS
from merit_desk.results.queries.names import titled
from merit_desk.setup.code import fits
from merit_desk.shell.sentences import said, say

_NEW = {"autocomplete": "new-password"}
_CURRENCIES = ("CNY", "HKD", "TWD", "USD", "EUR", "GBP", "JPY", "SGD", "MYR", "THB", "VND", "IDR")


class OwnerForm(forms.Form):
    """The first account; the code is on the console of `merit serve`."""

    code = forms.CharField(label=said("setup.field.code"), help_text=said("setup.help.code"), max_length=40)
    name = forms.CharField(label=said("setup.field.name"), max_length=80)
    username = forms.CharField(
        label=said("setup.field.username"),
        help_text=said("setup.help.username"),
        max_length=150,
        validators=[RegexValidator(r"^[\w.@+-]+$", said("setup.wrong.username"))],
    )
    email = forms.EmailField(label=said("setup.field.email"), required=False)
    password = forms.CharField(
        label=said("setup.field.password"),
        help_text=said("accounts.password_rules"),
        strip=False,
        widget=forms.PasswordInput(attrs=_NEW),
    )
    again = forms.CharField(label=said("setup.field.again"), strip=False, widget=forms.PasswordInput(attrs=_NEW))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"].widget.attrs |= {
            "autocomplete": "off",
            "spellcheck": "false",
            "autocapitalize": "characters",
        }
        self.fields["username"].widget.attrs |= {"autocapitalize": "off", "spellcheck": "false"}

    def clean_code(self) -> str:
        """Without it, whoever finds the address first would own the company."""
        code = str(self.cleaned_data["code"])
        if not fits(Path(settings.MERIT_COMPANY), code):
            raise forms.ValidationError(say("setup.wrong.code"))
        return code

    def clean(self) -> dict[str, Any]:
        """The rules of every password, and twice the same."""
        found = super().clean() or self.cleaned_data
        password = found.get("password")
        if password:
            account = Account(username=found.get("username", ""), name=found.get("name", ""))
            try:
                validate_password(password, account)
            except forms.ValidationError as wrong:
                self.add_error("password", wrong)
        if password and found.get("again") and password != found["again"]:
            self.add_error("again", say("accounts.wrong.passwords_differ"))
        return found


class CompanyForm(forms.Form):
    """company.yaml."""

    name = forms.CharField(label=said("setup.field.company"), max_length=80)
    sells_to = forms.ChoiceField(
        label=said("setup.field.sells_to"),
        choices=[(trade.value, said(f"setup.trade.{trade}")) for trade in Trade],
        initial=Trade.B2C.value,
        widget=forms.RadioSelect,
    )
    categories = forms.CharField(
        label=said("setup.field.categories"), help_text=said("setup.help.categories"), required=False, max_length=200
    )
    currency = forms.ChoiceField(label=said("setup.field.currency"), choices=[(each, each) for each in _CURRENCIES])
    time_zone = forms.CharField(label=said("people.field.time_zone"), initial="Asia/Shanghai", max_length=40)
    day_cut = forms.RegexField(
        r"([01]?\d|2[0-3]):[0-5]\d",
        label=said("setup.field.day_cut"),
        help_text=said("setup.help.day_cut"),
        initial="00:00",
        error_messages={"invalid": said("setup.wrong.day_cut")},
    )
    holidays = forms.ChoiceField(
        label=said("setup.field.holidays"),
        choices=[("CN", said("setup.holidays.CN")), ("none", said("setup.holidays.none"))],
    )

    def clean_time_zone(self) -> str:
        """A zone that the system knows."""
        zone = str(self.cleaned_data["time_zone"]).strip()
        if not is_time_zone(zone):
            raise forms.ValidationError(say("setup.wrong.time_zone", zone=zone))
        return zone

    def profile(self) -> dict[str, Any]:
        """After is_valid(), as company.yaml writes it."""
        found = self.cleaned_data
        typed = str(found["categories"]).replace("，", "、").replace(",", "、").replace(";", "、")
        categories = [each.strip() for each in typed.split("、") if each.strip()]
        rest = ("currency", "time_zone", "day_cut", "holidays", "sells_to")
        return {"name": found["name"], **{name: found[name] for name in rest}, "categories": categories}


class ShopRow(forms.Form):
    """One shop; a row without a name is left out."""

    name = forms.CharField(label=said("people.field.shop_name"), required=False, max_length=80)
    platform = forms.ChoiceField(
        label=said("people.field.platform"),
        choices=[(platform, said(f"people.platform.{platform}")) for platform in PLATFORMS],
        required=False,
    )
    shop = forms.RegexField(
        r"[\w.\-]{1,40}",
        label=said("people.field.shop"),
        required=False,
        error_messages={"invalid": said("people.wrong.person")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in self.fields:
            look = "form-select" if name == "platform" else "form-control"
            self.fields[name].widget.attrs |= {"class": look, "aria-label": str(self.fields[name].label)}


ShopRows = forms.formset_factory(ShopRow, extra=3)


class TemplatesForm(forms.Form):
    """Which template each post gets, and which records the company has."""

    groups = forms.MultipleChoiceField(
        label=said("setup.field.groups"),
        help_text=said("setup.help.groups"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, posts: list[tuple[str, int]], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.posts = [post for post, _ in posts]
        self.fields["groups"].choices = [(each.group, titled(each.title, each.group)) for each in data_groups()]  # type: ignore[attr-defined]
        offered = [("", say("setup.no_template"))]
        offered += [(each.template, titled(each.title, each.template)) for each in post_templates()]
        for number, (post, count) in enumerate(posts):
            label = say("setup.post_with_count", post=post, count=count)
            self.fields[f"post_{number}"] = forms.ChoiceField(label=label, choices=offered, required=False)

    def chosen(self) -> dict[str, str]:
        """Post → template, of the posts that get one."""
        found = {post: str(self.cleaned_data[f"post_{number}"]) for number, post in enumerate(self.posts)}
        return {post: template for post, template in found.items() if template}

    def post_fields(self) -> list[forms.BoundField]:
        """The fields of the posts."""
        return [self[f"post_{number}"] for number in range(len(self.posts))]


class PeriodForm(forms.Form):
    """The first period."""

    period = forms.CharField(label=said("setup.field.period"), help_text=said("setup.help.period"), max_length=10)

    def clean_period(self) -> str:
        """As periods are written."""
        try:
            return str(Period.parse(str(self.cleaned_data["period"]).strip()))
        except ValueError:
            raise forms.ValidationError(say("setup.wrong.period")) from None

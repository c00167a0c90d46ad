"""What is asked about shops, posts, matters and credits."""

from typing import Any

from django import forms

from merit.company import Company
from merit.people.credits import CREDIT_KINDS
from merit_desk.people.forms.changes import post_choices, reason_field
from merit_desk.shell.sentences import said, say

PLATFORMS = (
    *("tmall", "taobao", "jd", "pdd", "douyin", "kuaishou", "xiaohongshu", "wechat"),
    *("shopify", "woocommerce", "amazon", "tiktok", "own", "other"),
)
"""Platforms with a word of their own; a folder may name others."""


def platform_choices(now: str = "") -> list[tuple[str, Any]]:
    """The platforms by name, and the one that the shop has."""
    known = [(platform, said(f"people.platform.{platform}")) for platform in PLATFORMS]
    return known if now in ("", *PLATFORMS) else [(now, now), *known]


class ShopForm(forms.Form):
    """A shop; its id stands in facts and cannot be changed."""

    name = forms.CharField(label=said("people.field.shop_name"), max_length=80)
    platform = forms.ChoiceField(label=said("people.field.platform"))
    shop = forms.RegexField(
        r"[\w.\-]{1,40}",
        label=said("people.field.shop"),
        help_text=said("people.help.shop"),
        error_messages={"invalid": said("people.wrong.person")},
    )
    time_zone = forms.CharField(
        label=said("people.field.time_zone"), help_text=said("people.help.time_zone"), required=False, max_length=40
    )
    reason = reason_field()

    def __init__(self, new: bool, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        now = str(self.initial.get("platform", ""))
        self.fields["platform"].choices = platform_choices(now)  # type: ignore[attr-defined]
        if not new:
            del self.fields["shop"]


class _Lines(forms.CharField):
    """A list, one entry a line; the table keeps it with `；` between."""

    def __init__(self, code: str) -> None:
        widget = forms.Textarea(attrs={"rows": 5})
        super().__init__(label=said(code), help_text=said("people.help.lines"), required=False, widget=widget)

    def clean(self, value: Any) -> str:
        """The lines, joined."""
        text = str(super().clean(value)).replace(";", "\n").replace("；", "\n")
        return "；".join(line.strip() for line in text.splitlines() if line.strip())

    def prepare_value(self, value: Any) -> Any:
        """Back to lines."""
        return str(value or "").replace(";", "；").replace("；", "\n")


class PostForm(forms.Form):
    """What a post answers for and may decide by itself."""

    name = forms.CharField(label=said("people.field.post_name"), max_length=64)
    name_en = forms.CharField(label=said("people.field.name_en"), required=False, max_length=64)
    responsibilities = _Lines("people.field.responsibilities")
    authority = _Lines("people.field.authority")
    reason = reason_field()


class MatterForm(forms.Form):
    """Who does, decides and must be told."""

    matter = forms.CharField(label=said("people.field.matter"), max_length=80)
    does = forms.MultipleChoiceField(label=said("people.field.does"), widget=forms.CheckboxSelectMultiple)
    decides = forms.MultipleChoiceField(
        label=said("people.field.decides"), required=False, widget=forms.CheckboxSelectMultiple
    )
    told = forms.MultipleChoiceField(
        label=said("people.field.told"), required=False, widget=forms.CheckboxSelectMultiple
    )
    reason = reason_field()

    def __init__(self, company: Company, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("does", "decides", "told"):
            self.fields[name].choices = post_choices(company)  # type: ignore[attr-defined]


class SubjectForm(forms.Form):
    """Which subject's shares are to be written."""

    kind = forms.ChoiceField(
        label=said("people.field.kind"), choices=[(kind, said(f"people.kind.{kind}")) for kind in CREDIT_KINDS]
    )
    subject = forms.CharField(label=said("people.field.subject"), help_text=said("people.help.subject"), max_length=120)

    def clean_subject(self) -> str:
        """One line of text."""
        subject = str(self.cleaned_data["subject"]).strip()
        if not subject.isprintable() or "/" in subject:
            raise forms.ValidationError(say("people.wrong.subject"))
        return subject


class ShareForm(forms.Form):
    """One share; a row without a person is left out."""

    person = forms.CharField(required=False, max_length=64)
    percent = forms.DecimalField(required=False, max_digits=9, decimal_places=2, min_value=0, max_value=100)
    role = forms.CharField(required=False, max_length=20)
    start = forms.DateField(required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
    last = forms.DateField(required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, code in (
            ("person", "person_name"),
            ("percent", "share"),
            ("role", "role"),
            ("start", "from"),
            ("last", "last"),
        ):
            self.fields[name].label = said(f"people.field.{code}")
            self.fields[name].widget.attrs |= {"class": "form-control", "aria-label": said(f"people.field.{code}")}
        self.fields["person"].widget.attrs |= {"list": "people", "autocomplete": "off"}
        self.fields["percent"].widget.attrs["inputmode"] = "decimal"


ShareForms = forms.formset_factory(ShareForm, extra=2)

"""What a person says about a line, how it is answered and decided, and the days that all this may take."""

from decimal import Decimal, InvalidOperation
from typing import Any

from django import forms

from merit.kernel.refusals import ConflictRefusal
from merit.reviews.appeal import Verdict
from merit.rewards.payment.dispute import Remedy
from merit_desk.disputes.forms.evidence import KINDS, Sent, check_evidence
from merit_desk.shell.sentences import said, say

_LONG = 4000


def _long(code: str, help_code: str = "", rows: int = 4, required: bool = True) -> forms.CharField:
    return forms.CharField(
        label=said(code),
        required=required,
        max_length=_LONG,
        help_text=said(help_code) if help_code else "",
        widget=forms.Textarea(attrs={"rows": rows}),
    )


class Files(forms.ClearableFileInput):
    """Several files at once."""

    allow_multiple_selected = True


class FilesField(forms.FileField):
    """What was sent, as name and content; kinds and sizes are checked here and once more when they are kept."""

    def __init__(self, **more: Any) -> None:
        super().__init__(widget=Files(attrs={"accept": ",".join(KINDS)}), required=False, **more)

    def clean(self, data: Any, initial: Any = None) -> tuple[Sent, ...]:
        """The files. Raises ValidationError in words for one that is not kept."""
        each = data if isinstance(data, list | tuple) else [data] if data else []
        sent = [super(FilesField, self).clean(one, initial) for one in each]
        return tuple(Sent(one.name, one.read()) for one in sent)


def _amount(text: str) -> Decimal:
    try:
        number = Decimal(text.strip().replace(",", "").replace("，", ""))
    except InvalidOperation:
        raise forms.ValidationError(say("disputes.wrong.amount")) from None
    if not number.is_finite() or number != number.quantize(Decimal("0.01")) or abs(number) >= 10**12:
        raise forms.ValidationError(say("disputes.wrong.amount"))
    return number


class DisputeForm(forms.Form):
    """A line is questioned. `seen` is the amount that was read."""

    seen = forms.DecimalField(widget=forms.HiddenInput, max_digits=16, decimal_places=2)
    wanted = forms.CharField(
        label=said("disputes.field.wanted"), help_text=said("disputes.help.wanted"), max_length=24, required=False
    )
    reason = _long("disputes.field.reason", "disputes.help.reason")
    evidence = FilesField(label=said("disputes.field.files"), help_text=said("disputes.help.files"))

    def clean_wanted(self) -> Decimal | None:
        """An amount to the fen, or nothing."""
        text = str(self.cleaned_data["wanted"])
        return _amount(text) if text.strip() else None

    def clean_evidence(self) -> tuple[Sent, ...]:
        """What is not kept is named."""
        return _kept(self.cleaned_data["evidence"])


class FilesForm(forms.Form):
    """More evidence."""

    evidence = FilesField(label=said("disputes.field.files"), help_text=said("disputes.help.files"))

    def clean_evidence(self) -> tuple[Sent, ...]:
        """At least one."""
        sent = _kept(self.cleaned_data["evidence"])
        if not sent:
            raise forms.ValidationError(say("disputes.wrong.no_file"))
        return sent


class AnswerForm(forms.Form):
    """How the line came about."""

    text = _long("disputes.field.answer", "disputes.help.answer")


class MendedForm(forms.Form):
    """What was mended."""

    text = _long("disputes.field.mended", rows=2)


class RulingForm(forms.Form):
    """The decision, why, and what follows from it."""

    verdict = forms.ChoiceField(
        label=said("disputes.field.verdict"),
        choices=[(str(each), said(f"disputes.verdict.{each}")) for each in Verdict],
        widget=forms.RadioSelect,
    )
    remedy = forms.ChoiceField(
        label=said("disputes.field.remedy"),
        choices=[(str(each), said(f"disputes.remedy.{each}")) for each in Remedy],
        widget=forms.RadioSelect,
    )
    amount = forms.CharField(
        label=said("disputes.field.amount"), help_text=said("disputes.help.amount"), max_length=24, required=False
    )
    mending = _long("disputes.field.mending", "disputes.help.mending", rows=2, required=False)
    grounds = _long("disputes.field.grounds", "disputes.help.grounds")

    def clean_amount(self) -> Decimal | None:
        """An amount to the fen, or nothing."""
        text = str(self.cleaned_data["amount"])
        return _amount(text) if text.strip() else None


class TermsForm(forms.Form):
    """The days."""

    file_days = forms.IntegerField(label=said("disputes.field.file_days"), min_value=3, max_value=365)
    answer_days = forms.IntegerField(label=said("disputes.field.answer_days"), min_value=1, max_value=90)
    decide_days = forms.IntegerField(label=said("disputes.field.decide_days"), min_value=1, max_value=180)

    def clean(self) -> dict[str, Any]:
        """Nobody can decide before the answer is due."""
        cleaned = super().clean() or {}
        if cleaned.get("decide_days", 0) < cleaned.get("answer_days", 0):
            self.add_error("decide_days", say("disputes.wrong.decide_days"))
        return cleaned


def _kept(sent: tuple[Sent, ...]) -> tuple[Sent, ...]:
    try:
        check_evidence(sent)
    except ConflictRefusal as refusal:
        raise forms.ValidationError(say(refusal.code, **refusal.params)) from None
    return sent

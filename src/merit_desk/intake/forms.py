"""What people fill in: how a file is read, which column goes where, values with evidence, decisions."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal, InvalidOperation
from typing import Any

from django import forms

from merit.facts.columns import Column, ColumnKind, FactTable
from merit.kernel.period import Period
from merit.sources.preview import FilePreview
from merit.sources.profile_text import MappedColumn
from merit_desk.shell.sentences import knows, said, say

SKIP = "-"
FORMATS = ("", "%d/%m/%Y", "%m/%d/%Y", "%d.%m.%Y", "%Y%m%d", "%d/%m/%Y %H:%M", "%m/%d/%Y %H:%M")
WORDS = {
    ("orders", "status"): ("unpaid", "paid", "shipped", "signed", "closed", "other"),
    ("refunds", "status"): ("success", "processing", "closed"),
}
"""Words that KPIs ask for; the last but one and last are what anything else becomes."""
OTHERS = {("orders", "status"): "other", ("refunds", "status"): "processing"}


def column_label(column: str) -> str:
    """What a column of a fact table is called."""
    codes = (f"intake.column.{column}", f"field.{column}")
    return next((say(code) for code in codes if knows(code)), column)


def table_label(table: str) -> str:
    """What a fact table is called."""
    return say(f"intake.table.{table}") if knows(f"intake.table.{table}") else table


class ReadingForm(forms.Form):
    """How a recognised file is read: profile, shop, how often new ones are expected."""

    profile = forms.ChoiceField(label=said("intake.read_as"))
    shop = forms.ChoiceField(label=said("intake.shop"), required=False)
    every = forms.ChoiceField(label=said("intake.every"), required=False, help_text=said("intake.every_help"))

    def __init__(
        self, *args: Any, profiles: Sequence[tuple[str, str]], shops: Sequence[tuple[str, str]], **kw: Any
    ) -> None:
        super().__init__(*args, **kw)
        self.fields["profile"].choices = profiles  # type: ignore[attr-defined]
        self.fields["shop"].choices = [("", say("intake.no_shop")), *shops]  # type: ignore[attr-defined]
        every = [(each, say(f"intake.every_{each}")) for each in ("day", "week", "month")]
        self.fields["every"].choices = [("", say("intake.every_none")), *every]  # type: ignore[attr-defined]


@dataclass(frozen=True, slots=True)
class HeaderRow:
    """One header of the file on the form, with the first values below it."""

    header: str
    samples: tuple[str, ...]
    target: forms.BoundField
    format: forms.BoundField | None
    negate: forms.BoundField | None
    words: tuple[tuple[str, forms.BoundField], ...]
    why: str


class MappingForm(forms.Form):
    """A new mapping: every header to a column of one table, or left out; constants for what the file does not say."""

    title = forms.CharField(label=said("intake.mapping_title"), max_length=60)

    def __init__(self, *args: Any, preview: FilePreview, table: FactTable, guesses: dict[str, str], **kw: Any) -> None:
        super().__init__(*args, **kw)
        self.preview, self.table, self.guesses = preview, table, guesses
        self.headers = [name for name in preview.header if name]
        choices = [(SKIP, say("intake.leave_out")), *((each.name, _choice(each)) for each in table.columns)]
        for at, header in enumerate(self.headers):
            guess = guesses.get(header, SKIP)
            label = say("intake.goes_to", header=header)
            self.fields[f"to_{at}"] = forms.ChoiceField(choices=choices, initial=guess, label=label)
            formats = [(each, _format_label(each)) for each in FORMATS]
            seen = written_format(preview.samples(header, 12))
            self.fields[f"format_{at}"] = forms.ChoiceField(
                choices=formats, initial=seen, required=False, label=say("intake.format")
            )
            self.fields[f"negate_{at}"] = forms.BooleanField(required=False, label=say("intake.negate"))
            for number, _ in enumerate(self._words_seen(header)):
                self.fields[f"word_{at}_{number}"] = forms.CharField(required=False, max_length=40)
        for column in table.columns:
            self.fields[f"const_{column.name}"] = forms.CharField(required=False, max_length=80, label=_choice(column))

    def clean(self) -> dict[str, Any]:
        """Every needed column once; no column twice."""
        data = super().clean() or {}
        chosen = [data.get(f"to_{at}") for at in range(len(self.headers))]
        for name in {each for each in chosen if each and each != SKIP and chosen.count(each) > 1}:
            self.add_error(
                f"to_{len(chosen) - 1 - chosen[::-1].index(name)}",
                say("intake.mapped_twice", column=column_label(name)),
            )
        for column in self.needed():
            if column.name not in chosen and not data.get(f"const_{column.name}"):
                self.add_error(None, say("intake.not_mapped", column=column_label(column.name)))
        return data

    def needed(self) -> list[Column]:
        """Columns without which no row is taken over; the shop is said for the file as a whole."""
        return [column for column in self.table.columns if column.required and column.name != "shop"]

    def constants(self) -> list[forms.BoundField]:
        """The fields for columns that the file does not say: the needed ones that no header is taken for."""
        taken = {self[f"to_{at}"].value() for at in range(len(self.headers))}
        return [self[f"const_{column.name}"] for column in self.needed() if column.name not in taken]

    def rows(self) -> list[HeaderRow]:
        """The headers in the order of the file."""
        return [self._row(at, header) for at, header in enumerate(self.headers)]

    def mapped(self) -> list[MappedColumn]:
        """The columns as they were chosen."""
        data = self.cleaned_data
        found = [
            self._mapped(at, header, data[f"to_{at}"])
            for at, header in enumerate(self.headers)
            if data[f"to_{at}"] != SKIP
        ]
        mapped = {each.column for each in found}
        constants = ((name, data[f"const_{name}"].strip()) for name in self.table.names)
        return found + [MappedColumn(name, const=text) for name, text in constants if text and name not in mapped]

    def left_out(self) -> list[str]:
        """The headers that nothing is made of."""
        return [header for at, header in enumerate(self.headers) if self.cleaned_data[f"to_{at}"] == SKIP]

    def _mapped(self, at: int, header: str, name: str) -> MappedColumn:
        data = self.cleaned_data
        kind = _kind(self.table, name)
        dated, counted = kind in (ColumnKind.INSTANT, ColumnKind.DAY), kind in (ColumnKind.AMOUNT, ColumnKind.NUMBER)
        key = (self.table.name, name)
        given = [(word, data.get(f"word_{at}_{n}", "").strip()) for n, word in enumerate(self._words_seen(header))]
        words = {word: text for word, text in given if text} if key in WORDS else {}
        return MappedColumn(
            name,
            header,
            format=data[f"format_{at}"] if dated else "",
            negate=counted and data[f"negate_{at}"],
            words=words,
            other=OTHERS[key] if words else "",
        )

    def _row(self, at: int, header: str) -> HeaderRow:
        target = str(self[f"to_{at}"].value() or SKIP)
        kind = _kind(self.table, target)
        dated, counted = kind in (ColumnKind.INSTANT, ColumnKind.DAY), kind in (ColumnKind.AMOUNT, ColumnKind.NUMBER)
        worded = (self.table.name, target) in WORDS
        words = [(word, self[f"word_{at}_{n}"]) for n, word in enumerate(self._words_seen(header))] if worded else []
        guessed = self.guesses.get(header)
        why = "" if target == SKIP else "name" if guessed == target else "chosen"
        return HeaderRow(
            header,
            self.preview.samples(header),
            self[f"to_{at}"],
            self._format(at) if dated else None,
            self[f"negate_{at}"] if counted else None,
            tuple(words),
            why,
        )

    def _format(self, at: int) -> forms.BoundField:
        """The field; on a form shown anew for a new choice it still says what the values look like."""
        name = f"format_{at}"
        if self.is_bound and name not in self.data:
            self.data = {**self.data.dict(), name: self.fields[name].initial}  # type: ignore[attr-defined]
        return self[name]

    def _words_seen(self, header: str) -> tuple[str, ...]:
        return self.preview.samples(header, 12)


def _kind(table: FactTable, name: str) -> ColumnKind | None:
    column = table.column(name)
    return column.kind if column is not None else None


def _choice(column: Column) -> str:
    label = column_label(column.name)
    text = label if label == column.name else f"{label} {column.name}"
    return f"{text} *" if column.required else text


def _format_label(written: str) -> str:
    """A pattern as people read it: 31.12.2026."""
    if not written:
        return say("intake.format_usual")
    shown = {"%Y": "2026", "%m": "12", "%d": "31", "%H": "18", "%M": "05"}
    for mark, text in shown.items():
        written = written.replace(mark, text)
    return written


def written_format(samples: Sequence[str]) -> str:
    """The pattern that all of the values follow; empty where the usual reading does, or none."""
    return next((each for each in FORMATS if each and samples and all(_follows(text, each) for text in samples)), "")


def _follows(text: str, written: str) -> bool:
    try:
        datetime.strptime(text, written)  # noqa: DTZ007 - only whether it can be read
    except ValueError:
        return False
    return True


class NewColumnsForm(forms.Form):
    """What becomes of headers that a profile does not know: a further column, an old one's new name, or nothing."""

    def __init__(
        self,
        *args: Any,
        headers: Sequence[str],
        targets: Sequence[tuple[str, Any]],
        guesses: dict[str, str],
        preview: FilePreview,
        **kw: Any,
    ) -> None:
        super().__init__(*args, **kw)
        self.headers, self.preview = list(headers), preview
        for at, header in enumerate(self.headers):
            choices = [(SKIP, say("intake.leave_out")), *targets]
            label = say("intake.goes_to", header=header)
            self.fields[f"to_{at}"] = forms.ChoiceField(choices=choices, initial=guesses.get(header, SKIP), label=label)

    def clean(self) -> dict[str, Any]:
        """No target twice."""
        data = super().clean() or {}
        chosen = [data.get(f"to_{at}") for at in range(len(self.headers))]
        for at, target in enumerate(chosen):
            if target and target != SKIP and target in chosen[:at]:
                self.add_error(f"to_{at}", say("intake.mapped_twice", column=target.partition(":")[2]))
        return data

    def rows(self) -> list[tuple[str, tuple[str, ...], forms.BoundField]]:
        """Header, first values, choice."""
        return [(header, self.preview.samples(header), self[f"to_{at}"]) for at, header in enumerate(self.headers)]

    def chosen(self) -> dict[str, str]:
        """The target by header."""
        return {header: self.cleaned_data[f"to_{at}"] for at, header in enumerate(self.headers)}


class ValueForm(forms.Form):
    """A value with its evidence."""

    kpi = forms.ChoiceField(label=said("intake.kpi"))
    node = forms.ChoiceField(label=said("intake.node"))
    period = forms.CharField(label=said("intake.period"), max_length=20, help_text=said("intake.period_help"))
    value = forms.CharField(label=said("intake.value"), max_length=40, help_text=said("intake.value_help"))
    note = forms.CharField(
        label=said("intake.note"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=said("intake.note_help"),
    )
    evidence = forms.FileField(label=said("intake.evidence"), required=False, help_text=said("intake.evidence_help"))
    token = forms.CharField(widget=forms.HiddenInput, max_length=40)

    def __init__(
        self, *args: Any, kpis: Sequence[tuple[str, str]], nodes: Sequence[tuple[str, Any]], **kw: Any
    ) -> None:
        super().__init__(*args, **kw)
        self.fields["kpi"].choices = kpis  # type: ignore[attr-defined]
        self.fields["node"].choices = nodes  # type: ignore[attr-defined]

    def clean_period(self) -> str:
        """A period as the core writes it."""
        text = str(self.cleaned_data["period"]).strip()
        try:
            return str(Period.parse(text))
        except ValueError:
            raise forms.ValidationError(say("intake.not_a_period")) from None

    def clean_value(self) -> str:
        """A decimal with at most four places; 95% is 0.95."""
        text = str(self.cleaned_data["value"]).strip().replace(",", "").replace("，", "")
        rate = text.endswith(("%", "％"))
        try:
            number = Decimal(text.rstrip("%％")) / (100 if rate else 1)
        except InvalidOperation:
            raise forms.ValidationError(say("intake.not_a_number")) from None
        if not number.is_finite() or number != number.quantize(Decimal("0.0001")):
            raise forms.ValidationError(say("intake.too_precise"))
        return f"{number.normalize():f}"


class ReasonForm(forms.Form):
    """Why a value is refused."""

    reason = forms.CharField(label=said("intake.reason_why"), max_length=500, widget=forms.Textarea(attrs={"rows": 3}))

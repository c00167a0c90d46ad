"""The form of a KPI: what it is called, how it is computed, and its limits."""

from collections.abc import Iterable
from typing import Any

from django import forms

from merit.catalogue.kpi import Aggregate, Direction, Unit
from merit.catalogue.relations import CREDIT_KINDS, RELATIONS
from merit.kernel.node import NodeKind
from merit_desk.catalogue.named import SUBJECTS, field_words, group_title, table_words
from merit_desk.shell.sentences import knows, say

MEASURES = tuple(each.value for each in Aggregate)
WAYS = (*MEASURES, "ratio", "formula", "entered")
SIDES = ("kpi", *MEASURES, "formula")
CREDITS = ("", "subject", "person", "team", "nobody")


def choices(family: str, values: Iterable[str], empty: str = "") -> list[tuple[str, str]]:
    """The values with their words; `empty` is the code of the first, empty choice."""
    first = [("", say(empty))] if empty else []
    return [*first, *((value, say(f"{family}.{value}")) for value in values)]


class WordedForm(forms.Form):
    """A form whose labels and help are sentences: `<words>.<field>` and `<words>_help.<field>`."""

    words = "kpi_form"
    own = ""
    """Where given, `<own>.<field>` goes before `<words>.<field>`."""
    use_required_attribute = False

    def __init__(self, *given: Any, **named: Any) -> None:
        named.setdefault("label_suffix", "")
        super().__init__(*given, **named)
        for name, each in self.fields.items():
            self.call(name, name)
            each.widget.attrs.setdefault("autocomplete", "off")

    def call(self, name: str, after: str) -> None:
        """Label and help of a field after the sentences of that name."""
        words = self.own if self.own and knows(f"{self.own}.{after}") else self.words
        field = self.fields[name]
        field.label = say(f"{words}.{after}")
        field.help_text = say(f"{words}_help.{after}") if knows(f"{words}_help.{after}") else ""

    def value(self, name: str) -> str:
        """What is typed or stands in the field now."""
        found = self[name].value()
        return "" if found is None else str(found).strip()


def line(required: bool = False, **attributes: str) -> forms.CharField:
    """A line of text."""
    return forms.CharField(required=required, max_length=1000, widget=forms.TextInput(attrs=attributes))


class KpiForm(WordedForm):
    """Everything but the formula."""

    kpi = line(required=True, spellcheck="false")
    title_zh = line(required=True)
    title_en = line()
    group = forms.ChoiceField(required=False)
    unit = forms.ChoiceField()
    direction = forms.ChoiceField()
    nodes = forms.MultipleChoiceField(required=False, widget=forms.CheckboxSelectMultiple)
    minimum_sample = line(inputmode="numeric")
    mature_after_days = line(inputmode="numeric")
    note_zh = forms.CharField(required=False, widget=forms.Textarea(attrs={"rows": 2}))
    note_en = forms.CharField(required=False, widget=forms.Textarea(attrs={"rows": 2}))

    def __init__(self, *given: Any, groups: Iterable[str] = (), **named: Any) -> None:
        super().__init__(*given, **named)
        subjects = dict.fromkeys((*SUBJECTS, "own", *groups))
        self.fields["group"].choices = [(each, group_title(each)) for each in subjects]  # type: ignore[attr-defined]
        self.fields["unit"].choices = choices("unit_name", Unit)  # type: ignore[attr-defined]
        self.fields["direction"].choices = choices("direction", Direction)  # type: ignore[attr-defined]
        self.fields["nodes"].choices = choices("kind", NodeKind)  # type: ignore[attr-defined]


class BodyForm(WordedForm):
    """How the number comes about; the same form serves the whole (prefix `body`) and either side of a ratio."""

    how = forms.ChoiceField()
    kpi = line(required=True, spellcheck="false")
    formula = forms.CharField(required=True, widget=forms.Textarea(attrs={"rows": 2, "spellcheck": "false"}))
    table = forms.ChoiceField()
    of = line(required=True, spellcheck="false")
    where = forms.CharField(required=False, widget=forms.Textarea(attrs={"rows": 2, "spellcheck": "false"}))
    at = forms.ChoiceField(required=False)
    level = line(required=True, inputmode="decimal")
    credit = forms.ChoiceField(required=False)
    credit_kind = forms.ChoiceField(required=False)
    credit_column = line(spellcheck="false")
    by_weight_of = line(spellcheck="false")

    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        self.call("kpi", "which")
        ways = WAYS if self.prefix == "body" else SIDES
        self._choose("how", choices("way", ways))
        self._choose("table", [("", "…"), *((each, f"{table_words(each)} · {each}") for each in sorted(RELATIONS))])
        self._choose("credit", [(each, say(f"credit_by.{each or 'default'}")) for each in CREDITS])
        self._choose("credit_kind", [("", "…"), *((each, field_words(each)) for each in sorted(CREDIT_KINDS))])
        self._choose("at", [("", say("kpi_form.usual_day")), *((each, field_words(each)) for each in self._days())])
        shown = self.shown
        for name in [name for name in self.fields if name not in shown]:
            self.fields[name].widget = forms.HiddenInput()

    @property
    def way(self) -> str:
        """The chosen way to compute."""
        return self.value("how")

    @property
    def relation(self) -> str:
        """The chosen table, empty where there is none yet."""
        return self.value("table") if self.value("table") in RELATIONS else ""

    @property
    def shown(self) -> tuple[str, ...]:
        """The fields that this way of computing asks for."""
        match self.way:
            case "kpi":
                return ("how", "kpi")
            case "formula":
                return ("how", "formula")
            case "ratio" | "entered":
                return ("how",)
            case _:
                return self._of_measure()

    def _of_measure(self) -> tuple[str, ...]:
        measured = ["how", "table", "of", "where", "at", "credit"]
        if self.way == "count":
            measured.remove("of")
        if self.way == "quantile":
            measured.append("level")
        if self.value("credit") == "subject":
            measured.append("credit_kind")
        if self.value("credit") in ("subject", "person", "team"):
            measured.append("credit_column")
        return (*measured, "by_weight_of") if self.way in ("count", "distinct") else tuple(measured)

    @property
    def columns(self) -> list[tuple[str, str]]:
        """The columns of the chosen table with their kinds in words, without bookkeeping."""
        if not self.relation:
            return []
        found = RELATIONS[self.relation].columns.items()
        return [(name, say(f"column_kind.{kind}")) for name, kind in found if not name.startswith("source_")]

    @property
    def visible(self) -> list[forms.BoundField]:
        """The fields to show, in order."""
        return [self[name] for name in self.shown if name != "how"]

    def _days(self) -> list[str]:
        if not self.relation:
            return []
        columns = RELATIONS[self.relation].columns
        return [name for name, kind in columns.items() if kind in ("day", "instant") and f"{name}" != "recorded_at"]

    def _choose(self, name: str, found: list[tuple[str, str]]) -> None:
        self.fields[name].choices = found  # type: ignore[attr-defined]

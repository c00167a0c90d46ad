"""A goal as a form: whose, what, how much, by when, what it serves."""

from collections.abc import Sequence
from typing import Any

from django import forms

from merit.company import Company
from merit.kernel.exact import exact
from merit.kernel.node import NodeKind
from merit.kernel.period import Period
from merit.targets.goal_life import GoalLevel
from merit.targets.target import TargetBasis
from merit_desk.catalogue.forms.kpi_form import WordedForm, choices, line
from merit_desk.catalogue.forms.typed import shown, typed
from merit_desk.goals.models import Goal, Perspective, Style
from merit_desk.results.queries.names import kpi_title, node_name
from merit_desk.shell.sentences import say

DIRECTIONS = ("up", "down")
_OWN = ""


class GoalForm(WordedForm):
    """`whose` is "level/node" and only asked for a new goal; `reason` only for a change."""

    words = "goal_form"

    style = forms.ChoiceField()
    whose = forms.ChoiceField()
    period = line(required=True, list="goal-periods")
    title = forms.CharField(max_length=200, widget=forms.TextInput())
    perspective = forms.ChoiceField(required=False)
    kpi = forms.CharField(
        max_length=100, required=False, widget=forms.TextInput(attrs={"list": "kpi-ids", "spellcheck": "false"})
    )
    figure = forms.ChoiceField(required=False)
    target = line(inputmode="decimal")
    basis = forms.ChoiceField(required=False)
    measure = forms.CharField(max_length=80, required=False)
    unit = forms.CharField(max_length=20, required=False)
    direction = forms.ChoiceField(required=False)
    adds_up = forms.BooleanField(required=False)
    wording = forms.CharField(max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 3}))
    parent = forms.ChoiceField(required=False)
    person = forms.CharField(max_length=64, required=False, widget=forms.TextInput(attrs={"list": "people-ids"}))
    weight = line(inputmode="decimal")
    reason = forms.CharField(max_length=300, required=False)

    def __init__(self, company: Company, *given: Any, goal: Goal | None = None, **named: Any) -> None:
        super().__init__(*given, **named)
        self.company = company
        for gone in ("whose", "parent") if goal is not None else ("reason",):
            del self.fields[gone]
        self._offer("style", choices("goals.style", Style))
        self._offer("perspective", choices("goals.perspective", Perspective, "goals.perspective.none"))
        self._offer("basis", choices("basis", TargetBasis))
        self._offer("direction", choices("goals.direction", DIRECTIONS))
        shops = [(f"shop/{shop.shop}", shop.name) for shop in company.shops]
        self._offer("figure", [(_OWN, say("goals.own_figure")), *shops])

    def offer_nodes(self, nodes: Sequence[tuple[GoalLevel, str]]) -> None:
        """The nodes for which the viewer may make a goal, grouped by level."""
        groups: dict[str, list[tuple[str, str]]] = {}
        for level, node in nodes:
            words = (f"{level}/{node}", node_name(self.company, level, node))
            groups.setdefault(say(f"goals.level.{level}"), []).append(words)
        self._offer("whose", list(groups.items()))

    def offer_parents(self, parents: Sequence[Goal]) -> None:
        """The goals that it could serve."""
        self._offer("parent", [("", say("goals.no_parent")), *parent_choices(parents)])

    def _offer(self, name: str, offered: Sequence[Any]) -> None:
        if name in self.fields:
            self.fields[name].choices = offered  # type: ignore[attr-defined]

    def clean_period(self) -> str:
        """2026-10, 2026-Q4, 2026."""
        text = str(self.cleaned_data["period"]).strip()
        try:
            return str(Period.parse(text))
        except ValueError:
            raise forms.ValidationError(say("plans.not_a_period")) from None

    def clean_target(self) -> str:
        """A plain number; `12%`, separators of thousands and 万 are understood."""
        return number_typed(self.cleaned_data["target"])

    def clean_weight(self) -> str:
        """In percent, from 0 to 100."""
        text = number_typed(str(self.cleaned_data["weight"]).rstrip("%％ "))
        if text and not 0 <= exact(text) <= 100:
            raise forms.ValidationError(say("goals.weight_range"))
        return text

    def clean_kpi(self) -> str:
        """A KPI of the catalogue, by id or by title."""
        text = str(self.cleaned_data["kpi"]).strip()
        if not text or text in self.company.catalogue:
            return text
        named = [kpi for kpi in self.company.catalogue.kpis if kpi_title(self.company, kpi) == text]
        if not named:
            raise forms.ValidationError(say("goals.no_such_kpi"))
        return named[0]

    def clean_person(self) -> str:
        """Somebody of the company, by id or by name."""
        text = str(self.cleaned_data["person"]).strip()
        spells = self.company.organisation.spells_of
        if not text or text in spells:
            return text
        named = [person for person in spells if node_name(self.company, "person", person) == text]
        if len(named) != 1:
            raise forms.ValidationError(say("goals.no_such_person"))
        return named[0]

    def clean(self) -> dict[str, Any]:
        """What does not go together is told at the field that has to change."""
        found = super().clean() or {}
        kpi, basis = found.get("kpi"), found.get("basis") or str(TargetBasis.ABSOLUTE)
        if kpi and found.get("measure"):
            self.add_error("measure", say("goals.kpi_or_measure"))
        if basis != TargetBasis.ABSOLUTE and not kpi:
            self.add_error("basis", say("goals.growth_of_kpi"))
        if found.get("style") == Style.BSC and not found.get("perspective"):
            self.add_error("perspective", say("goals.perspective_missing"))
        kind = (found.get("figure") or "").partition("/")[0] or (found.get("whose") or "").partition("/")[0]
        if kpi and kind and NodeKind(kind) not in self.company.catalogue[kpi].nodes:
            self.add_error("kpi", say("goals.not_of_that_node", kpi=kpi_title(self.company, kpi)))
        return found

    def told(self) -> dict[str, Any]:
        """What was understood, by field of the goal."""
        found = dict(self.cleaned_data)
        kind, _, node = str(found.pop("figure", "") or "").partition("/")
        for gone in ("whose", "parent", "reason"):
            found.pop(gone, None)
        bsc = found["style"] == Style.BSC
        return {
            **found,
            "figure_kind": kind,
            "figure_node": node,
            "basis": found.get("basis") or str(TargetBasis.ABSOLUTE),
            "direction": found.get("direction") or "up",
            "perspective": found.get("perspective", "") if bsc else "",
        }


def parent_choices(parents: Sequence[Goal]) -> list[tuple[str, list[tuple[str, str]]]]:
    """Goals grouped by level, with their period."""
    groups: dict[str, list[tuple[str, str]]] = {}
    for each in parents:
        groups.setdefault(say(f"goals.level.{each.level}"), []).append((str(each.pk), f"{each.title} · {each.period}"))
    return list(groups.items())


_MANY = {"万": 4, "亿": 8, "w": 4}


def number_typed(text: object) -> str:
    """The plain decimal that was typed. Raises ValidationError for what is no number."""
    written = str(text or "").strip()
    if not written:
        return ""
    places = _MANY.get(written[-1].lower(), 0)
    bare = shown(typed(written[:-1].strip() if places else written))
    try:
        value = exact(bare)
    except ValueError:
        raise forms.ValidationError(say("plans.not_a_number")) from None
    if len(bare) > 30:
        raise forms.ValidationError(say("plans.not_a_number"))
    return shown(typed(f"{value * 10**places}")) if places and (value * 10**places).denominator == 1 else bare


def initial_of(goal: Goal) -> dict[str, Any]:
    """What stands in the form of a goal that is there."""
    same = (
        *("style", "period", "title", "perspective", "kpi", "target", "basis", "measure", "unit", "direction"),
        *("adds_up", "wording", "person", "weight"),
    )
    figure = f"{goal.figure_kind}/{goal.figure_node}" if goal.figure_kind else ""
    return {**{name: getattr(goal, name) for name in same}, "figure": figure}

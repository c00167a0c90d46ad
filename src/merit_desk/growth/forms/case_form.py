"""A promotion or another post, its panel, a step of a path, a judgement of potential."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django import forms

from merit.follow.career import CriterionKind
from merit.follow.promotion import CaseKind
from merit.reviews.nine_box import Potential
from merit_desk.follow.forms.fields import day_field, text_field
from merit_desk.growth.given import CaseGiven, StepGiven
from merit_desk.growth.models import READINESS
from merit_desk.shell.sentences import said, say

Choices = Sequence[tuple[str, str]]


class CaseForm(forms.Form):
    """The words for it and the terms; pay only where the writer may set it."""

    reason = text_field("growth.field.case_reason", "growth.help.case_reason", required=True, most=4000, rows=5)
    to_team = forms.ChoiceField(label=said("growth.field.to_team"))
    manager = forms.ChoiceField(label=said("growth.field.manager"), required=False)
    start = day_field("growth.field.start", "growth.help.start")
    bonus_base = forms.DecimalField(
        label=said("growth.field.bonus_base"), required=False, min_value=0, max_digits=14, decimal_places=2
    )
    wage = forms.DecimalField(
        label=said("growth.field.wage"),
        required=False,
        min_value=0,
        max_digits=14,
        decimal_places=2,
        help_text=said("growth.help.wage"),
    )

    def __init__(self, *args: Any, teams: Choices, people: Choices, with_pay: bool, **kw: Any) -> None:
        super().__init__(*args, **kw)
        self.fields["to_team"].choices = list(teams)  # type: ignore[attr-defined]
        self.fields["manager"].choices = [("", say("growth.team_leader")), *people]  # type: ignore[attr-defined]
        for name in ("bonus_base", "wage"):
            if not with_pay:
                del self.fields[name]

    def given(self, kind: CaseKind, person: str, to_post: str) -> CaseGiven:
        """What was written."""
        found = dict(self.cleaned_data)
        bonus_base, wage = (_two(found.pop(name, None)) for name in ("bonus_base", "wage"))
        return CaseGiven(kind=kind, person=person, to_post=to_post, bonus_base=bonus_base, wage=wage, **found)


class PanelForm(forms.Form):
    """Who decides."""

    panel = forms.MultipleChoiceField(
        label=said("growth.field.panel"), help_text=said("growth.help.panel"), widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, accounts: Choices, **kw: Any) -> None:
        super().__init__(*args, **kw)
        self.fields["panel"].choices = list(accounts)  # type: ignore[attr-defined]


class CriterionForm(forms.Form):
    """One condition: `what` is `<kind>:<which>`."""

    what = forms.ChoiceField(label=said("growth.field.criterion"), required=False)
    need = forms.DecimalField(
        label=said("growth.field.need"), required=False, min_value=0, max_digits=8, decimal_places=2
    )
    times = forms.IntegerField(label=said("growth.field.times"), required=False, min_value=1, max_value=12)
    of = forms.IntegerField(label=said("growth.field.of"), required=False, min_value=1, max_value=12)

    def __init__(self, *args: Any, whats: Choices, **kw: Any) -> None:
        super().__init__(*args, **kw)
        self.fields["what"].choices = [("", say("training.none_chosen")), *whats]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Every kind has the numbers that it needs."""
        found = super().clean() or {}
        kind = str(found.get("what") or "").partition(":")[0]
        if kind in (CriterionKind.MEASURE, CriterionKind.MONTHS, CriterionKind.RECOMMENDED) and not found.get("need"):
            self.add_error("need", say("growth.need_missing"))
        if kind == CriterionKind.GRADES and (found.get("times") or 1) > (found.get("of") or 1):
            self.add_error("times", say("growth.times_over"))
        return found

    def row(self) -> dict[str, str | int]:
        """As CareerStep.criteria holds it."""
        kind, _, which = str(self.cleaned_data["what"]).partition(":")
        need: Decimal | None = self.cleaned_data.get("need")
        plain = "1" if need is None else f"{need.normalize():f}"
        times, of = self.cleaned_data.get("times") or 1, self.cleaned_data.get("of") or 1
        return {"kind": kind, "what": which, "need": plain, "times": times, "of": of}


CriterionForms = forms.formset_factory(CriterionForm, extra=3, max_num=8, absolute_max=8)


class StepForm(forms.Form):
    """From which post to which."""

    from_post = forms.ChoiceField(label=said("growth.field.from_post"))
    to_post = forms.ChoiceField(label=said("growth.field.to_post"))
    note = forms.CharField(label=said("growth.field.step_note"), max_length=300, required=False)

    def __init__(self, *args: Any, posts: Choices, **kw: Any) -> None:
        super().__init__(*args, **kw)
        for name in ("from_post", "to_post"):
            self.fields[name].choices = list(posts)  # type: ignore[attr-defined]

    def given(self, rows: Sequence[dict[str, str | int]]) -> StepGiven:
        """What was written."""
        found = self.cleaned_data
        return StepGiven(found["from_post"], found["to_post"], tuple(rows), found["note"])


class PotentialForm(forms.Form):
    """What somebody may grow into, and why."""

    potential = forms.ChoiceField(
        label=said("growth.field.potential"),
        choices=[(str(each), said(f"potential.{each}")) for each in reversed(Potential)],
        widget=forms.RadioSelect,
    )
    reason = text_field("growth.field.potential_reason", "growth.help.potential_reason", required=True, most=500)


class SuccessorForm(forms.Form):
    """Which post somebody could take over, and how soon."""

    post = forms.ChoiceField(label=said("growth.field.post"))
    readiness = forms.ChoiceField(
        label=said("growth.field.readiness"), choices=[(each, said(f"growth.readiness.{each}")) for each in READINESS]
    )
    note = forms.CharField(label=said("growth.field.step_note"), max_length=500, required=False)

    def __init__(self, *args: Any, posts: Choices, **kw: Any) -> None:
        super().__init__(*args, **kw)
        self.fields["post"].choices = list(posts)  # type: ignore[attr-defined]


class RecommendForm(forms.Form):
    """For which post, in one's own words."""

    to_post = forms.ChoiceField(label=said("growth.field.to_post"))
    text = text_field("growth.field.recommend_text", required=True)

    def __init__(self, *args: Any, posts: Choices, **kw: Any) -> None:
        super().__init__(*args, **kw)
        self.fields["to_post"].choices = list(posts)  # type: ignore[attr-defined]


def _two(value: Decimal | None) -> str:
    return "" if value is None else f"{value:.2f}"

"""How the fields of a kind's terms are laid out: cards with a heading, and which of them draw the form again."""

from dataclasses import dataclass

from django.forms import BoundField

from merit_desk.reward_plans.forms.parts_form import RewardPart
from merit_desk.reward_plans.forms.reward_data import RewardForms
from merit_desk.reward_plans.forms.terms_form import CommissionForm
from merit_desk.shell.sentences import say


@dataclass(frozen=True, slots=True)
class FormCard:
    """One card of the form; a change of a field in `reshaping` shows or hides others."""

    code: str
    title: str
    fields: tuple[BoundField, ...]
    reshaping: tuple[str, ...]
    note: str = ""


_COMMISSION = (
    ("base", CommissionForm.base_part),
    ("rates", CommissionForm.rate_part),
    ("limits", (*CommissionForm.limits, *CommissionForm.refund_part)),
    ("payment", (*CommissionForm.payment, *CommissionForm.seldom)),
)
RESHAPING = ("by", "on", "above", "refunds", "draw_amount", "holdback_share", "source", "share_by")
_ALONE = {"bonus": "individual", "pool": "pool", "profit_share": "pool", "contest": "contest", "year_end": "individual"}


def cards_of(forms: RewardForms) -> list[FormCard]:
    """In the order in which the terms act."""
    cards = []
    if forms.kind == "commission":
        cards = [_card(forms.terms, name, fields) for name, fields in _COMMISSION]
    else:
        cards = [_card(forms.terms, _ALONE.get(forms.kind, "individual"), forms.terms.shown)]
    return cards + [
        FormCard(
            key, say(f"reward_part.{key}"), tuple(table.visible), ("kpi", "on"), say("reward_plans.may_stay_empty")
        )
        for key, table in forms.tables.items()
    ]


def _card(form: RewardPart, name: str, fields: tuple[str, ...]) -> FormCard:
    shown = tuple(form[each] for each in fields if each in form.shown)
    return FormCard(name, say(f"reward_plans.part_{name}"), shown, RESHAPING)

"""Entering a value by the page's own form, so that the same things fit and the same words say what does not."""

import uuid

from merit.kernel.period import Period
from merit.kernel.refusals import ConflictRefusal
from merit_desk.accounts.access import Can
from merit_desk.accounts.viewer import Viewer
from merit_desk.api.forms.asked import ValueAsked
from merit_desk.intake.actions.values import Entry, enter_value
from merit_desk.intake.forms import ValueForm
from merit_desk.intake.models import EnteredValue
from merit_desk.intake.queries.values import entered_kpis, node_choices


class DoesNotFit(ConflictRefusal):
    """`errors` name each field with its reasons."""

    def __init__(self, errors: dict[str, list[str]]) -> None:
        super().__init__("api.invalid", count=len(errors))
        self.errors = [{"field": name, "reason": " ".join(reasons)} for name, reasons in errors.items()]


def enter(viewer: Viewer, asked: ValueAsked) -> EnteredValue:
    """Raises DoesNotFit, and as `enter_value` does."""
    viewer.require(Can.ENTER_VALUES)
    try:
        nodes = node_choices(viewer, str(Period.parse(asked.period)))
    except (ValueError, OverflowError):
        nodes = []
    given = {**asked.model_dump(), "node": f"{asked.node_kind}:{asked.node}", "token": uuid.uuid4().hex}
    kpis = [(kpi.id, kpi.id) for kpi in entered_kpis()]
    form = ValueForm(given, kpis=kpis, nodes=[(each.key, each.name) for each in nodes])
    if not form.is_valid():
        raise DoesNotFit({name: [str(each) for each in reasons] for name, reasons in form.errors.items()})
    clean = form.cleaned_data
    entry = Entry(
        kpi=clean["kpi"],
        node_kind=asked.node_kind,
        node=asked.node,
        period=clean["period"],
        value=clean["value"],
        note=clean["note"],
        token=clean["token"],
    )
    return enter_value(viewer, entry)

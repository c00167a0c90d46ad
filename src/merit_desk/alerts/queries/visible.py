"""Which alerts somebody sees: those of figures that they may see, nothing else; and what they may do with them."""

from collections.abc import Iterable

from merit.alerts.charge import in_charge
from merit.kernel.node import Node, NodeKind
from merit.kernel.refusals import NotFoundRefusal, Refusal
from merit_desk.accounts.access import Can
from merit_desk.accounts.queries.sight import may_see_node
from merit_desk.accounts.viewer import Viewer
from merit_desk.alerts.models import Alert, Told
from merit_desk.results.queries.open_company import declared_company

OPEN_STATES = ("firing", "acknowledged")
MOST = 500
"""Rows looked through for one page."""


def alerts_seen(viewer: Viewer, found: Iterable[Alert]) -> list[Alert]:
    """Those whose figure the viewer may see."""
    return [each for each in found if is_seen(viewer, each)]


def is_seen(viewer: Viewer, alert: Alert) -> bool:
    """By the period of its latest breach."""
    try:
        return may_see_node(viewer, alert.kpi, alert.node_kind, alert.node, alert.interval)
    except Refusal:
        return False


def alert_of(viewer: Viewer, number: int) -> Alert:
    """Raises NotFoundRefusal for one whose figure is not the viewer's to see."""
    found = Alert.objects.select_related("task").filter(pk=number).first()
    if found is None or not is_seen(viewer, found):
        raise NotFoundRefusal("refusal.no_such_page")
    return found


def may_move(viewer: Viewer, alert: Alert) -> bool:
    """Whoever is in charge of the node or was told, and who answers for targets or data of the company."""
    if viewer.everywhere(Can.EDIT_TARGETS) or viewer.everywhere(Can.LOAD_DATA):
        return True
    if viewer.person and viewer.person in people_of(alert, viewer):
        return True
    return Told.objects.filter(alert=alert, account_id=viewer.account or 0).exists()


def people_of(alert: Alert, viewer: Viewer) -> tuple[str, ...]:
    """In charge of the node today, and whom the rule names."""
    company = declared_company()
    node = Node(NodeKind(alert.node_kind), alert.node)
    return tuple(dict.fromkeys((*in_charge(company, node, viewer.today), *alert.to)))


def open_alerts(viewer: Viewer) -> list[Alert]:
    """Those that fire or are known of, most money first, unknown last."""
    rows = Alert.objects.filter(state__in=OPEN_STATES).select_related("task")[:MOST]
    return ranked(alerts_seen(viewer, rows))


def ranked(found: Iterable[Alert]) -> list[Alert]:
    """By money at stake; those of one cause together, the one that stands for it first."""
    listed = sorted(found, key=lambda each: (each.stake is None, -(each.stake or 0), each.key))
    order: dict[str, list[Alert]] = {}
    for each in listed:
        order.setdefault(each.cause or each.key, []).append(each)
    return [each for group in order.values() for each in sorted(group, key=lambda one: one.key != one.cause)]

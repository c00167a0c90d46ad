"""What can be commented on: each kind has one look-up that knows who may see it, and comments follow that look-up.

An app above this one adds its kind by `register` when it starts.
"""

from collections.abc import Callable
from dataclasses import dataclass

from django.urls import NoReverseMatch, reverse

from merit.kernel.refusals import NotFoundRefusal
from merit_desk.accounts.queries.sight import may_see_node
from merit_desk.accounts.viewer import Viewer
from merit_desk.agreements.queries.visible import agreement_of
from merit_desk.cycles.queries.visible import participant_of
from merit_desk.follow.queries.reach import request_of, task_of
from merit_desk.goals.queries.visible import goal_of
from merit_desk.results.queries.names import kpi_title, node_name
from merit_desk.results.queries.open_company import declared_company
from merit_desk.results.queries.period_files import periods_run
from merit_desk.shell.formats import period_name
from merit_desk.talks.colleagues import name_of


@dataclass(frozen=True, slots=True)
class Looked:
    """The subject as the viewer may know it: what it is called and where it stands."""

    title: str
    address: str


LookUp = Callable[[Viewer, str], Looked]
"""Takes the viewer and the id; raises NotFoundRefusal for a subject that is not there or not for the viewer."""

_kinds: dict[str, LookUp] = {}


def register(kind: str, look_up: LookUp) -> None:
    """Let subjects of the kind be commented on."""
    _kinds[kind] = look_up


def looked_up(viewer: Viewer, kind: str, subject: str) -> Looked:
    """Raises NotFoundRefusal for an unknown kind, and as its look-up does."""
    found = _kinds.get(kind)
    if found is None or viewer.account is None:
        raise NotFoundRefusal("refusal.no_such_page")
    return found(viewer, subject)


def may_see(viewer: Viewer, kind: str, subject: str) -> bool:
    """Whether the viewer may see the subject."""
    try:
        looked_up(viewer, kind, subject)
    except NotFoundRefusal:
        return False
    return True


def number_in(subject: str) -> int:
    """The number that an id is. Raises NotFoundRefusal for anything else."""
    if not (subject.isascii() and subject.isdigit() and len(subject) < 19):
        raise NotFoundRefusal("refusal.no_such_page")
    return int(subject)


def address_of(name: str, *parts: object) -> str:
    """The address of that page; the start page where an installation has none."""
    try:
        return reverse(name, args=parts)
    except NoReverseMatch:
        return "/"


def _kpi(viewer: Viewer, subject: str) -> Looked:
    """`<period>/<kpi>/<kind>/<node>`: the value of a KPI of a node over a period."""
    parts = subject.split("/")
    company = declared_company()
    if len(parts) != 4 or parts[1] not in company.catalogue:
        raise NotFoundRefusal("refusal.no_such_figure")
    period, kpi, kind, node = parts
    try:
        seen = may_see_node(viewer, kpi, kind, node, period)
        named = period_name(period)
    except ValueError:
        raise NotFoundRefusal("refusal.no_such_figure") from None
    if not seen:
        raise NotFoundRefusal("refusal.no_such_figure")
    shown_in = period if period in periods_run() else next(iter(periods_run()), period)
    title = f"{kpi_title(company, kpi)} · {node_name(company, kind, node)} · {named}"
    return Looked(title, reverse("explain:kpi", args=(shown_in, period, kpi, kind, node)))


def _review(viewer: Viewer, subject: str) -> Looked:
    one = participant_of(viewer, number_in(subject))
    return Looked(f"{one.cycle.title} · {name_of(one.person)}", address_of("reviews:review", one.pk))


def _goal(viewer: Viewer, subject: str) -> Looked:
    goal = goal_of(viewer, number_in(subject))
    return Looked(goal.title, address_of("goals:goal", goal.pk))


def _task(viewer: Viewer, subject: str) -> Looked:
    task = task_of(viewer, number_in(subject))
    return Looked(task.title, address_of("follow:task", task.pk))


def _request(viewer: Viewer, subject: str) -> Looked:
    asked = request_of(viewer, number_in(subject))
    return Looked(asked.subject, address_of("follow:request", asked.pk))


def _agreement(viewer: Viewer, subject: str) -> Looked:
    one = agreement_of(viewer, number_in(subject))
    who = one.participant
    return Looked(f"{who.cycle.title} · {name_of(who.person)}", address_of("agreements:agreement", one.pk))


register("kpi", _kpi)
register("review", _review)
register("goal", _goal)
register("task", _task)
register("request", _request)
register("agreement", _agreement)

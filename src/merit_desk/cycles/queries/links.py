"""What lies around a review: its agreement, goals, forms and result, as far as the viewer may open them."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.urls import NoReverseMatch, Resolver404, resolve, reverse

from merit.kernel.refusals import Refusal
from merit_desk.accounts.queries.sight import sight_of
from merit_desk.accounts.viewer import Viewer
from merit_desk.cycles.models import Participant
from merit_desk.results.queries.period_files import periods_run
from merit_desk.shell.sentences import say


@dataclass(frozen=True, slots=True)
class Around:
    """One page about the same review."""

    icon: str
    title: str
    address: str


_PAGES = (
    ("goals", "target-arrow", ("goals:person",), ("person",)),
    ("agreement", "writing-sign", ("agreements:agreement", "agreements:review"), ("number",)),
    ("forms", "clipboard-check", ("reviews:review", "reviews:forms"), ("number",)),
    ("outcome", "rosette-discount-check", ("outcomes:outcome", "outcomes:review", "outcomes:result"), ("number",)),
)
"""Pages of later apps, by their names: one that an installation has not is left out."""


def around(viewer: Viewer, one: Participant) -> list[Around]:
    """In the order of the flow."""
    found = list(_pages(viewer, one))
    if _sees_score(viewer, one):
        address = reverse("rewards:statement", args=[one.cycle.period, one.person])
        found.append(Around("award", say("cycles.around.score"), address))
    return found


def _pages(viewer: Viewer, one: Participant) -> Iterator[Around]:
    values = {"person": one.person, "number": one.pk}
    for code, icon, names, parts in _PAGES:
        for name in names:
            try:
                address = reverse(name, args=[values[part] for part in parts])
                needs = getattr(resolve(address).func, "access_needs", ())
            except (NoReverseMatch, Resolver404):
                continue
            if viewer.meets(needs):
                yield Around(icon, say(f"cycles.around.{code}"), address)
            break


def _sees_score(viewer: Viewer, one: Participant) -> bool:
    try:
        return one.cycle.period in periods_run() and one.person in sight_of(viewer, one.cycle.period).scores
    except Refusal:
        return False

"""What waits for the viewer in the goals."""

from collections.abc import Iterator

from django.urls import reverse

from merit.people.tree import managers_of
from merit.targets.goal_life import GoalLevel, GoalState
from merit_desk.accounts.viewer import Viewer
from merit_desk.goals.models import Goal
from merit_desk.goals.queries.setting import sets_everything
from merit_desk.goals.queries.visible import goals_visible_to
from merit_desk.notices.waiting import Waiting
from merit_desk.results.queries.names import node_name
from merit_desk.results.queries.open_company import declared_company
from merit_desk.shell.sentences import say

_NAMED = 3


def waiting_here(viewer: Viewer) -> Iterator[Waiting]:
    """Proposals of one's people that wait for an answer, and one's own that came back."""
    if not viewer.person and not sets_everything(viewer):
        return
    proposed = [each for each in _proposed(viewer) if _answers(viewer, each)]
    if proposed:
        company = declared_company()
        names = dict.fromkeys(node_name(company, "person", each.node) for each in proposed)
        what = say("goals.waits.proposed", count=len(proposed))
        address = f"{reverse('goals:goals')}?state=proposed&view=table"
        if len(proposed) == 1:
            address = reverse("goals:goal", args=[proposed[0].pk])
        note = say("list.comma").join(list(names)[:_NAMED])
        yield Waiting("goals", "target-arrow", what, note, address, len(proposed), "watch")
    for each in _returned(viewer):
        what = say("goals.waits.returned", goal=each.title)
        yield Waiting("goals", "arrow-back-up", what, each.note, reverse("goals:goal", args=[each.pk]), 1, "watch")


def _proposed(viewer: Viewer) -> list[Goal]:
    return list(goals_visible_to(viewer).filter(state=str(GoalState.PROPOSED), level=str(GoalLevel.PERSON)))


def _answers(viewer: Viewer, goal: Goal) -> bool:
    """The manager of today; HR and owner only where nobody is in charge, so that a proposal waits in one place."""
    managers = managers_of(declared_company().organisation, goal.node, viewer.today)
    if goal.node == viewer.person:
        return False
    return viewer.person in managers if managers else sets_everything(viewer)


def _returned(viewer: Viewer) -> list[Goal]:
    if not viewer.person:
        return []
    mine = Goal.objects.filter(level=str(GoalLevel.PERSON), node=viewer.person, state=str(GoalState.DRAFT))
    return list(mine.exclude(note=""))

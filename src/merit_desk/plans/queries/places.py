"""The places of plans."""

from django.urls import reverse

from merit_desk.accounts.access import Can
from merit_desk.accounts.viewer import Viewer
from merit_desk.shell.parts import Tab
from merit_desk.shell.sentences import say


def places(viewer: Viewer, current: str) -> list[Tab]:
    """Plans, rewards and targets as tabs; rewards for those who may read definitions, the check for who edits them."""
    names = ["plans", *(["rewards"] if viewer.can(Can.SEE_DEFINITIONS) else []), "targets"]
    tabs = [Tab(say(f"plans.tab_{name}"), reverse(f"plans:{name}"), name == current) for name in names]
    if viewer.can(Can.EDIT_DEFINITIONS):
        tabs.append(Tab(say("plans.tab_check"), reverse("plan_check:page"), current == "check"))
    return tabs

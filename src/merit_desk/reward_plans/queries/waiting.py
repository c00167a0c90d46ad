"""What waits for the viewer here: versions to read and confirm; for HR, objections and versions nobody was told of."""

from collections.abc import Iterator

from django.urls import reverse

from merit.company import Company
from merit_desk.accounts.access import Can
from merit_desk.accounts.viewer import Viewer
from merit_desk.notices.waiting import Waiting
from merit_desk.results.queries.names import node_name, reward_title
from merit_desk.results.queries.open_company import declared_company
from merit_desk.reward_plans.models import Objection
from merit_desk.reward_plans.queries.known import not_made_known, to_confirm
from merit_desk.shell.sentences import say

PLACE = "reward_plans"
MOST = 20


def waiting_here(viewer: Viewer) -> Iterator[Waiting]:
    """One's own first."""
    if viewer.account is None:
        return
    company = declared_company()
    yield from _own(viewer, company)
    if viewer.can(Can.EDIT_DEFINITIONS):
        yield from _for_hr(viewer, company)


def _own(viewer: Viewer, company: Company) -> Iterator[Waiting]:
    for plan in to_confirm(viewer, company):
        what = say("reward_plans.waits_confirm", reward=reward_title(company, plan.reward))
        note = say("reward_plans.waits_confirm_note", number=plan.version, day=str(plan.valid_from or ""))
        address = reverse("reward_plans:version", args=(plan.reward, plan.version))
        yield Waiting(PLACE, "eye-check", what, note, address, 1, "watch")


def _for_hr(viewer: Viewer, company: Company) -> Iterator[Waiting]:
    open_ones = Objection.objects.filter(answered_at=None).exclude(person=viewer.or_nobody)
    for one in open_ones[:MOST]:
        name = node_name(company, "person", one.person)
        what = say("reward_plans.waits_objection", name=name, reward=reward_title(company, one.reward))
        address = f"{reverse('reward_plans:confirmations', args=(one.reward, one.version))}#objections"
        yield Waiting(PLACE, "message-exclamation", what, one.words[:80], address, 1, "watch")
    silent = not_made_known(company, viewer.today)
    if silent:
        names = say("plans.list_comma").join(reward_title(company, each.reward) for each in silent[:3])
        what = say("reward_plans.waits_notice", count=len(silent))
        yield Waiting(PLACE, "speakerphone", what, names, reverse("reward_plans:plans"), 1)

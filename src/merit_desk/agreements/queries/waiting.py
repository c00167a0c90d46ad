"""What waits for the viewer in the agreements."""

from collections.abc import Iterator, Sequence

from django.urls import reverse

from merit.company import Company
from merit.targets.agreement import AgreementState
from merit_desk.accounts.access import Can
from merit_desk.accounts.viewer import Viewer
from merit_desk.agreements.models import Agreement
from merit_desk.agreements.queries.changes import waits_for_consent
from merit_desk.agreements.queries.lists import changes_to_decide, notice_due, waiting_as_manager
from merit_desk.agreements.queries.told import address_of
from merit_desk.cycles.models import Cycle, Participant
from merit_desk.cycles.queries.visible import cycles_visible_to
from merit_desk.notices.waiting import Waiting
from merit_desk.results.queries.names import node_name
from merit_desk.results.queries.open_company import declared_company
from merit_desk.shell.sentences import say

_NAMED = 3


def waiting_here(viewer: Viewer) -> Iterator[Waiting]:
    """Most pressing first: one's own signature, then what others wait for."""
    if viewer.account is None:
        return
    yield from _own(viewer)
    company = declared_company()
    for cycle in cycles_visible_to(viewer).filter(sealed_at=None):
        yield from _of_cycle(viewer, company, cycle)


def _own(viewer: Viewer) -> Iterator[Waiting]:
    mine = Agreement.objects.filter(participant__person=viewer.or_nobody, participant__cycle__sealed_at=None)
    for one in mine.filter(state__in=("notified", "changing")).select_related("participant__cycle"):
        cycle = one.participant.cycle
        if one.state == AgreementState.NOTIFIED:
            due = notice_due(cycle)
            tone = "bad" if due is not None and due < viewer.today else "watch"
            what = say("agreements.waits_sign", cycle=cycle.title)
            note = say("agreements.waits_sign_note")
            yield Waiting("agreements", "writing-sign", what, note, address_of(one), 1, tone, due)
            continue
        change = one.changes.filter(state="open").first()
        if change is not None and waits_for_consent(one, change, viewer.today):
            what = say("agreements.waits_consent", cycle=cycle.title)
            yield Waiting("agreements", "writing-sign", what, change.reason, address_of(one), 1, "watch")


def _of_cycle(viewer: Viewer, company: Company, cycle: Cycle) -> Iterator[Waiting]:
    listing = f"{reverse('agreements:agreements')}?cycle={cycle.code}"
    states = set(Agreement.objects.filter(participant__cycle=cycle).values_list("state", flat=True).distinct())
    turns = (
        ("answer", "message-reply", AgreementState.PROPOSED, f"{reverse('agreements:answers')}?cycle={cycle.code}"),
        ("countersign", "writing-sign", AgreementState.SIGNED, f"{listing}&state=signed"),
        ("notify", "speakerphone", AgreementState.DRAFT, f"{listing}&state=draft"),
    )
    for step, icon, state, address in turns:
        found = waiting_as_manager(viewer, cycle, state) if state in states else []
        if found:
            what = say(f"agreements.waits_{step}", cycle=cycle.title, count=len(found))
            yield Waiting("agreements", icon, what, _names(company, found), address, len(found), "watch")
    found = changes_to_decide(viewer, cycle) if AgreementState.CHANGING in states else []
    if found:
        what = say("agreements.waits_decide", cycle=cycle.title, count=len(found))
        yield Waiting("agreements", "adjustments", what, _names(company, found), listing, len(found), "watch")
    if viewer.everywhere(Can.RUN_CYCLES) and not states:
        yield from _to_issue(cycle, listing)


def _to_issue(cycle: Cycle, listing: str) -> Iterator[Waiting]:
    count = Participant.objects.filter(cycle=cycle, state="planning").count()
    if count:
        what, note = say("agreements.waits_issue", cycle=cycle.title), say("agreements.waits_issue_note", count=count)
        yield Waiting("agreements", "send", what, note, listing, 1, "watch", notice_due(cycle))


def _names(company: Company, found: Sequence[Agreement]) -> str:
    return say("list.comma").join(node_name(company, "person", one.participant.person) for one in found[:_NAMED])

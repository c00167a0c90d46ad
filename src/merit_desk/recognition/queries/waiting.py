"""What waits for the viewer here."""

from collections.abc import Iterator

from django.urls import reverse

from merit.follow.feedback import ConsentState
from merit.rewards.equity.grant import GrantState
from merit.rewards.recognition.nomination import AwardState, NominationState
from merit.rewards.recognition.redemption import RedemptionState
from merit_desk.accounts.access import Can
from merit_desk.accounts.viewer import Viewer
from merit_desk.notices.waiting import Waiting
from merit_desk.recognition.models import Award, OptionGrant
from merit_desk.recognition.queries.books import redemptions_visible_to
from merit_desk.recognition.queries.reach import nominations_visible_to
from merit_desk.recognition.queries.valued import open_rounds
from merit_desk.shell.sentences import say

MOST = 20
PLACE = "recognition"


def waiting_here(viewer: Viewer) -> Iterator[Waiting]:
    """Consents, an offered grant, what one values; for who looks after it, proposals and gifts asked for."""
    if viewer.can(Can.GRANT_HONOURS):
        yield from _to_decide(viewer)
    if not viewer.person:
        return
    awards = Award.objects.filter(person=viewer.person, consent=ConsentState.ASKED, state=AwardState.STANDING)
    for each in awards[:MOST]:
        address = reverse("recognition:award", args=(each.pk,))
        yield _one("trophy", say("recognition.waits.consent", title=each.title), address)
    for grant in OptionGrant.objects.filter(person=viewer.person, state=GrantState.OFFERED)[:MOST]:
        address = reverse("recognition:option", args=(grant.pk,))
        yield _one("file-certificate", say("recognition.waits.grant", number=grant.number), address)
    for asked in open_rounds(viewer)[:MOST]:
        title = say("recognition.waits.valued_by" if asked.person else "recognition.waits.valued", name=asked.title)
        address = reverse("recognition:valued")
        yield Waiting(PLACE, "heart-question", title, "", address, 1, due=asked.closes)


def _to_decide(viewer: Viewer) -> Iterator[Waiting]:
    proposed = nominations_visible_to(viewer).filter(state=NominationState.PROPOSED).count()
    if proposed:
        yield _one(
            "trophy", say("recognition.waits.proposed", count=proposed), reverse("recognition:honours"), proposed
        )
    asked = redemptions_visible_to(viewer).filter(state__in=(RedemptionState.ASKED, RedemptionState.APPROVED))
    count = asked.exclude(holder__person=viewer.or_nobody).count()
    if count:
        yield _one("gift", say("recognition.waits.gifts", count=count), reverse("recognition:redemptions"), count)


def _one(icon: str, what: str, address: str, count: int = 1) -> Waiting:
    return Waiting(PLACE, icon, what, "", address, count)

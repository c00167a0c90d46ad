"""Reviews, appeals and corrections as far as a viewer may know of them, and in which capacities they act on them."""

from django.db.models import Q, QuerySet

from merit.kernel.moves import Party
from merit.kernel.refusals import NotFoundRefusal
from merit.reviews.appeal import AppealState
from merit.reviews.life import ReviewState
from merit_desk.accounts.access import Can
from merit_desk.accounts.viewer import Viewer
from merit_desk.cycles.models import Participant
from merit_desk.cycles.queries.parties import parties_of, people_in
from merit_desk.cycles.queries.visible import may_know, participant_of
from merit_desk.outcomes.models import Appeal, Correction, PlannedRelease

UNRELEASED = frozenset(
    {ReviewState.PLANNING, ReviewState.UNDER_WAY, ReviewState.SELF_REVIEW, ReviewState.RATING}
    | {ReviewState.MANAGER_REVIEW, ReviewState.SKIP_REVIEW, ReviewState.CALIBRATION, ReviewState.SETTLED}
    | {ReviewState.LEFT_OUT}
)


def shown_to(viewer: Viewer, one: Participant) -> bool:
    """Whether the viewer may read the result: one's own from the release on; others' who may see their scores."""
    if viewer.person and viewer.person == one.person:
        return one.state not in UNRELEASED
    return may_know(viewer, one)


def result_of(viewer: Viewer, number: int) -> Participant:
    """The review whose result the viewer may read. Raises NotFoundRefusal, also for one's own before the release."""
    one = Participant.objects.select_related("cycle").filter(pk=number).first()
    if one is None or not shown_to(viewer, one):
        raise NotFoundRefusal("cycles.no_such_review")
    return one


def led_review(viewer: Viewer, number: int) -> Participant:
    """Somebody else's review for whoever runs the cycle. Raises NotFoundRefusal."""
    viewer.require(Can.RUN_CYCLES)
    return participant_of(viewer, number)


def appeals_known_to(viewer: Viewer) -> QuerySet[Appeal]:
    """One's own, those one judges, those of one's people, and all for HR and the owner; latest first."""
    every = Appeal.objects.select_related("participant__cycle", "judge", "version")
    if viewer.account is None:
        return every.none()
    if viewer.everywhere(Can.RUN_CYCLES) or viewer.everywhere(Can.SEE_REVIEW_TEXT):
        return every
    own = Q(judge_id=viewer.account)
    if viewer.person:
        own |= Q(participant__person=viewer.person)
    found = [each.pk for each in every if viewer.person and viewer.person in people_in(each.participant.managers)]
    mending = Q(state=AppealState.MENDING) if viewer.can(Can.LOAD_DATA) else Q(pk__in=[])
    return every.filter(own | Q(pk__in=found) | mending)


def appeal_of(viewer: Viewer, number: int) -> Appeal:
    """Raises NotFoundRefusal for an appeal that the viewer may not know of."""
    found = appeals_known_to(viewer).filter(pk=number).first()
    if found is None:
        raise NotFoundRefusal("outcomes.no_such_appeal")
    return found


def appeal_parties(viewer: Viewer, appeal: Appeal) -> frozenset[Party]:
    """On one's own appeal SUBJECT alone; who judges it acts as nothing else, even HR or the owner."""
    one = appeal.participant
    if viewer.person and viewer.person == one.person:
        return frozenset({Party.SUBJECT})
    if appeal.judge_id is not None and appeal.judge_id == viewer.account and appeal.state == AppealState.ASSIGNED:
        return frozenset({Party.JUDGE})
    found = parties_of(viewer, one) & {Party.MANAGER, Party.HR, Party.OWNER}
    if viewer.can(Can.LOAD_DATA):
        found |= {Party.RECEIVER}
    return frozenset(found)


def correction_of(viewer: Viewer, number: int) -> Correction:
    """Raises NotFoundRefusal: corrections are between those who seal; the person sees the one that is in force."""
    found = Correction.objects.select_related("participant__cycle").filter(pk=number).first()
    if found is None or not viewer.can(Can.SEAL_RESULTS) or found.participant.person == viewer.person:
        raise NotFoundRefusal("outcomes.no_such_correction")
    return found


def correction_parties(viewer: Viewer, correction: Correction) -> frozenset[Party]:
    """Who proposed it acts as AUTHOR alone, so that a second person agrees."""
    if correction.proposed_by_id == viewer.account:
        return frozenset({Party.AUTHOR})
    return parties_of(viewer, correction.participant) & {Party.HR, Party.OWNER}


def planned_release_of(viewer: Viewer, number: int) -> PlannedRelease:
    """Raises NotFoundRefusal."""
    viewer.require(Can.RELEASE_RESULTS)
    found = PlannedRelease.objects.select_related("cycle").filter(pk=number).first()
    if found is None:
        raise NotFoundRefusal("outcomes.no_such_plan")
    return found

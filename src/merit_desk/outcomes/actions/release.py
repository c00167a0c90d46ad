"""开通: from the release on a person sees their own result; never before, and it is never taken back."""

from collections.abc import Callable, Collection
from dataclasses import dataclass

from django.db import transaction
from django.urls import reverse

from merit.kernel.refusals import ConflictRefusal
from merit.reviews.life import ReviewMove, ReviewState
from merit_desk.accounts.access import Can
from merit_desk.accounts.models import Account
from merit_desk.accounts.viewer import Viewer
from merit_desk.audit.actions import Subject, record
from merit_desk.cycles.actions.move import move
from merit_desk.cycles.models import Cycle, Participant
from merit_desk.jobs.actions import start
from merit_desk.jobs.models import Job
from merit_desk.notices.actions import Told, tell_many
from merit_desk.outcomes.actions.versions import keep_version
from merit_desk.outcomes.queries.versions import files_of
from merit_desk.results.models import Release

AT_ONCE = 100
"""More than so many are released in the background."""


@dataclass(frozen=True, slots=True)
class Selected:
    """Whom to release: teams, posts and people, any of them; nothing named stands for everybody who is settled."""

    teams: tuple[str, ...] = ()
    posts: tuple[str, ...] = ()
    people: tuple[str, ...] = ()


def settled_in(cycle: Cycle, selected: Selected) -> list[Participant]:
    """The settled reviews of the selection, by person."""
    found = cycle.participants.filter(state=ReviewState.SETTLED).select_related("cycle").order_by("person")
    if not (selected.teams or selected.posts or selected.people):
        return list(found)
    return [
        each
        for each in found
        if each.team in selected.teams or each.post in selected.posts or each.person in selected.people
    ]


def release(viewer: Viewer, cycle: Cycle, selected: Selected) -> list[Participant] | Job:
    """Open the results of the selection, in the background when they are many; all or none.

    Raises NotFoundRefusal (not permitted) and ConflictRefusal: nobody to release, a result that was not computed.
    """
    viewer.require(Can.RELEASE_RESULTS)
    chosen = releasable(viewer, cycle, selected)
    if len(chosen) > AT_ONCE:
        return start(viewer, "outcomes.release", cycle=cycle.pk, people=[each.person for each in chosen])
    return release_these(viewer, cycle, chosen)


def releasable(viewer: Viewer, cycle: Cycle, selected: Selected) -> list[Participant]:
    """Settled reviews that this viewer may open: nobody opens their own. Raises ConflictRefusal when there are none."""
    settled = settled_in(cycle, selected)
    chosen = [each for each in settled if not viewer.person or each.person != viewer.person]
    if settled and not chosen:
        raise ConflictRefusal("outcomes.own_release")
    if not chosen:
        raise ConflictRefusal("outcomes.nobody_settled")
    return chosen


def release_these(
    viewer: Viewer, cycle: Cycle, chosen: Collection[Participant], tick: Callable[[int], None] = lambda _: None
) -> list[Participant]:
    """One transaction: states, the right to see, versions, notices and trail. `tick` is told how many are done."""
    with transaction.atomic():
        released = [_released(viewer, each, tick, at) for at, each in enumerate(chosen, 1)]
        record(viewer.account, "outcomes.released", Subject("cycle", cycle.code), after={"people": len(released)})
        _tell(cycle, released)
    return released


def _released(viewer: Viewer, one: Participant, tick: Callable[[int], None], at: int) -> Participant:
    files = files_of(one)
    if files is None or one.person not in files.totals:
        raise ConflictRefusal("outcomes.no_result", person=one.person, period=one.cycle.period)
    moved = move(viewer, one.pk, ReviewMove.RELEASE)
    Release.objects.get_or_create(period=one.cycle.period, person=one.person, defaults={"by_id": viewer.signer})
    keep_version(viewer.account, moved, "release", files)
    tick(at)
    return moved


def _tell(cycle: Cycle, released: Collection[Participant]) -> None:
    numbers = {each.person: each.pk for each in released}
    accounts = Account.objects.filter(person__in=list(numbers), is_active=True)
    tell_many(
        "notice.outcome_released",
        [
            Told(each.pk, reverse("outcomes:result", args=[numbers[each.person]]), {"cycle": cycle.title})
            for each in accounts
        ],
    )

"""Answers go into the company folder once a review is calibrated: in one write for all, under pseudonyms, evened."""

import hashlib
from collections.abc import Iterable, Iterator

from django.db import transaction

from merit.kernel.exact import plain
from merit.kernel.refusals import NotFoundRefusal
from merit.reviews.anonymity import in_no_order, published
from merit.reviews.life import ReviewState
from merit_desk.accounts.access import Can
from merit_desk.accounts.viewer import Viewer
from merit_desk.audit.actions import Subject, record
from merit_desk.cycles.models import Cycle, Participant
from merit_desk.documents.actions import append_rows
from merit_desk.jobs.actions import start
from merit_desk.jobs.models import Job
from merit_desk.jobs.states import JobState
from merit_desk.results.queries.open_company import declared_company
from merit_desk.reviews.actions.keys import ensure_key
from merit_desk.reviews.models import Publication
from merit_desk.reviews.queries.indicators import RatedLine, rated_lines
from merit_desk.reviews.queries.judgement import answers_on

KIND = "reviews.publish"
_UNDER_JUDGEMENT = (
    *(ReviewState.SELF_REVIEW, ReviewState.RATING, ReviewState.MANAGER_REVIEW, ReviewState.SKIP_REVIEW),
)
_PUBLISHED = (ReviewState.CALIBRATION, ReviewState.SETTLED)
"""Settled ones as well: a session may close while the job still waits."""
_IDENTIFIES = ("period", "subject", "indicator")

Row = dict[str, str]


def publish(viewer: Viewer, cycle: Cycle) -> Job | None:
    """Have the answers of every review in calibration published; None while that waits already.

    Raises NotFoundRefusal to who does not run cycles.
    """
    if not viewer.everywhere(Can.RUN_CYCLES):
        raise NotFoundRefusal("cycles.no_such_cycle")
    return _started(viewer, cycle)


def publish_ready(viewer: Viewer, cycle: Cycle) -> Job | None:
    """The same by itself when a review comes into calibration: once nobody is under judgement any more, so that all
    come at once, and one by one after the cycle was published by hand or for a session of calibration.
    """
    published_before = Publication.objects.filter(participant__cycle=cycle).exists()
    if not published_before and cycle.participants.filter(state__in=_UNDER_JUDGEMENT).exists():
        return None
    return _started(viewer, cycle)


def _started(viewer: Viewer, cycle: Cycle) -> Job | None:
    """A job that waits will find every review; one that runs may have passed the last one by."""
    waiting = Job.objects.filter(kind=KIND, state=JobState.WAITING)
    if any(job.parameters.get("cycle") == cycle.code for job in waiting):
        return None
    return start(viewer, KIND, cycle=cycle.code)


def published_now(account: int | None, cycle: Cycle) -> int:
    """Write the rows of every review in or past calibration whose rows are not there yet; how many were written."""
    with transaction.atomic():
        key = ensure_key(cycle)
        floor = declared_company().profile.anonymity_floor
        fresh: list[tuple[Participant, list[Row]]] = []
        calibrated = cycle.participants.select_for_update().filter(state__in=_PUBLISHED).order_by("person")
        for one in calibrated:
            rows = rows_of(one, floor, key)
            if not Publication.objects.filter(participant=one, digest=_digest(rows)).exists():
                fresh.append((one, rows))
        written = [row for _, rows in fresh for row in rows]
        if written:
            append_rows(account, "ratings.csv", written, cycle.title, replacing=_IDENTIFIES)
        for one, rows in fresh:
            Publication.objects.update_or_create(participant=one, defaults={"digest": _digest(rows)})
        if fresh:
            record(account, "reviews.published", Subject("cycle", cycle.code), None, {"reviews": len(fresh)})
        return len(fresh)


def rows_of(one: Participant, floor: int, key: bytes) -> list[Row]:
    """The rows of ratings.csv about one participant, in an order that tells nothing, without comments."""
    return [row for line in rated_lines(one) for row in _rows(one, line, floor, key)]


def _rows(one: Participant, line: RatedLine, floor: int, key: bytes) -> Iterator[Row]:
    answers = published(answers_on(one, line), line.scheme, floor, one.person, key)
    named = [(f"{each.relation} {each.rater}", each) for each in answers]
    for each in in_no_order(key, named):
        yield {
            "period": one.cycle.period,
            "subject": one.person,
            "rater": each.rater,
            "relation": str(each.relation),
            "indicator": line.subject,
            "score": plain(each.score),
            "comment": "",
        }


def _digest(rows: Iterable[Row]) -> str:
    return hashlib.sha256(repr([sorted(row.items()) for row in rows]).encode()).hexdigest()

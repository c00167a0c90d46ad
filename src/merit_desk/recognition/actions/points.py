"""Giving points: by a manager from the month's budget, by HR for an event or as a correction; and the budgets."""

import re

from django.db import IntegrityError, transaction
from django.db.models import F
from django.urls import reverse

from merit.kernel.refusals import ConflictRefusal
from merit.rewards.recognition.points import PointCause
from merit_desk.accounts.access import Can
from merit_desk.accounts.viewer import Viewer
from merit_desk.audit.actions import Subject, record
from merit_desk.recognition.actions.books import Why, earn, spend
from merit_desk.recognition.actions.telling import tell_person
from merit_desk.recognition.given import Giving
from merit_desk.recognition.models import GivingBudget, MonthGiven, PointEntry
from merit_desk.recognition.queries.books import budget_of
from merit_desk.recognition.queries.reach import no_such, require_person, under
from merit_desk.talks.colleagues import at_work


def thank(viewer: Viewer, given: Giving) -> PointEntry:
    """From the manager's budget of this month to somebody below them.

    Raises NotFoundRefusal for anybody else, ConflictRefusal where the budget does not suffice.
    """
    giver = require_person(viewer)
    if given.person not in under(viewer):
        raise no_such()
    if PointEntry.objects.filter(token=given.token).exists():
        return _sent_before(viewer, given)
    month = f"{viewer.today:%Y-%m}"
    try:
        with transaction.atomic():
            _from_budget(giver, month, given.points)
            why = Why(PointCause.THANKS, f"budget:{giver}:{month}", viewer.account, given.note, given.token)
            return _given(viewer, given, why)
    except IntegrityError:
        return _sent_before(viewer, given)


def grant_points(viewer: Viewer, given: Giving, cause: PointCause = PointCause.EVENT) -> PointEntry:
    """From the company for an event or a contest. Raises NotFoundRefusal without the ability, or for oneself."""
    viewer.require(Can.GRANT_HONOURS)
    if given.person == viewer.person or cause not in (PointCause.EVENT, PointCause.CONTEST):
        raise no_such()
    if not at_work(given.person, viewer.today):
        raise ConflictRefusal("talks.nobody_at_work", name=given.person)
    try:
        with transaction.atomic():
            return _given(viewer, given, Why(cause, "company", viewer.account, given.note, given.token))
    except IntegrityError:
        return _sent_before(viewer, given)


def take_back_points(viewer: Viewer, given: Giving) -> list[PointEntry]:
    """Correct what was given by mistake: a new entry against it, never below zero. The person is told why."""
    viewer.require(Can.GRANT_HONOURS)
    if given.person == viewer.person:
        raise no_such()
    with transaction.atomic():
        why = Why(PointCause.CORRECTION, "company", viewer.account, given.note, given.token)
        made = spend(given.person, given.points, why, viewer.today)
        _noted(viewer, "recognition.points_corrected", given, -given.points)
        address = reverse("recognition:points")
        tell_person(given.person, "notice.points_corrected", address, points=given.points, note=given.note)
    return made


def set_budget(viewer: Viewer, person: str, monthly: int, since: str) -> GivingBudget:
    """So many points a month from that month on; earlier months stay. Raises ConflictRefusal for a past month."""
    viewer.require(Can.GRANT_HONOURS)
    if not re.fullmatch(r"20\d\d-(0[1-9]|1[0-2])", since) or since < f"{viewer.today:%Y-%m}":
        raise ConflictRefusal("recognition.month_is_over", month=since)
    if not at_work(person, viewer.today):
        raise ConflictRefusal("talks.nobody_at_work", name=person)
    with transaction.atomic():
        before = budget_of(person, since)
        made, _ = GivingBudget.objects.update_or_create(person=person, since=since, defaults={"monthly": monthly})
        subject = Subject("person", person)
        after = {"monthly": monthly, "since": since}
        record(viewer.account, "recognition.budget_set", subject, {"monthly": before}, after)
    return made


def _from_budget(giver: str, month: str, points: int) -> None:
    allowed = budget_of(giver, month)
    row, _ = MonthGiven.objects.get_or_create(person=giver, month=month, defaults={"allowed": allowed})
    row = MonthGiven.objects.select_for_update().get(pk=row.pk)
    if row.given + points > allowed:
        raise ConflictRefusal("recognition.budget_too_small", left=max(allowed - row.given, 0), points=points)
    MonthGiven.objects.filter(pk=row.pk).update(given=F("given") + points, allowed=allowed)


def _given(viewer: Viewer, given: Giving, why: Why) -> PointEntry:
    made = earn(given.person, given.points, why, viewer.today)
    _noted(viewer, "recognition.points_given", given, given.points)
    address = reverse("recognition:points")
    tell_person(given.person, "notice.points_given", address, name=viewer.name, points=given.points)
    return made


def _noted(viewer: Viewer, action: str, given: Giving, points: int) -> None:
    record(viewer.account, action, Subject("person", given.person), after={"points": points, "note": given.note})


def _sent_before(viewer: Viewer, given: Giving) -> PointEntry:
    found = PointEntry.objects.filter(token=given.token, author_id=viewer.signer).first()
    if found is None:
        raise ConflictRefusal("recognition.sent_before")
    return found

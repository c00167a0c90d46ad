"""What people do with an alert: take note of it, resolve it, let it sleep, make it a task; each with its trail."""

from datetime import date, timedelta

from django.db import transaction

from merit.alerts.standing import AlertMove, AlertState, Standing, moved
from merit.kernel.refusals import ConflictRefusal, NotFoundRefusal
from merit_desk.accounts.viewer import Viewer
from merit_desk.alerts.models import Alert, AlertStep, Look
from merit_desk.alerts.queries.visible import alert_of, may_move, people_of
from merit_desk.alerts.queries.words import alert_words
from merit_desk.audit.actions import Subject, record
from merit_desk.follow.actions.tasks import address_of, give_task
from merit_desk.follow.given import Given
from merit_desk.follow.models import Task
from merit_desk.follow.queries.reach import may_give_to, may_write
from merit_desk.results.queries.open_company import declared_company
from merit_desk.shell.sentences import say

LONGEST_SLEEP = 90
WORKING_DAYS = 3
"""Within which the task that an alert becomes is due."""


def move_alert(viewer: Viewer, number: int, move: AlertMove, note: str) -> Alert:
    """Acknowledge or resolve it; what is resolved by hand comes back only by a new breach.

    Raises NotFoundRefusal (not theirs), ConflictRefusal (not now, or a reason is missing).
    """
    with transaction.atomic():
        alert = _locked(viewer, number)
        state = moved(Standing(AlertState(alert.state)), move).state
        if move is AlertMove.RESOLVE and not note.strip():
            raise ConflictRefusal("alert.reason_missing")
        before, alert.state = alert.state, state
        alert.by_hand = move is AlertMove.RESOLVE
        latest = Look.objects.exclude(closed=None).first()
        alert.judged = latest.closed if latest is not None and latest.closed is not None else alert.judged
        alert.save()
        AlertStep.objects.create(alert=alert, account_id=viewer.signer, move=move, note=note.strip())
        record(viewer.account, f"alerts.{move}", _subject(alert), {"state": before}, {"state": str(state)})
    return alert


def snooze_alert(viewer: Viewer, number: int, until: date, note: str) -> Alert:
    """Nobody is told of it before that day; it goes on being judged. Raises as `move_alert`, also for a day gone by."""
    with transaction.atomic():
        alert = _locked(viewer, number)
        if not note.strip():
            raise ConflictRefusal("alert.reason_missing")
        if not viewer.today < until <= viewer.today + timedelta(days=LONGEST_SLEEP):
            raise ConflictRefusal("alert.sleep", days=LONGEST_SLEEP)
        alert.snoozed_until = until
        alert.save()
        step = {"move": "snooze", "note": note.strip(), "until": until}
        AlertStep.objects.create(alert=alert, account_id=viewer.signer, **step)
        record(viewer.account, "alerts.snooze", _subject(alert), after={"until": str(until)})
    return alert


def task_from(viewer: Viewer, number: int) -> Task:
    """The alert as a task for whoever is in charge, as far as the viewer may give them one, else for the viewer.

    One alert has one task: asked again, it is the same. Raises ConflictRefusal where there is nobody to give it to.
    """
    with transaction.atomic():
        alert = _locked(viewer, number)
        if alert.task is not None:
            return alert.task
        if not may_write(viewer):
            raise NotFoundRefusal("refusal.no_such_page")
        owner = next((each for each in (*people_of(alert, viewer), viewer.person) if may_give_to(viewer, each)), "")
        if not owner:
            raise ConflictRefusal("alert.nobody_for_task")
        words = alert_words(alert)
        expected = f"{words.said}\n{words.at_stake}\n/alerts/{alert.pk}/"
        criteria = say("alert.task_criteria")
        due = _due(viewer)
        given = Given(words.title[:120], owner, due, "improvement", expected[:2000], criteria, days=WORKING_DAYS)
        task = give_task(viewer, given)
        alert.task = task
        if alert.state == AlertState.FIRING:
            alert.state = AlertState.ACKNOWLEDGED
        alert.save()
        AlertStep.objects.create(alert=alert, account_id=viewer.signer, move="task", note=address_of(task))
        record(viewer.account, "alerts.task", _subject(alert), after={"task": task.pk})
    return task


def _due(viewer: Viewer) -> date:
    calendar, day, left = declared_company().calendar, viewer.today, WORKING_DAYS
    while left:
        day += timedelta(days=1)
        left -= calendar.is_working(day)
    return day


def _locked(viewer: Viewer, number: int) -> Alert:
    alert = alert_of(viewer, number)
    if not may_move(viewer, alert):
        raise NotFoundRefusal("refusal.no_such_page")
    return Alert.objects.select_for_update().get(pk=alert.pk)


def _subject(alert: Alert) -> Subject:
    return Subject("alert", str(alert.pk))

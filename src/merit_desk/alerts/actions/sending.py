"""Sending: by mail and to channels, outside quiet hours, tried again with growing pauses; nothing is doubled."""

from datetime import datetime, timedelta
from smtplib import SMTPException
from uuid import uuid4

from apprise import Apprise
from django.core.mail import send_mail
from django.db.models import F
from django.utils import timezone
from django_tasks import task

from merit.kernel.refusals import Refusal
from merit_desk.accounts.models import Account
from merit_desk.accounts.queries.sight import may_see_node
from merit_desk.accounts.viewer import viewer_for
from merit_desk.alerts.actions.channels import robot_of
from merit_desk.alerts.models import Channel, Sending, Told
from merit_desk.alerts.queries.words import alert_words
from merit_desk.alerts.robots import Refused
from merit_desk.reminders.queries.mail import whole_address
from merit_desk.shell.language import speaking
from merit_desk.shell.sentences import say

PAUSES = tuple(timedelta(seconds=each) for each in (10, 60, 300, 1800, 2 * 3600, 8 * 3600))
"""Between one attempt and the next; after the last it is given up, and the page of the channels says so."""
_LEASE = timedelta(seconds=60)


@task()
def deliver(number: int) -> None:
    """Try once. A message that is doubled, delivered or not yet due does nothing."""
    now = timezone.now()
    taken = Sending.objects.filter(pk=number, delivered_at=None, next_at__lte=now).update(
        next_at=now + _LEASE, attempts=F("attempts") + 1
    )
    if taken:
        chosen = Sending.objects.select_related("told__alert", "told__account", "channel__account")
        _attempt(chosen.get(pk=number))


def put_in_queue(sending: Sending) -> None:
    """Have it tried when it is due."""
    due = sending.next_at
    (deliver.using(run_after=due) if due and due > timezone.now() else deliver).enqueue(sending.pk)


def begin_sending(told: Told | None, channel: Channel | None, due: datetime) -> Sending:
    """A message on its way. `told` None: a trial of the channel."""
    sending = Sending.objects.create(told=told, channel=channel, message=f"alert_{uuid4().hex}", next_at=due)
    put_in_queue(sending)
    return sending


def send_overdue() -> int:
    """Messages that are overdue, because a worker died while it sent them."""
    late = Sending.objects.filter(delivered_at=None, next_at__lt=timezone.now() - _LEASE)
    for each in late:
        put_in_queue(each)
    return len(late)


def _attempt(sending: Sending) -> None:
    account = sending.told.account if sending.told is not None else sending.channel.account  # type: ignore[union-attr]
    if not account.is_active or (sending.channel is not None and not sending.channel.on):
        _end(sending, Refused("switched_off"), again=False)
        return
    if sending.told is not None and not _may_still_see(account, sending.told):
        _end(sending, Refused("not_theirs"), again=False)
        return
    with speaking(account.language or "zh"):
        title, text = _written(sending)
        try:
            _sent(sending, account, title, text)
        except Refused as refused:
            _end(sending, refused, again=True)
        except Refusal as refusal:
            _end(sending, Refused("unreadable", say(refusal.code, **refusal.params)), again=False)
        else:
            _end(sending, None, again=False)


def _may_still_see(account: Account, told: Told) -> bool:
    """Asked at the moment of sending: a role may have ended in the night."""
    alert = told.alert
    try:
        return may_see_node(viewer_for(account), alert.kpi, alert.node_kind, alert.node, alert.interval)
    except Refusal:
        return False


def _written(sending: Sending) -> tuple[str, str]:
    if sending.told is None:
        return say("alert.message.title"), say("alert.message.trial")
    alert = sending.told.alert
    words = alert_words(alert)
    text = f"{words.said}\n{words.at_stake}\n{whole_address(f'/alerts/{alert.pk}/')}"
    return say("alert.message.title"), text


def _sent(sending: Sending, account: Account, title: str, text: str) -> None:
    if sending.channel is None:
        _mailed(account, title, text)
        return
    robot, sender = robot_of(sending.channel, sending.message), Apprise()
    sender.add(robot)
    if not sender.notify(body=text, title=title):
        raise robot.refused or Refused("unreachable")


def _mailed(account: Account, title: str, text: str) -> None:
    try:
        if not send_mail(title, text, None, [account.email]):
            raise Refused("unreachable")
    except (OSError, SMTPException) as error:
        raise Refused("unreachable", type(error).__name__) from None


def _end(sending: Sending, refused: Refused | None, again: bool) -> None:
    now = timezone.now()
    left = again and sending.attempts <= len(PAUSES)
    sending.next_at = now + PAUSES[sending.attempts - 1] if left else None
    sending.failure = refused.why if refused else ""
    sending.delivered_at = None if refused else now
    sending.save(update_fields=["next_at", "failure", "delivered_at"])
    if sending.channel is not None:
        said = refused.said if refused else ""
        Channel.objects.filter(pk=sending.channel.pk).update(failure=sending.failure, failed_with=said)
    if sending.next_at is not None:
        put_in_queue(sending)

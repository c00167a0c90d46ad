"""Telling: whoever is in charge and may see the figure, a few a day by what is at stake; the rest is in the digest."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.urls import reverse

from merit.alerts.charge import in_charge
from merit.kernel.node import Node, NodeKind
from merit.reviews.reminding import QuietHours
from merit_desk.accounts.access import Role
from merit_desk.accounts.models import Account
from merit_desk.accounts.viewer import viewer_for
from merit_desk.alerts.actions.sending import begin_sending
from merit_desk.alerts.models import Alert, Channel, Told
from merit_desk.alerts.queries.visible import alerts_seen, ranked
from merit_desk.alerts.queries.words import alert_words
from merit_desk.notices.actions import tell
from merit_desk.reminders.models import Wishes
from merit_desk.reminders.queries.mail import mail_is_set_up
from merit_desk.results.queries.open_company import declared_company
from merit_desk.shell.language import speaking


def tell_of(fresh: Sequence[Alert], budget: int, today: date, now: datetime) -> int:
    """How many were told at once, over all accounts; an alert that is asleep is told to nobody."""
    awake = [each for each in fresh if each.snoozed_until is None or each.snoozed_until <= today]
    listening = _listening(awake, today)
    return sum(_tell_one(_Reader(account, budget, today, now), alerts) for account, alerts in listening)


@dataclass(frozen=True, slots=True)
class _Reader:
    account: Account
    budget: int
    today: date
    now: datetime


def _listening(alerts: Sequence[Alert], today: date) -> list[tuple[Account, list[Alert]]]:
    """Accounts with the alerts that concern them and whose figures they may see.

    What concerns nobody with an account goes to the owner, so that no alert is lost.
    """
    company = declared_company()
    by_account: dict[int, list[Alert]] = {}
    people = {
        each.pk: (*in_charge(company, Node(NodeKind(each.node_kind), each.node), today), *each.to) for each in alerts
    }
    named = {person for found in people.values() for person in found}
    accounts = {each.person: each for each in Account.objects.filter(is_active=True, person__in=named)}
    owners = list(Account.objects.filter(is_active=True, grants__role=Role.OWNER, grants__end=None).distinct())
    known = {each.pk: each for each in (*accounts.values(), *owners)}
    for alert in alerts:
        own = [accounts[person] for person in dict.fromkeys(people[alert.pk]) if person in accounts]
        seeing = [each for each in own if alerts_seen(viewer_for(each), [alert])]
        for each in seeing or owners:
            by_account.setdefault(each.pk, []).append(alert)
    return [(known[account], found) for account, found in sorted(by_account.items())]


def _tell_one(reader: _Reader, alerts: Iterable[Alert]) -> int:
    """A cause counts once against the day's budget, and its head speaks for it."""
    account = reader.account
    causes: dict[str, list[Alert]] = {}
    for each in ranked(alerts_seen(viewer_for(reader.account), alerts)):
        causes.setdefault(each.cause or each.key, []).append(each)
    already = Told.objects.filter(account=account, day=reader.today, later=False).count()
    left = max(reader.budget - already, 0)
    for at, group in enumerate(causes.values()):
        later = at >= left
        told = [Told.objects.create(alert=each, account=account, day=reader.today, later=True) for each in group]
        if not later:
            head = told[0]
            head.later = False
            head.save(update_fields=["later"])
            _send(reader, head, len(group))
    return min(left, len(causes))


def _send(reader: _Reader, told: Told, together: int) -> None:
    account = reader.account
    with speaking(account.language or "zh"):
        words = alert_words(told.alert)
    address = reverse("alerts:alert", args=(told.alert_id,))
    tell(account.pk, "notice.alert", address, what=words.said, stake=words.at_stake, count=together)
    wishes = getattr(account, "reminder_wishes", None) or Wishes(account=account)
    due = _after_quiet_hours(reader.now, wishes)
    if wishes.by_mail and account.email and mail_is_set_up():
        begin_sending(told, None, due)
    for channel in Channel.objects.filter(account=account, on=True):
        begin_sending(told, channel, due)


def _after_quiet_hours(now: datetime, wishes: Wishes) -> datetime:
    local = now.astimezone(ZoneInfo(declared_company().profile.time_zone))
    quiet = QuietHours(wishes.quiet_from, wishes.quiet_to)
    if not quiet.hold(local.hour):
        return now
    end = local.replace(hour=wishes.quiet_to, minute=0, second=0, microsecond=0)
    return end if end > local else end + timedelta(days=1)

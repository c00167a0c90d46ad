"""Sending: one digest a day for each account, once; mentions at once for those who want that."""

import logging
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from smtplib import SMTPException
from zoneinfo import ZoneInfo

from django.core.mail import send_mail
from django.db import IntegrityError, transaction
from django.utils import timezone

from merit.company import Company
from merit.kernel.refusals import Refusal
from merit.reviews.reminding import QuietHours, may_send
from merit_desk.accounts.models import Account
from merit_desk.accounts.viewer import NOBODY, viewer_for
from merit_desk.jobs.actions import start
from merit_desk.jobs.models import Job
from merit_desk.jobs.states import JobState
from merit_desk.notices.actions import tell
from merit_desk.notices.models import Notice
from merit_desk.reminders.models import Digest, MentionMail, Wishes
from merit_desk.reminders.queries.collecting import Item, digest_of
from merit_desk.reminders.queries.late import Lateness, lateness_on
from merit_desk.reminders.queries.mail import mail_is_set_up, whole_address
from merit_desk.results.queries.open_company import declared_company
from merit_desk.shell.language import speaking
from merit_desk.shell.sentences import say

MENTION = "notice.mentioned"
KIND = "reminders.send"
_STALE = timedelta(hours=24)
"""A mention older than this waits for the digest like everything else."""
_log = logging.getLogger("merit.reminders")


def ask_to_send() -> Job | None:
    """What the worker does: a job where any digest or mention is due now; None where nothing is."""
    now = timezone.now()
    try:
        due = due_accounts(now) or unsent_mentions(now)
    except Refusal:
        return None
    if not due or Job.objects.filter(kind=KIND, state__in=(JobState.WAITING, JobState.RUNNING)).exists():
        return None
    return start(NOBODY, KIND)


def send_due(now: datetime, told: Callable[[int, int], None] = lambda _done, _total: None) -> dict[str, int]:
    """Every digest and mention that is due at that moment; how many went out, and how many by mail."""
    company = declared_company()
    today = _local(now, company).date()
    accounts, late = due_accounts(now), lateness_on(today)
    sent = mailed = 0
    for done, (account, wishes) in enumerate(accounts, 1):
        digest = _digested(account, wishes, now, company, late)
        sent += digest is not None and bool(digest.items)
        mailed += digest is not None and _mail_digest(digest, account, wishes)
        told(done, len(accounts))
    return {"digests": sent, "mailed": mailed + sum(_mail_mention(each) for each in unsent_mentions(now))}


def due_accounts(now: datetime) -> list[tuple[Account, Wishes]]:
    """Accounts whose hour has come on a working day and that have no digest of the day yet; two queries."""
    company = declared_company()
    local = _local(now, company)
    accounts = (
        Account.objects.filter(is_active=True).exclude(digests__day=local.date()).select_related("reminder_wishes")
    )
    pairs = [(account, _wishes(account)) for account in accounts.order_by("pk")]
    return [
        (account, wishes)
        for account, wishes in pairs
        if may_send(local, wishes.hour, QuietHours(wishes.quiet_from, wishes.quiet_to), company.calendar)
    ]


def unsent_mentions(now: datetime) -> list[Notice]:
    """Mentions of the last day that wait to be mailed to somebody who wants that at once, outside quiet hours."""
    if not mail_is_set_up():
        return []
    company = declared_company()
    hour = _local(now, company).hour
    found = Notice.objects.filter(code=MENTION, read_at=None, at__gt=now - _STALE, account__is_active=True)
    known = set(MentionMail.objects.values_list("notice", flat=True))
    waiting = found.exclude(account__email="").select_related("account__reminder_wishes")
    return [each for each in waiting if each.pk not in known and _wants_mention(_wishes(each.account), hour)]


def _wants_mention(wishes: Wishes, hour: int) -> bool:
    return wishes.mentions_at_once and not QuietHours(wishes.quiet_from, wishes.quiet_to).hold(hour)


def _wishes(account: Account) -> Wishes:
    return getattr(account, "reminder_wishes", None) or Wishes(account=account)


def _local(now: datetime, company: Company) -> datetime:
    return now.astimezone(ZoneInfo(company.profile.time_zone))


def _digested(account: Account, wishes: Wishes, now: datetime, company: Company, late: Lateness) -> Digest | None:
    """The row of the day is written before anything goes out: a second worker finds it and sends nothing."""
    day = _local(now, company).date()
    with speaking(account.language or "zh"):
        items = digest_of(replace(viewer_for(account), today=day), company, wishes.days_before, late)
        try:
            with transaction.atomic():
                digest = Digest.objects.create(account=account, day=day, items=[each.stored() for each in items])
                if items:
                    gaps = {"count": len(items), "late": sum(1 for each in items if _is_late(each))}
                    tell(account.pk, "notice.digest", f"/reminders/{day}/", **gaps)
        except IntegrityError:
            return None
    return digest


def _is_late(item: Item) -> bool:
    return item.group == "late"


def _mail_digest(digest: Digest, account: Account, wishes: Wishes) -> bool:
    if not (digest.items and wishes.by_mail and account.email and mail_is_set_up()):
        return False
    with speaking(account.language or "zh"):
        lines = [f"- {each['what']}" + (f" ({each['due']})" if each["due"] else "") for each in digest.items]
        subject = say("reminders.mail.subject", count=len(lines))
        address = whole_address(f"/reminders/{digest.day}/")
        text = say("reminders.mail.text", name=str(account), lines="\n".join(lines), address=address)
        sent = _mail(account.email, subject, text)
    if sent:
        Digest.objects.filter(pk=digest.pk).update(mailed_at=timezone.now())
    return sent


def _mail_mention(notice: Notice) -> bool:
    _, fresh = MentionMail.objects.get_or_create(notice=notice.pk)
    if not fresh:
        return False
    account = notice.account
    with speaking(account.language or "zh"):
        words = say(notice.code, **notice.gaps)
        text = say("reminders.mail.mention", name=str(account), words=words, address=whole_address(notice.address))
        return _mail(account.email, words[:120], text)


def _mail(address: str, subject: str, text: str) -> bool:
    """A mail server that is away loses nothing: the same stands in the application."""
    try:
        return bool(send_mail(subject.replace("\n", " "), text, None, [address]))
    except (OSError, SMTPException):
        _log.exception("a reminder could not be mailed")
        return False

"""What the desk knows of people and plans: agreements with their notices and signatures, check-ins and talks."""

from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta

from django.utils import timezone

from merit.insight.plan_check.known import Asked, Known
from merit.kernel.moves import Party
from merit.kernel.period import Period
from merit.targets.agreement import AgreementState
from merit_desk.agreements.models import Agreement
from merit_desk.follow.models import CheckIn
from merit_desk.talks.models import Talk

DAYS = 28
"""Follow-up is looked for so far back."""


def known_here(period: Period, today: date) -> Known:
    """Of agreements of cycles in that period; follow-up of the last four weeks."""
    return Known(asked=tuple(_asked(period)), followed_up=_followed_up(today), today=today)


def _asked(period: Period) -> Iterator[Asked]:
    standing = Agreement.objects.exclude(state=AgreementState.WITHDRAWN).select_related("participant__cycle")
    for one in standing.prefetch_related("notices", "signatures", "proposals").order_by("pk"):
        cycle = Period.parse(one.participant.cycle.period)
        if cycle.overlap(period.start, period.end) is None:
            continue
        for part in one.terms["parts"]:
            yield _of(one, str(part["plan"]), int(part["version"]))


def _of(one: Agreement, plan: str, version: int) -> Asked:
    told = [timezone.localdate(each.at) for each in one.notices.all()]
    signed = [timezone.localdate(each.at) for each in one.signatures.all() if each.capacity == Party.SUBJECT]
    waiting = [timezone.localdate(each.at) for each in one.proposals.all() if each.answered_at is None]
    return Asked(
        plan,
        version,
        one.participant.person,
        min(told, default=None),
        max(signed, default=None),
        min(waiting, default=None),
    )


def _followed_up(today: date) -> dict[str, int]:
    """How often somebody heard of each person: reports sent, talks held."""
    since = today - timedelta(days=DAYS)
    heard = Counter(CheckIn.objects.filter(sent_at__date__gte=since).values_list("person", flat=True))
    for talk in Talk.objects.filter(held_at__isnull=False, day__gte=since).select_related("pair"):
        heard.update((talk.pair.first, talk.pair.second))
    return dict(heard)

"""Telling those for whom agreements of a cycle wait, once a day at most."""

from collections.abc import Iterable, Iterator

from django.db import transaction
from django.utils import timezone

from merit.targets.agreement import AgreementState
from merit_desk.accounts.access import Can
from merit_desk.accounts.viewer import Viewer
from merit_desk.agreements.models import Agreement
from merit_desk.agreements.queries.told import accounts_of, address_of, managers_of
from merit_desk.audit.actions import Subject, record
from merit_desk.cycles.queries.visible import cycle_of
from merit_desk.notices.actions import Told, tell_many
from merit_desk.notices.models import Notice

CODE = "notice.agreement_remind"
_THEIRS = (AgreementState.NOTIFIED,)
_MANAGERS = (AgreementState.PROPOSED, AgreementState.SIGNED)


def remind(viewer: Viewer, code: str) -> int:
    """How many were told. Who was told of the same agreement today is left in peace.

    Raises NotFoundRefusal for who does not run cycles.
    """
    viewer.require(Can.RUN_CYCLES)
    cycle = cycle_of(viewer, code)
    waiting = Agreement.objects.filter(participant__cycle=cycle, state__in=(*_THEIRS, *_MANAGERS))
    today = timezone.now().replace(hour=0, minute=0, second=0, microsecond=0)
    told_today = set(Notice.objects.filter(code=CODE, at__gte=today).values_list("account", "address"))
    with transaction.atomic():
        fresh = [each for each in _told(waiting.select_related("participant__cycle")) if _key(each) not in told_today]
        count = tell_many(CODE, fresh)
        record(viewer.account, "agreement.reminded", Subject("cycle", cycle.code), after={"notices": count})
    return count


def _told(waiting: Iterable[Agreement]) -> Iterator[Told]:
    listed = list(waiting)
    turns = [({one.participant.person} if one.state in _THEIRS else managers_of(one), one) for one in listed]
    accounts = accounts_of(person for people, _ in turns for person in people)
    for people, one in turns:
        for person in sorted(people):
            for account in accounts.get(person, ()):
                yield Told(account, address_of(one), {"cycle": one.participant.cycle.title})


def _key(told: Told) -> tuple[int, str]:
    return told.account, told.address

"""Releasing a period: from then on everybody sees their own result."""

from django.db import transaction

from merit.kernel.refusals import ConflictRefusal, NotFoundRefusal
from merit_desk.accounts.access import Can
from merit_desk.accounts.models import Account
from merit_desk.accounts.viewer import Viewer
from merit_desk.audit.actions import Subject, record
from merit_desk.notices.actions import tell
from merit_desk.periods.led import led_at
from merit_desk.results.models import Release
from merit_desk.results.queries.period_files import period_files, periods_run


def release_period(viewer: Viewer, period: str) -> Release:
    """Release the period and tell everybody who has a result in it.

    Raises NotFoundRefusal (not permitted, or never run) and ConflictRefusal (released before, or led by a cycle).
    """
    viewer.require(Can.RELEASE_RESULTS)
    if period not in periods_run():
        raise NotFoundRefusal("cli.no_results", period=period)
    if led_at(period):
        raise ConflictRefusal("outcomes.period_has_cycle", period=period)
    with transaction.atomic():
        made, fresh = Release.objects.get_or_create(period=period, person="", defaults={"by_id": viewer.signer})
        if not fresh:
            raise ConflictRefusal("periods.released_before", period=period)
        files = period_files(period)
        concerned = set(files.totals) | set(files.pay)
        record(viewer.account, "period.released", Subject("period", period), after={"people": len(concerned)})
        for account in Account.objects.filter(person__in=concerned, is_active=True).exclude(person=""):
            tell(account.pk, "notice.released", f"/periods/{period}/people/{account.person}/", period=period)
    return made

"""When a period was computed again: whoever has read another result is given the new one as a version, and told."""

from django.db import transaction
from django.urls import reverse

from merit.kernel.refusals import ConflictRefusal
from merit_desk.accounts.access import Can
from merit_desk.accounts.models import Account
from merit_desk.accounts.viewer import Viewer
from merit_desk.cycles.models import Cycle
from merit_desk.notices.actions import Told, tell_many
from merit_desk.outcomes.actions.versions import keep_version
from merit_desk.outcomes.models import CycleSeal, ResultVersion
from merit_desk.outcomes.queries.changed import changed_results
from merit_desk.results.queries.period_files import period_files


def reconcile(viewer: Viewer, cycle: Cycle) -> list[ResultVersion]:
    """Show the newly computed results of this cycle as next versions. Raises NotFoundRefusal and ConflictRefusal."""
    viewer.require(Can.RELEASE_RESULTS)
    if CycleSeal.objects.filter(cycle=cycle).exists():
        raise ConflictRefusal("outcomes.sealed_already", cycle=cycle.title)
    return _kept(viewer.account, cycle, "mended")


def keep_changed(account: int | None, period: str, kind: str) -> list[ResultVersion]:
    """The same for every unsealed cycle of the period."""
    cycles = Cycle.objects.filter(period=period, seal=None)
    return [version for cycle in cycles for version in _kept(account, cycle, kind)]


def _kept(account: int | None, cycle: Cycle, kind: str) -> list[ResultVersion]:
    files = period_files(cycle.period)
    with transaction.atomic():
        made = [keep_version(account, each, kind, files) for each in changed_results(cycle, files)]
        numbers = {each.participant.person: each.participant_id for each in made}
        accounts = Account.objects.filter(person__in=list(numbers), is_active=True)
        addresses = {person: reverse("outcomes:result", args=[number]) for person, number in numbers.items()}
        gaps = {"cycle": cycle.title}
        tell_many("notice.new_version", [Told(each.pk, addresses[each.person], gaps) for each in accounts])
    return made

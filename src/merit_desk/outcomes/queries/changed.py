"""Whose computed result no longer is what they were shown."""

from django.db.models import Max

from merit.kernel.refusals import NotFoundRefusal
from merit_desk.cycles.models import Cycle, Participant
from merit_desk.outcomes.models import ResultVersion
from merit_desk.outcomes.queries.versions import content_of, same_result
from merit_desk.results.queries.period_files import PeriodFiles, period_files


def changed_results(cycle: Cycle, files: PeriodFiles | None = None) -> list[Participant]:
    """Released reviews whose latest version differs from the period's results, by person."""
    if files is None:
        try:
            files = period_files(cycle.period)
        except NotFoundRefusal:
            return []
    last = ResultVersion.objects.filter(participant__cycle=cycle).values("participant").annotate(last=Max("pk"))
    shown = ResultVersion.objects.filter(pk__in=last.values("last")).select_related("participant__cycle")
    found = [each.participant for each in shown if not same_result(each.content, content_of(each.participant, files))]
    return sorted(found, key=lambda each: each.person)

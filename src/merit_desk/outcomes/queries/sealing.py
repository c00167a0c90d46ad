"""What stands in the way of sealing a cycle, and what its seal covers."""

from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.conf import settings
from django.urls import reverse

from merit.closing.sealed_period import read_seal, sealed_folder
from merit.kernel.period import Period
from merit.kernel.problems import Severity
from merit.reviews.appeal import AppealState
from merit.reviews.life import ReviewState
from merit_desk.accounts.viewer import Viewer
from merit_desk.audit.models import Head
from merit_desk.cycles.models import Cycle, Participant
from merit_desk.jobs.models import Job
from merit_desk.jobs.states import JobState
from merit_desk.outcomes.models import Appeal
from merit_desk.outcomes.queries.canonical import digest_of
from merit_desk.outcomes.queries.changed import changed_results
from merit_desk.results.queries.period_files import period_files, periods_run

ENDED = frozenset({ReviewState.CONCLUDED, ReviewState.SEALED, ReviewState.LEFT_OUT})


@dataclass(frozen=True, slots=True)
class Blocker:
    """A reason why a cycle cannot be sealed yet: a sentence with gaps, whom it is about, and where it is mended."""

    code: str
    gaps: dict[str, str | int]
    people: tuple[Participant, ...] = ()
    address: str = ""


def blockers(viewer: Viewer, cycle: Cycle) -> list[Blocker]:
    """Everything that is still missing; empty when the cycle can be sealed."""
    found = [*_open_reviews(cycle), *_open_appeals(cycle), *_other_cycles(cycle)]
    if cycle.period not in periods_run() and not period_is_sealed(cycle.period):
        found.append(Blocker("outcomes.block.not_run", {"period": cycle.period}))
    elif changed := changed_results(cycle):
        found.append(Blocker("outcomes.block.changed", {"count": len(changed)}, tuple(changed)))
    found += _errors(cycle)
    if viewer.person and cycle.participants.filter(person=viewer.person, state=ReviewState.CONCLUDED).exists():
        found.append(Blocker("outcomes.block.own", {}))
    if not cycle.participants.exclude(state=ReviewState.LEFT_OUT).exists():
        found.append(Blocker("outcomes.block.nobody", {}))
    return found


def period_is_sealed(period: str) -> bool:
    """Whether the period's results are frozen."""
    return sealed_folder(Path(settings.MERIT_COMPANY), Period.parse(period)).exists()


def period_seal(period: str) -> dict[str, str]:
    """The fingerprints of the sealed period. Raises NotFoundRefusal when it is not sealed."""
    seal = read_seal(Path(settings.MERIT_COMPANY), Period.parse(period))
    names = ("period", "as_of", "data", "definitions", "result", "merit")
    return {name: getattr(seal, name) for name in names}


def seal_content(cycle: Cycle, records: dict[str, dict[str, Any]]) -> dict[str, Any]:
    """What the seal covers: the digest of every record, the period's fingerprints, and the last link of the trail."""
    head = Head.objects.filter(pk=1).first()
    return {
        "cycle": cycle.code,
        "records": {person: digest_of(each) for person, each in sorted(records.items())},
        "left_out": sorted(cycle.participants.filter(state=ReviewState.LEFT_OUT).values_list("person", flat=True)),
        "period": period_seal(cycle.period),
        "trail": {"number": head.number if head else 0, "digest": head.digest if head else ""},
    }


def _errors(cycle: Cycle) -> list[Blocker]:
    """A result with errors, of whomever in the company, is never sealed; said here, before the long computation."""
    if cycle.period not in periods_run() or period_is_sealed(cycle.period):
        return []
    errors = sum(each.severity == Severity.ERROR for each in period_files(cycle.period).findings)
    if not errors:
        return []
    address = reverse("home:findings", args=[cycle.period])
    return [Blocker("outcomes.block.errors", {"period": cycle.period, "count": errors}, address=address)]


def _open_reviews(cycle: Cycle) -> list[Blocker]:
    missing = list(cycle.participants.exclude(state__in=[str(state) for state in ENDED]).order_by("state", "person"))
    counts = Counter(each.state for each in missing)
    return [
        Blocker(
            "outcomes.block.state",
            {"state": state, "count": count},
            tuple(each for each in missing if each.state == state),
        )
        for state, count in counts.items()
    ]


def _open_appeals(cycle: Cycle) -> list[Blocker]:
    mending = Appeal.objects.filter(participant__cycle=cycle, state=AppealState.MENDING).select_related("participant")
    found = []
    if mending:
        people = tuple(each.participant for each in mending)
        found.append(Blocker("outcomes.block.mending", {"count": len(people)}, people))
    numbers = set(cycle.participants.values_list("pk", flat=True))
    jobs = Job.objects.filter(kind="outcomes.recompute", state__in=[JobState.WAITING, JobState.RUNNING])
    if any(job.parameters.get("participant") in numbers for job in jobs):
        found.append(Blocker("outcomes.block.recomputing", {}))
    return found


def _other_cycles(cycle: Cycle) -> list[Blocker]:
    """Cycles over the same period freeze the same results, so that all of them have to be through."""
    if period_is_sealed(cycle.period):
        return []
    others = Cycle.objects.filter(period=cycle.period).exclude(pk=cycle.pk)
    ended = [str(state) for state in ENDED]
    return [
        Blocker("outcomes.block.other_cycle", {"cycle": each.title})
        for each in others
        if each.participants.exclude(state__in=ended).exists()
    ]

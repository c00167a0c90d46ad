"""Verifying a seal: the period computed again byte for byte, every record made again, the trail's chain walked."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction

from merit.closing.sealed_period import sealed_folder
from merit.closing.verify import verify_period
from merit.kernel.period import Period
from merit.kernel.refusals import NotFoundRefusal
from merit_desk.accounts.access import Can
from merit_desk.accounts.viewer import Viewer
from merit_desk.audit.actions import Subject, record
from merit_desk.audit.models import Entry
from merit_desk.audit.queries.chain import checked_chain
from merit_desk.cycles.models import Cycle
from merit_desk.jobs.actions import start
from merit_desk.jobs.models import Job
from merit_desk.outcomes.actions.seal import Tick, untold
from merit_desk.outcomes.models import CycleSeal, SealCheck
from merit_desk.outcomes.queries.canonical import digest_of
from merit_desk.outcomes.queries.differences import differing_places
from merit_desk.outcomes.queries.record import whole_record
from merit_desk.outcomes.queries.sealing import period_seal

Difference = dict[str, Any]
LIVING = frozenset({"goals", "follow", "talks"})
"""Goals, tasks and notes go on after a cycle: of these the record as it was kept is proved, not what became of them."""
_MOST = 20
"""Places named per record; the digest of the record says that there are more."""


def ask_to_verify(viewer: Viewer, cycle: Cycle) -> Job:
    """Verify in the background. Raises NotFoundRefusal: not permitted, or not sealed."""
    require_verifier(viewer)
    if not CycleSeal.objects.filter(cycle=cycle).exists():
        raise NotFoundRefusal("outcomes.not_sealed", cycle=cycle.title)
    return start(viewer, "outcomes.verify", cycle=cycle.pk)


def require_verifier(viewer: Viewer) -> None:
    """Who seals, and the auditor. Raises NotFoundRefusal for everybody else."""
    if not (viewer.can(Can.SEAL_RESULTS) or viewer.can(Can.SEE_TRAIL)):
        raise NotFoundRefusal("refusal.no_such_page")


def verify_cycle(account: int | None, cycle: Cycle, tick: Tick = untold) -> SealCheck:
    """Recompute everything and keep what was found. Raises NotFoundRefusal for a cycle without a seal."""
    seal = CycleSeal.objects.filter(cycle=cycle).first()
    if seal is None:
        raise NotFoundRefusal("outcomes.not_sealed", cycle=cycle.title)
    chain = checked_chain()
    files, of_period = _period(seal)
    found = [*_content(seal), *_trail(seal, chain.broken_at), *of_period, *_records(seal, tick)]
    with transaction.atomic():
        made = SealCheck.objects.create(
            seal=seal,
            by_id=account,
            records=seal.records.count(),
            files=files,
            entries=chain.entries,
            differences=found,
        )
        record(account, "outcomes.verified", Subject("cycle", cycle.code), after={"differences": len(found)})
    return made


def _content(seal: CycleSeal) -> list[Difference]:
    return [] if digest_of(seal.content) == seal.digest else [_said("outcomes.differs.seal")]


def _trail(seal: CycleSeal, broken_at: int | None) -> list[Difference]:
    found = [] if broken_at is None else [_said("outcomes.differs.chain", number=broken_at)]
    head = seal.content["trail"]
    entry = Entry.objects.filter(number=head["number"]).first()
    if entry is None or entry.digest != head["digest"]:
        found.append(_said("outcomes.differs.head", number=head["number"]))
    return found


def _period(seal: CycleSeal) -> tuple[int, list[Difference]]:
    period, folder = Period.parse(seal.cycle.period), Path(settings.MERIT_COMPANY)
    if not sealed_folder(folder, period).exists():
        return 0, [_said("outcomes.differs.period_gone", period=str(period))]
    found = []
    if period_seal(str(period)) != seal.content["period"]:
        found.append(_said("outcomes.differs.period_seal", period=str(period)))
    verified = verify_period(folder, period)
    return verified.files, [*found, *(_said("outcomes.differs.period", what=each) for each in verified.differences)]


def _records(seal: CycleSeal, tick: Tick) -> list[Difference]:
    kept = list(seal.records.select_related("participant__cycle").order_by("participant__person"))
    found: list[Difference] = []
    for at, each in enumerate(kept, 1):
        person = each.participant.person
        if each.digest != seal.content["records"].get(person) or digest_of(each.record) != each.digest:
            found.append(_said("outcomes.differs.kept", person=person))
        places = differing_places(_frozen(each.record), _frozen(whole_record(each.participant)))[:_MOST]
        found += [_said("outcomes.differs.record", person=person, place=place) for place in places]
        tick(at, len(kept))
    missing = set(seal.content["records"]) - {each.participant.person for each in kept}
    return [*found, *(_said("outcomes.differs.missing", person=person) for person in sorted(missing))]


def _frozen(record: dict[str, Any]) -> dict[str, Any]:
    return {part: told for part, told in record.items() if part not in LIVING}


def _said(code: str, **gaps: str | int) -> Difference:
    return {"code": code, "gaps": gaps}

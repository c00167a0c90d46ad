"""The evidence pack of one person's cycle as data: everything that was decided and what it rests on."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db.models import Q

from merit.closing.sealed_period import code_version
from merit_desk.accounts.access import Can
from merit_desk.accounts.viewer import Viewer
from merit_desk.audit.models import Entry
from merit_desk.cycles.models import Participant
from merit_desk.outcomes.models import Correction, CycleSeal, SealedRecord
from merit_desk.outcomes.queries.canonical import digest_of, moment
from merit_desk.outcomes.queries.record import whole_record
from merit_desk.outcomes.queries.result_page import decisions_on
from merit_desk.outcomes.queries.sealing import period_is_sealed, period_seal
from merit_desk.results.queries.period_files import PeriodFiles, period_files, periods_run

_ACTIONS = ("review.", "outcomes.")
"""Entries that are shown: those of other apps could tell who rated whom."""


@dataclass(frozen=True, slots=True)
class Pack:
    """`data` is what data.json holds; `digest` is its fingerprint, printed at the foot of every page."""

    one: Participant
    data: dict[str, Any]
    digest: str
    version: str
    name: str
    files: PeriodFiles | None


def with_pay_allowed(viewer: Viewer, one: Participant) -> bool:
    """One's own pay, or who sees everybody's; a manager never takes pay along."""
    return viewer.person == one.person or viewer.everywhere(Can.SEE_PAY)


def pack_of(viewer: Viewer, one: Participant, pay: bool = False) -> Pack:
    """Everything on record. The caller has made sure that the viewer may take it along; `pay` only where allowed."""
    files = period_files(one.cycle.period) if one.cycle.period in periods_run() else None
    data = {
        "cycle": {"code": one.cycle.code, "title": one.cycle.title, "period": one.cycle.period, "kind": one.cycle.kind},
        "person": one.person,
        "state": one.state,
        "managers": one.managers,
        "record": _record(one),
        "decisions": _decisions(one),
        "workings": _workings(files, one.person) if files is not None else [],
        "fingerprints": _fingerprints(one),
        "corrections": _corrections(one),
        "trail": _trail(one),
    }
    if pay and files is not None and with_pay_allowed(viewer, one):
        rows = files.pay.get(one.person, ())
        data["pay"] = [{"reward": row.reward, "line": row.line, "amount": str(row.amount)} for row in rows]
    name = f"merit-{one.cycle.code}-{one.person}"
    return Pack(one, data, digest_of(data), code_version(), name, files)


def _record(one: Participant) -> dict[str, Any]:
    """As it was sealed, so that its fingerprint fits; what became of goals and tasks since is no part of the cycle."""
    kept = SealedRecord.objects.filter(participant=one).first()
    return kept.record if kept is not None else whole_record(one)


def _decisions(one: Participant) -> list[dict[str, str]]:
    return [
        {
            "stage": str(each.stage),
            "before": each.before,
            "grade": each.grade,
            "reason": each.reason,
            "by": each.decided_by,
            "at": each.decided_at.isoformat(),
        }
        for each in decisions_on(one)
    ]


def _workings(files: PeriodFiles, person: str) -> list[dict[str, Any]]:
    return [
        {"kind": key[0], "of": key[2], "line": key[3], "segment": key[4] if len(key) > 4 else "", "working": each}
        for key in files.workings
        if key[1] == person and key[0] in {"score", "indicator"}
        for each in files.workings[key]
    ]


def _fingerprints(one: Participant) -> dict[str, Any]:
    """Of the data that the result rests on; after the seal also of definitions, result and record."""
    period = one.cycle.period
    found: dict[str, Any] = {"merit": code_version()}
    data = Path(settings.MERIT_COMPANY) / "results" / period / "data.json"
    if data.is_file():
        found["data"] = json.loads(data.read_text("utf-8"))
    if period_is_sealed(period):
        found["period"] = period_seal(period)
    seal = CycleSeal.objects.filter(cycle=one.cycle).first()
    kept = SealedRecord.objects.filter(participant=one).first()
    if seal is not None and kept is not None:
        trail = seal.content["trail"]
        found["seal"] = {"digest": seal.digest, "at": moment(seal.at), "record": kept.digest, "trail": trail}
    return found


def _corrections(one: Participant) -> list[dict[str, str]]:
    found = Correction.objects.filter(participant=one, state="in_force").order_by("pk")
    return [
        {
            "names": each.sealed_digest,
            "before": each.before,
            "grade": each.after,
            "reason": each.reason,
            "at": moment(each.decided_at),
        }
        for each in found
    ]


def _trail(one: Participant) -> list[dict[str, Any]]:
    """Entries of this review, oldest first, with their digests, so that they can be found on the trail."""
    wanted = Q()
    for action in _ACTIONS:
        wanted |= Q(action__startswith=action)
    subject = f"{one.cycle.code}/{one.person}"
    entries = Entry.objects.filter(wanted, subject_kind="review", subject=subject).order_by("number")
    return [
        {"number": each.number, "at": moment(each.at), "who": each.name, "action": each.action, "digest": each.digest}
        for each in entries
    ]

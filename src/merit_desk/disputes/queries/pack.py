"""The evidence pack of a dispute: the line with its whole working, what each side said, the notices, and the files."""

import hashlib
import io
import json
import zipfile
from typing import Any

from merit_desk.disputes.models import Dispute
from merit_desk.disputes.queries.lines import line_now
from merit_desk.intake.queries.places import inside
from merit_desk.results.queries.open_company import declared_company
from merit_desk.results.queries.period_files import period_files

_LONG_AGO = (1980, 1, 1, 0, 0, 0)
"""One date for all entries: the same dispute gives the same bytes."""


def pack_zip(dispute: Dispute) -> bytes:
    """dispute.json, the files that were sent, and digests.json with the SHA-256 of each."""
    files = {"dispute.json": _json(record_of(dispute))}
    for one in dispute.evidence.all():
        place = inside(one.path)
        if place.is_file():
            files[f"evidence/{one.pk}-{one.name}"] = place.read_bytes()
    digests = {name: hashlib.sha256(content).hexdigest() for name, content in sorted(files.items())}
    files["digests.json"] = _json(digests)
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as pack:
        for name in sorted(files):
            pack.writestr(zipfile.ZipInfo(name, _LONG_AGO), files[name])
    return made.getvalue()


def record_of(dispute: Dispute) -> dict[str, Any]:
    """Everything that is known of it, as data."""
    names = (
        *("period", "person", "reward", "line", "number", "amount", "currency", "wanted", "reason", "state"),
        *("filed_at", "answer_due", "decision_due", "answer", "answered_at", "verdict", "remedy", "grounds"),
        *("granted", "paid_in", "mending", "mended", "decided_at", "ended_at"),
    )
    found: dict[str, Any] = {name: _plain(getattr(dispute, name)) for name in names}
    found["answered_by"], found["decided_by"] = str(dispute.answered_by or ""), str(dispute.decided_by or "")
    found["working"] = _working(dispute)
    found["notices"] = _notices(dispute)
    found["evidence"] = [
        {"name": one.name, "sha256": one.digest, "at": _plain(one.at)} for one in dispute.evidence.all()
    ]
    return found


def _working(dispute: Dispute) -> object:
    row = line_now(dispute)
    if row is None:
        return None
    return period_files(dispute.period).workings[("pay", row.person, row.reward, row.line)][row.number - 1]


def _notices(dispute: Dispute) -> list[dict[str, str]]:
    """What the person was told of the reward, and when they confirmed it."""
    records = declared_company().guard_records.notices
    told = [each for each in records if each.plan == dispute.reward and each.person in ("", dispute.person)]
    return [
        {
            "plan": each.plan,
            "version": str(each.version),
            "given_on": str(each.given_on),
            "acknowledged_on": str(each.acknowledged_on or ""),
            "how": each.how,
            "row": f"{each.source.file}:{each.source.line}",
        }
        for each in told
    ]


def _plain(value: object) -> object:
    return value if value is None or isinstance(value, str | int) else str(value)


def _json(thing: object) -> bytes:
    return json.dumps(thing, ensure_ascii=False, indent=2, sort_keys=True).encode()

"""Files that prove a dispute: kept with the company's other evidence, of kinds and sizes that open safely."""

import hashlib
import uuid
from dataclasses import dataclass
from pathlib import PurePath

from merit.kernel.refusals import ConflictRefusal
from merit.sources.uploaded_files import safe_name
from merit_desk.accounts.viewer import Viewer
from merit_desk.disputes.models import Dispute, Evidence
from merit_desk.intake.actions.uploads import free_path
from merit_desk.intake.queries.places import EVIDENCE_FOLDER, inside

MOST_BYTES = 10 << 20
MOST_FILES = 5
KINDS = {
    ".pdf": (b"%PDF-",),
    ".png": (b"\x89PNG\r\n\x1a\n",),
    ".jpg": (b"\xff\xd8\xff",),
    ".jpeg": (b"\xff\xd8\xff",),
    ".xlsx": (b"PK\x03\x04",),
    ".csv": (),
    ".txt": (),
}
"""Endings with how such a file begins; texts must hold no NUL."""


@dataclass(frozen=True, slots=True)
class Sent:
    """A file as it was sent."""

    name: str
    content: bytes


def check_evidence(sent: tuple[Sent, ...], there: int = 0) -> None:
    """Raises ConflictRefusal for too many files, one that is too large, empty, or not of a kind that is kept."""
    if there + len(sent) > MOST_FILES:
        raise ConflictRefusal("disputes.too_many_files", most=MOST_FILES)
    for one in sent:
        ending = PurePath(one.name).suffix.lower()
        if not one.content or len(one.content) > MOST_BYTES:
            raise ConflictRefusal("disputes.file_size", name=one.name, most=MOST_BYTES >> 20)
        begins = KINDS.get(ending)
        fits = begins is not None and (one.content.startswith(begins) if begins else b"\0" not in one.content)
        if not fits:
            raise ConflictRefusal("disputes.file_kind", name=one.name, kinds=" ".join(KINDS))


def keep_evidence(viewer: Viewer, dispute: Dispute, sent: tuple[Sent, ...]) -> None:
    """Keep the files in the company folder's evidence. Raises as `check_evidence` does."""
    check_evidence(sent, dispute.evidence.count())
    for one in sent:
        name = safe_name(one.name)
        path = free_path(f"{EVIDENCE_FOLDER}/{dispute.period}", f"{uuid.uuid4().hex[:8]}-{name}")
        place = inside(path)
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(one.content)
        digest = hashlib.sha256(one.content).hexdigest()
        Evidence.objects.create(
            dispute=dispute, path=path, name=name, size=len(one.content), digest=digest, by_id=viewer.signer
        )

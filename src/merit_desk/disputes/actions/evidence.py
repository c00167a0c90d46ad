"""Files that prove a dispute: kept with the company's other evidence, and read by who may know of it."""

import hashlib
import uuid
from typing import IO

from merit.sources.uploaded_files import safe_name
from merit_desk.accounts.viewer import Viewer
from merit_desk.audit.actions import Subject, record
from merit_desk.disputes.forms.evidence import Sent, check_evidence
from merit_desk.disputes.models import Dispute, Evidence
from merit_desk.disputes.queries.known import evidence_of
from merit_desk.intake.actions.uploads import free_path
from merit_desk.intake.queries.places import EVIDENCE_FOLDER, inside


def opened_evidence(viewer: Viewer, number: int, file: int) -> tuple[Evidence, IO[bytes]]:
    """A file for reading; that it was read stands on the trail. Raises NotFoundRefusal."""
    found = evidence_of(viewer, number, file)
    record(viewer.account, "disputes.evidence_read", Subject("dispute", str(number)), after={"file": found.name})
    return found, inside(found.path).open("rb")


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

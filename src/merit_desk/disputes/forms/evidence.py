"""What may prove a dispute: files of kinds and sizes that open safely."""

from dataclasses import dataclass
from pathlib import PurePath

from merit.kernel.refusals import ConflictRefusal

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

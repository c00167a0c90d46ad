"""What a backup file holds: a packed folder whose last member says what belongs to it, with digests and row counts."""

import json
from dataclasses import asdict, dataclass
from typing import Any

from merit.kernel.refusals import ConflictRefusal

FORMAT = 1
CONTENTS = "contents.json"
COMPANY = "company"
DATABASE = "database"
SUFFIX = ".merit.tar.zst"


@dataclass(frozen=True, slots=True)
class DatabaseCopy:
    """`engine` is sqlite or postgresql; `file` stands in the backup; `rows` by table."""

    engine: str
    file: str
    rows: dict[str, int]


@dataclass(frozen=True, slots=True)
class Contents:
    """`files` maps a path in the backup to size in bytes and SHA-256; `facts` counts stored rows by table."""

    made_at: str
    merit: str
    company: str
    load: int
    fingerprint: str
    facts: dict[str, int]
    sealed: tuple[str, ...]
    database: DatabaseCopy | None
    files: dict[str, tuple[int, str]]


def contents_text(contents: Contents) -> bytes:
    """contents.json."""
    return (json.dumps({"format": FORMAT, **asdict(contents)}, indent=1, ensure_ascii=False) + "\n").encode()


def read_contents(text: bytes) -> Contents:
    """The other way. Raises ConflictRefusal for a format of another version or anything else than contents."""
    try:
        data: dict[str, Any] = json.loads(text)
        found = data.pop("format")
    except (ValueError, KeyError, AttributeError):
        raise ConflictRefusal("operations.not_a_backup") from None
    if found != FORMAT:
        raise ConflictRefusal("operations.other_backup_format", found=str(found), known=FORMAT)
    database = DatabaseCopy(**data["database"]) if data["database"] else None
    files = {name: (size, digest) for name, (size, digest) in data["files"].items()}
    return Contents(**{**data, "database": database, "files": files, "sealed": tuple(data["sealed"])})

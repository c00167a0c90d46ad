"""A backup file unpacked into an empty folder; every file is compared with its digest on the way."""

import hashlib
import os
import tarfile
from pathlib import Path, PurePosixPath
from typing import IO

import pyarrow as pa

from merit.kernel.refusals import ConflictRefusal
from merit_desk.operations.queries.backup_file import COMPANY, CONTENTS, DATABASE, Contents, read_contents

_AT_ONCE = 1 << 20
_OWNER_MAY_WRITE = 0o600


def unpack(file: Path, place: Path) -> Contents:
    """Unpack under `place` and return what the backup says it holds.

    Raises ConflictRefusal when the file is no backup, is cut short, or a file in it is not what it was.
    """
    try:
        contents, found = _unpacked(file, place)
    except (tarfile.TarError, EOFError, pa.ArrowInvalid) as broken:
        raise ConflictRefusal("operations.backup_unreadable", file=file.name, reason=str(broken)) from broken
    except OSError as broken:
        raise ConflictRefusal("operations.backup_unreadable", file=file.name, reason=str(broken)) from broken
    if contents is None:
        raise ConflictRefusal("operations.backup_cut_short", file=file.name)
    differing = sorted({name for name, _ in contents.files.items() ^ found.items()})
    if differing:
        raise ConflictRefusal("operations.backup_differs", file=differing[0], count=len(differing))
    return contents


def _unpacked(file: Path, place: Path) -> tuple[Contents | None, dict[str, tuple[int, str]]]:
    contents: Contents | None = None
    found: dict[str, tuple[int, str]] = {}
    with (
        file.open("rb") as raw,
        pa.CompressedInputStream(raw, "zstd") as loose,
        tarfile.open(fileobj=loose, mode="r|") as pack,
    ):
        for member in pack:
            stream = pack.extractfile(member)
            if stream is None or contents is not None:
                raise ConflictRefusal("operations.not_a_backup")
            if member.name == CONTENTS:
                contents = read_contents(stream.read())
            else:
                found[member.name] = _written(stream, _place(place, member.name), member)
    return contents, found


def _place(place: Path, name: str) -> Path:
    parts = PurePosixPath(name).parts
    if not parts or parts[0] not in {COMPANY, DATABASE} or ".." in parts or len(parts) < 2:
        raise ConflictRefusal("operations.not_a_backup")
    return place.joinpath(*parts)


def _written(stream: IO[bytes], target: Path, member: tarfile.TarInfo) -> tuple[int, str]:
    digest, size = hashlib.sha256(), 0
    target.parent.mkdir(parents=True, exist_ok=True)
    with target.open("xb") as written:
        while content := stream.read(_AT_ONCE):
            digest.update(content)
            size += len(content)
            written.write(content)
        written.flush()
        os.fsync(written.fileno())
    target.chmod((member.mode & 0o777) | _OWNER_MAY_WRITE)
    os.utime(target, (member.mtime, member.mtime))
    return size, digest.hexdigest()

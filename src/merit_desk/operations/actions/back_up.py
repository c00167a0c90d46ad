"""`merit backup`: the company folder and its database as one file with the digest of everything in it."""

import hashlib
import io
import os
import tarfile
from collections.abc import Mapping
from datetime import datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any, BinaryIO

import pyarrow as pa
import yaml

from merit.kernel.refusals import ConflictRefusal
from merit_desk.operations.actions.database_copy import copy_database
from merit_desk.operations.actions.frozen_folder import freeze_facts, freeze_folder, holding_place
from merit_desk.operations.queries.backup_file import (
    COMPANY,
    CONTENTS,
    DATABASE,
    SUFFIX,
    Contents,
    DatabaseCopy,
    contents_text,
)
from merit_desk.operations.queries.fact_files import FactFiles, stored_rows

_ONLY_OWNER = 0o600


def back_up(folder: Path, database: Mapping[str, Any], target: Path, now: datetime) -> Contents:
    """Write the backup to `target`, which must not exist and must stand outside of the folder; all or nothing.

    Loads and pages go on meanwhile: what they finish after the start is not in it, what they finished before is.
    Raises ConflictRefusal.
    """
    _check_target(folder, target)
    try:
        with holding_place(folder) as place:
            facts: list[FactFiles] = []

            def hold_files() -> None:
                freeze_folder(folder, place / COMPANY)
                facts.append(freeze_facts(folder, place / COMPANY))

            copied = copy_database(database, place, hold_files)
            return _packed(place, target, _contents(place, facts[-1], copied, now))
    except OSError as failed:
        raise ConflictRefusal("operations.backup_not_written", reason=failed.strerror or str(failed)) from failed


def backup_name(folder: Path, now: datetime) -> str:
    """The file's name in a folder of backups, by company folder and moment in UTC."""
    return f"{folder.resolve().name}-{now:%Y%m%dT%H%M%SZ}{SUFFIX}"


def drop_old_backups(folder: Path, place: Path, keep: int) -> list[Path]:
    """Delete all but the newest `keep` backups of this company folder in `place`; nothing else is touched."""
    start = f"{folder.resolve().name}-"
    moment = len("20261031T235959Z")
    own = sorted(
        path
        for path in place.glob(f"*{SUFFIX}")
        if path.name.startswith(start) and len(path.name) == len(start) + moment + len(SUFFIX)
    )
    for old in (dropped := own[: max(0, len(own) - keep)]):
        old.unlink()
    return dropped


def _check_target(folder: Path, target: Path) -> None:
    if target.exists():
        raise ConflictRefusal("operations.backup_exists", file=str(target))
    if target.resolve().is_relative_to(folder.resolve()):
        raise ConflictRefusal("operations.backup_inside", file=str(target))
    if not target.parent.is_dir():
        raise ConflictRefusal("operations.no_such_folder", folder=str(target.parent))


def _contents(place: Path, facts: FactFiles, copied: DatabaseCopy | None, now: datetime) -> Contents:
    company = place / COMPANY
    written = yaml.safe_load((company / "company.yaml").read_text("utf-8"))
    return Contents(
        made_at=now.isoformat(timespec="seconds"),
        merit=version("merit"),
        company=str(written.get("name", "")) if isinstance(written, dict) else "",
        load=facts.known.number,
        fingerprint=facts.known.fingerprint,
        facts=stored_rows(company),
        sealed=tuple(sorted(path.parent.name for path in company.glob("sealed/*/seal.json"))),
        database=copied,
        files={},
    )


def _packed(place: Path, target: Path, contents: Contents) -> Contents:
    part = target.with_name(f".{target.name}.part")
    handle = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, _ONLY_OWNER)
    try:
        with (
            os.fdopen(handle, "wb") as raw,
            pa.CompressedOutputStream(raw, "zstd") as squeezed,
            tarfile.open(fileobj=squeezed, mode="w|") as pack,
        ):
            for file in sorted(path for top in (COMPANY, DATABASE) for path in (place / top).rglob("*")):
                if file.is_file():
                    name = file.relative_to(place).as_posix()
                    contents.files[name] = _add(pack, file, name)
            text = contents_text(contents)
            pack.addfile(_member(CONTENTS, len(text), contents.made_at), io.BytesIO(text))
        with part.open("rb") as written:
            os.fsync(written.fileno())
        part.rename(target)
    finally:
        part.unlink(missing_ok=True)
    return contents


def _add(pack: tarfile.TarFile, file: Path, name: str) -> tuple[int, str]:
    with file.open("rb") as stream:
        member = pack.gettarinfo(arcname=name, fileobj=stream)
        member.type, member.linkname = tarfile.REGTYPE, ""
        member.size = os.fstat(stream.fileno()).st_size
        member.uid = member.gid = 0
        member.uname = member.gname = ""
        digested = _Digested(stream)
        pack.addfile(member, digested)  # type: ignore[arg-type]
    return member.size, digested.digest.hexdigest()


def _member(name: str, size: int, made_at: str) -> tarfile.TarInfo:
    member = tarfile.TarInfo(name)
    member.size, member.mode = size, _ONLY_OWNER
    member.mtime = int(datetime.fromisoformat(made_at).timestamp())
    return member


class _Digested:
    """Reads a file once for the packer and for its digest."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self.digest = hashlib.sha256()

    def read(self, size: int) -> bytes:
        content = self._stream.read(size)
        self.digest.update(content)
        return content

"""A company folder as one zip and back: what a person keeps travels, what Merit works out or keeps secret stays.

The same folder gives the same bytes. An archive from elsewhere is not believed: names, sizes and kinds are checked
before and while it is unpacked, and nothing reaches the folder unless all of it can.
"""

import shutil
import stat
import tempfile
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import IO

from merit.kernel.problems import Place, Problem, has_errors
from merit.kernel.refusals import ConflictRefusal
from merit.sources.company_folder.read import read_company

KEPT = frozenset(
    {".csv", ".gz", ".txt", ".tsv", ".xlsx", ".xls", ".parquet", ".yaml", ".yml", ".json", ".jsonl", ".md"}
)
WORKED_OUT = frozenset({"results", "rejected"})
"""Folders that `merit run` and `merit load` write again."""
MOST_FILES = 20_000
MOST_BYTES = 16 * 2**30
MOST_TIMES_LARGER = 200
SMALL = 64 * 2**20
"""An archive may unpack to this much whatever its own size; beyond, to 200 times its size and at most MOST_BYTES."""
_FIRST_MOMENT = (1980, 1, 1, 0, 0, 0)
_CHUNK = 1 << 20
_UTF8_NAME = 0x800
_ENCRYPTED = 0x1
DEVICES = frozenset({"con", "prn", "aux", "nul", *(f"{port}{n}" for port in ("com", "lpt") for n in range(1, 10))})


@dataclass(frozen=True, slots=True)
class Entry:
    """A file of an archive and the path that it gets in the folder."""

    info: zipfile.ZipInfo
    path: str


def kept_files(folder: Path) -> list[str]:
    """The files that travel, by path inside the folder: none hidden, worked out, linked or strange."""
    found = (path for path in sorted(folder.rglob("*")) if path.is_file() and not _through_link(path, folder))
    names = (path.relative_to(folder).as_posix() for path in found)
    return [name for name in names if _travels(PurePosixPath(name))]


def export_folder(folder: Path, target: IO[bytes]) -> int:
    """Write the zip; the number of files."""
    names = kept_files(folder)
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in names:
            info = zipfile.ZipInfo(name, _FIRST_MOMENT)
            info.compress_type = zipfile.ZIP_DEFLATED
            info.external_attr = 0o644 << 16
            with (folder / name).open("rb") as source, archive.open(info, "w", force_zip64=True) as written:
                shutil.copyfileobj(source, written, _CHUNK)
    return len(names)


def import_folder(archive: Path, folder: Path) -> list[Problem]:
    """Unpack into a folder that holds nothing visible; on a finding that is an error nothing is written.

    Findings are those of the archive, else of the company in it. Raises ConflictRefusal when the folder is in use.
    """
    if folder.exists() and any(not path.name.startswith(".") for path in folder.iterdir()):
        raise ConflictRefusal("company.folder_not_empty", folder=folder.name)
    try:
        with zipfile.ZipFile(archive) as opened:
            entries, problems = _checked(opened, archive.stat().st_size)
            return problems or _unpacked(opened, entries, folder)
    except (zipfile.BadZipFile, NotImplementedError, EOFError):
        return [Problem("company.not_an_archive", Place(archive.name))]


def _unpacked(opened: zipfile.ZipFile, entries: list[Entry], folder: Path) -> list[Problem]:
    folder.mkdir(parents=True, exist_ok=True)
    staging = Path(tempfile.mkdtemp(prefix=".import-", dir=folder))
    try:
        for entry in entries:
            if not _written(opened, entry, staging):
                return [Problem("company.archive_larger_than_said", Place(entry.path))]
        _, problems = read_company(staging)
        if not has_errors(problems):
            for path in staging.iterdir():
                path.replace(folder / path.name)
        return problems
    finally:
        shutil.rmtree(staging)


def _written(opened: zipfile.ZipFile, entry: Entry, staging: Path) -> bool:
    """False when more comes out than the archive said, which its own list must not decide."""
    target = staging / entry.path
    target.parent.mkdir(parents=True, exist_ok=True)
    left = entry.info.file_size
    with opened.open(entry.info) as source, target.open("xb") as written:
        while chunk := source.read(_CHUNK):
            left -= len(chunk)
            if left < 0:
                return False
            written.write(chunk)
    return True


def _checked(opened: zipfile.ZipFile, size: int) -> tuple[list[Entry], list[Problem]]:
    infos = [info for info in opened.infolist() if not info.is_dir()]
    entries = _below_top([Entry(info, _name(info)) for info in infos])
    problems = [problem for entry in entries for problem in _entry_problems(entry)]
    total = sum(entry.info.file_size for entry in entries)
    most = min(MOST_BYTES, max(SMALL, size * MOST_TIMES_LARGER))
    if len(entries) > MOST_FILES:
        problems.append(Problem("company.archive_too_many", params={"count": len(entries), "most": MOST_FILES}))
    if total > most:
        params: dict[str, str | int] = {"size": total // 2**20, "most": most // 2**20}
        problems.append(Problem("company.archive_too_large", params=params))
    problems += _twice(entries)
    if not problems and not any(entry.path == "company.yaml" for entry in entries):
        problems.append(Problem("company.no_company_yaml", Place("company.yaml")))
    wanted = [entry for entry in entries if _travels(PurePosixPath(entry.path))]
    return wanted, problems


def _below_top(entries: list[Entry]) -> list[Entry]:
    """Without what a Mac adds, and without the one folder that people often pack around their files."""
    real = [entry for entry in entries if not entry.path.startswith("__MACOSX/")]
    tops = {entry.path.partition("/")[0] for entry in real}
    if len(tops) == 1 and any(entry.path == f"{next(iter(tops))}/company.yaml" for entry in real):
        return [Entry(entry.info, entry.path.partition("/")[2]) for entry in real]
    return real


def _entry_problems(entry: Entry) -> Iterator[Problem]:
    place = Place(entry.path[:200])
    parts = entry.path.split("/")
    if any(part in ("", ".", "..") or _strange(part) for part in parts):
        yield Problem("company.archive_path", place)
    elif stat.S_ISLNK(entry.info.external_attr >> 16):
        yield Problem("company.archive_link", place)
    if entry.info.flag_bits & _ENCRYPTED:
        yield Problem("company.archive_locked", place)


def _strange(part: str) -> bool:
    """True for what some system would read as another place: drives, backslashes, control characters, devices."""
    named = part.partition(".")[0].lower()
    return (
        part != part.strip(" ")
        or named in DEVICES
        or any(sign in part for sign in '\\:*?"<>|')
        or not part.isprintable()
    )


def _twice(entries: list[Entry]) -> list[Problem]:
    """Two entries for one file, also where a system takes large and small letters for the same."""
    seen: set[str] = set()
    problems: list[Problem] = []
    for entry in entries:
        if entry.path.lower() in seen:
            problems.append(Problem("company.archive_twice", Place(entry.path)))
        seen.add(entry.path.lower())
    return problems


def _travels(path: PurePosixPath) -> bool:
    hidden = any(part.startswith((".", "~")) for part in path.parts)
    return not hidden and path.parts[0] not in WORKED_OUT and path.suffix.lower() in KEPT


def _through_link(path: Path, folder: Path) -> bool:
    return any(each.is_symlink() for each in (path, *path.parents) if each != folder and each.is_relative_to(folder))


def _name(info: zipfile.ZipInfo) -> str:
    """The name as its author wrote it: without the mark for UTF-8, Chinese Windows means GB18030."""
    if info.flag_bits & _UTF8_NAME:
        return info.filename
    raw = info.filename.encode("cp437", "replace")
    for encoding in ("utf-8", "gb18030"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    return info.filename

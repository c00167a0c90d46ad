"""Whether a file that somebody hands in may be kept: its name made safe, its size, and that it is what it is called."""

import re
import unicodedata
from pathlib import Path

from merit.kernel.problems import Place, Problem
from merit.sources.files import READABLE
from merit.sources.packed_files import text_too_large, workbook_too_large

LONGEST_NAME = 120
"""In bytes; file systems take 255, and a moment is set in front."""
_UNSAFE = re.compile(r'[\\/:*?"<>|\x00-\x1f\x7f]+')
_WINDOWS_NAMES = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\.|$)", re.IGNORECASE)
_FOREIGN = (
    b"%PDF",
    b"\x89PNG",
    b"\xff\xd8\xff",
    b"GIF8",
    b"MZ",
    b"\x7fELF",
    b"Rar!",
    b"7z\xbc\xaf",
    b"<?xm",
    b"{\\rtf",
)
_HTML = (b"<html", b"<!doctype html", b"<table", b"<meta", b"<style")
_XLSX_PART = b"[Content_Types].xml"


def safe_name(name: str) -> str:
    """The name as it may stand in a folder: no path, nothing a system trips over; its ending stays."""
    last = unicodedata.normalize("NFC", name).replace("\\", "/").rsplit("/", 1)[-1]
    visible = "".join(letter for letter in last if unicodedata.category(letter) not in ("Cc", "Cf", "Cs", "Co"))
    plain = _UNSAFE.sub("_", visible).strip(" .").lstrip("~$")
    if not plain or _WINDOWS_NAMES.match(plain):
        plain = f"file_{plain}"
    stem, dot, ending = plain.rpartition(".")
    if not dot:
        stem, ending = plain, ""
    room = LONGEST_NAME - len((dot + ending).encode())
    return stem.encode()[: max(room, 1)].decode("utf-8", "ignore") + dot + ending


def upload_problems(path: Path, name: str, most_bytes: int) -> list[Problem]:
    """Why the file at `path`, called `name` by its sender, cannot be taken; empty for one that can."""
    place = Place(name)
    size = path.stat().st_size
    if not size:
        return [Problem("sources.file_empty", place)]
    if size > most_bytes:
        params: dict[str, str | int] = {"size": f"{size / 2**20:,.1f} MB", "most": f"{most_bytes >> 20:,} MB"}
        return [Problem("sources.upload_too_large", place, params)]
    if name.lower().endswith(".zip"):
        return [Problem("sources.upload_zip", place)]
    if not name.lower().endswith(READABLE):
        return [Problem("sources.kind_of_file", place, {"endings": " ".join(READABLE)})]
    return [problem for problem in (_content_problem(path, place), _packed_problem(path, name)) if problem][:1]


def _content_problem(path: Path, place: Place) -> Problem | None:
    with path.open("rb") as stream:
        head = stream.read(4096)
    text = head.removeprefix(b"\xef\xbb\xbf").lstrip().lower()
    if text.startswith(_HTML):
        return Problem("sources.upload_html", place)
    if head.startswith(_FOREIGN):
        return Problem("sources.upload_other_kind", place, {"endings": " ".join(READABLE)})
    if head.startswith(b"PK") and _XLSX_PART not in head and not _holds_workbook(path):
        return Problem("sources.upload_zip", place)
    packed = head.startswith((b"PK", b"PAR1", b"\xd0\xcf\x11\xe0", b"\x1f\x8b", b"\xff\xfe", b"\xfe\xff"))
    if not packed and b"\x00" in head:
        return Problem("sources.upload_other_kind", place, {"endings": " ".join(READABLE)})
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return Problem("sources.utf16", place)
    return None


def _holds_workbook(path: Path) -> bool:
    return _XLSX_PART in path.read_bytes()[-65_536:]


def _packed_problem(path: Path, name: str) -> Problem | None:
    with path.open("rb") as stream:
        start = stream.read(2)
    if start == b"PK":
        return workbook_too_large(path, name)
    return text_too_large(path, name) if start == b"\x1f\x8b" else None

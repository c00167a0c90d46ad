"""A .zip with one export in it, as 千牛 and 京东 hand them out: unpacked for reading, and gone afterwards."""

import lzma
import struct
import tempfile
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from merit.kernel.problems import Place, Problem

ZIP_ENDING = ".zip"
MOST_UNPACKED_ZIP = 4 << 30
"""The export is laid down on the disk while it is read: no more bytes than this come out of an archive."""
_NAMES_SHOWN = 5
_PIECE = 1 << 20
_ENCRYPTED, _NAME_IS_UTF_8 = 0x1, 0x800
_BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    lzma.LZMAError,
    struct.error,
    EOFError,
    NotImplementedError,
    RuntimeError,
    OSError,
    ValueError,
    OverflowError,
)
"""What the standard library raises on archives that are cut off, changed, or packed in a way it does not know."""


@dataclass(frozen=True, slots=True)
class Unpacked:
    """The export that was in an archive: where it lies, and what it is called there."""

    path: Path
    name: str


@contextmanager
def unpacked(path: Path, file: str, endings: Sequence[str]) -> Iterator[Path | Problem]:
    """The file itself; for a .zip the only export in it, for as long as it is read; or why there is none.

    `endings` are those that an export may have. The folder of the unpacked one is open to this user alone.
    """
    if not is_archive(path):
        yield path
        return
    with tempfile.TemporaryDirectory(prefix="merit-zip-") as folder:
        found = unpack_into(path, file, endings, Path(folder), MOST_UNPACKED_ZIP)
        yield found if isinstance(found, Problem) else found.path


def is_archive(path: Path) -> bool:
    """True for a file that is called .zip."""
    return path.name.lower().endswith(ZIP_ENDING)


def unpack_into(path: Path, file: str, endings: Sequence[str], folder: Path, most: int) -> Unpacked | Problem:
    """Lay the only export of an archive down in the folder. `most`: bytes that may come out of it."""
    try:
        with zipfile.ZipFile(path) as packed:
            exports = [each for each in packed.infolist() if _is_export(each, endings)]
            refused = _refused(exports, file, endings)
            if refused is not None:
                return refused
            return _laid_down(packed, exports[0], file, folder, most)
    except _BROKEN as error:
        return Problem("sources.zip_unreadable", Place(file), {"error": str(error)})


def _refused(exports: list[zipfile.ZipInfo], file: str, endings: Sequence[str]) -> Problem | None:
    if any(each.flag_bits & _ENCRYPTED for each in exports):
        return Problem("sources.zip_encrypted", Place(file))
    if not exports:
        return Problem("sources.zip_without_export", Place(file), {"endings": " ".join(endings)})
    if len(exports) > 1:
        names = "、".join(_plain_name(each) for each in exports[:_NAMES_SHOWN])
        return Problem("sources.zip_of_several", Place(file), {"count": len(exports), "names": names})
    return None


def _is_export(part: zipfile.ZipInfo, endings: Sequence[str]) -> bool:
    """False for folders and for what systems add by themselves (`__MACOSX/`, `.DS_Store`)."""
    name = _plain_name(part)
    apart = part.is_dir() or name.startswith((".", "~$")) or part.filename.startswith("__MACOSX")
    return not apart and name.lower().endswith(tuple(endings)) and not name.lower().endswith(ZIP_ENDING)


def _plain_name(part: zipfile.ZipInfo) -> str:
    """The name without its folder; Chinese Windows writes it in GB18030, which the format takes for code page 437."""
    name = part.filename
    if not part.flag_bits & _NAME_IS_UTF_8:
        with suppress(UnicodeError):
            name = name.encode("cp437").decode("gb18030")
    return PurePosixPath(name.replace("\\", "/")).name


def _laid_down(
    packed: zipfile.ZipFile, part: zipfile.ZipInfo, file: str, folder: Path, most: int
) -> Unpacked | Problem:
    name = _plain_name(part)
    inside = folder / f"export{''.join(PurePosixPath(name).suffixes[-2:]).lower()}"
    left = most
    with packed.open(part) as source, inside.open("wb") as out:
        while piece := source.read(_PIECE):
            left -= len(piece)
            if left < 0:
                break
            out.write(piece)
    if left < 0:
        inside.unlink()
        return Problem("sources.unpacks_too_large", Place(file), {"most": f"{most >> 20:,} MB"})
    return Unpacked(inside, name)

"""Packed files that would unpack to far more than they are (zip bombs) are refused before anything reads them."""

import zipfile
import zlib
from dataclasses import dataclass
from pathlib import Path

from merit.kernel.problems import Place, Problem
from merit.sources.text_encoding import DAMAGED, open_bytes

MOST_UNPACKED = 1 << 30
"""A workbook is held in memory while it is read: no more bytes than this come out of one."""
MOST_UNPACKED_TEXT = 16 << 30
"""Compressed text is read in pieces and may be larger."""
MOST_PARTS = 10_000
_PIECE = 1 << 20
_LOCAL_HEADER = 30


@dataclass(slots=True)
class _Unpacking:
    """Counts what really comes out; what the file says about itself may be a lie."""

    left: int

    def part(self, stream: zipfile.ZipFile, info: zipfile.ZipInfo) -> bool:
        """True while the part fits into what is left."""
        raw = stream.fp
        assert raw is not None  # noqa: S101 - open since the archive was opened
        raw.seek(info.header_offset)
        head = raw.read(_LOCAL_HEADER)
        raw.seek(int.from_bytes(head[26:28], "little") + int.from_bytes(head[28:30], "little"), 1)
        if info.compress_type == zipfile.ZIP_STORED:
            self.left -= info.compress_size
            return self.left >= 0
        unpack, unread = zlib.decompressobj(-zlib.MAX_WBITS), info.compress_size
        while unread > 0 and self.left >= 0 and not unpack.eof:
            piece = raw.read(min(_PIECE, unread))
            unread -= len(piece) or unread
            self._count(unpack, piece)
        return self.left >= 0

    def _count(self, unpack: "zlib._Decompress", piece: bytes) -> None:
        while piece and self.left >= 0 and not unpack.eof:
            self.left -= len(unpack.decompress(piece, _PIECE))
            piece = unpack.unconsumed_tail


def workbook_too_large(path: Path, file: str) -> Problem | None:
    """What is wrong with a workbook that is a zip archive; None for one that may be read, or that is no archive."""
    if not zipfile.is_zipfile(path):
        return None
    refused = Problem("sources.unpacks_too_large", Place(file), {"most": f"{MOST_UNPACKED >> 20:,} MB"})
    try:
        with zipfile.ZipFile(path) as packed:
            parts = packed.infolist()
            packed_size = sum(part.compress_size for part in parts)
            if len(parts) > MOST_PARTS or packed_size > path.stat().st_size:
                return refused  # parts that share the same bytes: the trick of the flat bombs
            unpacking = _Unpacking(MOST_UNPACKED)
            fits = all(unpacking.part(packed, part) for part in parts)
    except (zipfile.BadZipFile, zlib.error, OSError, NotImplementedError) as error:
        return Problem("sources.workbook_unreadable", Place(file), {"error": str(error)})
    return None if fits else refused


def text_too_large(path: Path, file: str) -> Problem | None:
    """What is wrong with a compressed text file; None for one that may be read, or that is not compressed."""
    left = MOST_UNPACKED_TEXT
    try:
        with open_bytes(path) as stream:
            while left >= 0 and (piece := stream.read(_PIECE)):
                left -= len(piece)
    except DAMAGED:
        return Problem("sources.file_cut_off", Place(file))
    if left >= 0:
        return None
    return Problem("sources.unpacks_too_large", Place(file), {"most": f"{MOST_UNPACKED_TEXT >> 20:,} MB"})

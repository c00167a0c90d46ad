"""Which encoding a text file is in, and its bytes in blocks that end at a line, so that memory stays small."""

import codecs
import gzip
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO, cast

import numpy as np

BLOCK = 8 << 20
SMALL_BLOCK = 128 << 10
HEAD = 256 << 10
LONGEST_BLOCK = 64 << 20
UTF_16_MARKS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
DAMAGED = (EOFError, gzip.BadGzipFile, zlib.error)
"""What reading a cut-off or damaged compressed file raises."""


@dataclass(frozen=True, slots=True)
class Block:
    """Whole lines of a file as it stores them, and the number of the first one."""

    data: bytes
    first_line: int

    @property
    def line_count(self) -> int:
        """Physical lines, counting a last one without a line end."""
        return self.data.count(b"\n") + (not self.data.endswith(b"\n"))


def open_bytes(path: Path) -> IO[bytes]:
    """The bytes of a plain or gzipped file, whatever its name says."""
    with path.open("rb") as stream:
        packed = stream.read(2) == b"\x1f\x8b"
    return cast(IO[bytes], gzip.open(path, "rb")) if packed else path.open("rb")


def sniff_encoding(path: Path) -> str | None:
    """utf-8 or gb18030, whichever reads the whole file, else the one that gets further; None for UTF-16.

    Raises one of DAMAGED when a compressed file is cut off.
    """
    with open_bytes(path) as stream:
        if stream.read(2) in UTF_16_MARKS:
            return None
    as_utf_8 = _bytes_read(path, "utf-8")
    if as_utf_8 is None:
        return "utf-8"
    as_gb18030 = _bytes_read(path, "gb18030")
    return "gb18030" if as_gb18030 is None or as_gb18030 > as_utf_8 else "utf-8"


def _bytes_read(path: Path, encoding: str) -> int | None:
    """None when all decodes, else the position of the first bytes that do not."""
    decoder = codecs.getincrementaldecoder(encoding)()
    done = 0
    with open_bytes(path) as stream:
        try:
            while data := stream.read(1 << 20):
                decoder.decode(data)
                done += len(data)
            decoder.decode(b"", final=True)
        except UnicodeDecodeError as wrong:
            return done + wrong.start
    return None


def blocks(stream: IO[bytes]) -> Iterator[Block]:
    """The file in blocks cut where a line ends outside quotes. Raises one of DAMAGED."""
    held, line = b"", 1
    for data in _pieces(stream):
        held += data
        cut = _cut(held)
        if cut:
            block = Block(held[:cut], line)
            yield block
            held, line = held[cut:], line + block.line_count
    if held:
        yield Block(held, line)


def _cut(held: bytes) -> int:
    """Where the last line ends that does not end inside quotes; 0 when there is none yet."""
    if b'"' not in held or len(held) >= LONGEST_BLOCK:
        return held.rfind(b"\n") + 1
    letters = np.frombuffer(held, dtype=np.uint8)
    ends = np.flatnonzero(letters == ord("\n"))
    outside = ends[np.searchsorted(np.flatnonzero(letters == ord('"')), ends) % 2 == 0]
    return int(outside[-1]) + 1 if len(outside) else 0


def smaller(block: Block) -> Iterator[Block]:
    """The block again in about eight blocks, cut like it."""
    size = len(block.data) // 8 + 1
    start, line = 0, block.first_line
    while start < len(block.data):
        cut = _cut(block.data[start : start + size])
        grown = size
        while not cut and start + grown < len(block.data):
            grown *= 2
            cut = _cut(block.data[start : start + grown])
        part = Block(block.data[start : start + cut] if cut else block.data[start:], line)
        yield part
        start, line = start + len(part.data), line + part.line_count


def _pieces(stream: IO[bytes]) -> Iterator[bytes]:
    """Pieces of the file; the byte-order mark is taken off, and line ends that are only \\r become \\n."""
    first = stream.read(BLOCK).removeprefix(codecs.BOM_UTF8)
    only_returns = b"\r" in first and b"\n" not in first
    piece = first
    while piece:
        yield piece.replace(b"\r", b"\n") if only_returns else piece
        piece = stream.read(BLOCK)

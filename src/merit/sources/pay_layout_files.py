"""Layouts of payroll and bank files: the shipped ones, and those of the company's own payroll/*.yaml over them."""

import codecs
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import as_file, files
from pathlib import Path
from typing import Any, TypeVar

from merit.kernel.document import Document, PathIn
from merit.kernel.problems import Place, Problem
from merit.rewards.payment.pay_layout import (
    OF_FILE,
    OF_PERSON,
    Align,
    CellFormat,
    PayColumn,
    PayFileKind,
    PayLayout,
)
from merit.sources.documents import read_documents

FOLDER = "payroll"
SHIPPED = "merit/sources/pay_layouts"
_KEYS = (
    *("layout", "title", "file", "encoding", "delimiter", "line_end", "heads", "only_paid"),
    *("columns", "header", "trailer"),
)
_LINE_ENDS = {"crlf": "\r\n", "lf": "\n"}
_COLUMN_KEYS = ("field", "heading", "format", "width", "align", "fill", "text")
Word = TypeVar("Word", PayFileKind, CellFormat, Align)


def pay_layouts(folder: Path) -> tuple[dict[str, PayLayout], list[Problem]]:
    """Every layout by its name, a company's own in place of a shipped one of the same name; all that is wrong."""
    own: dict[str, PayLayout] = {}
    problems: list[Problem] = []
    for path in sorted((folder / FOLDER).glob("*.y*ml")):
        documents, found = read_documents(path, f"{FOLDER}/{path.name}")
        problems += found
        for document in documents:
            reading = _Reading(document, problems)
            layout = reading.layout()
            if layout is not None:
                own[layout.layout] = layout
    return {**_shipped(), **own}, problems


@cache
def _shipped() -> dict[str, PayLayout]:
    found: dict[str, PayLayout] = {}
    problems: list[Problem] = []
    with as_file(files("merit.sources") / "pay_layouts") as folder:
        for path in sorted(folder.glob("*.yaml")):
            documents, wrong = read_documents(path, f"{SHIPPED}/{path.name}")
            problems += wrong
            layouts = [_Reading(document, problems, shipped=True).layout() for document in documents]
            found |= {layout.layout: layout for layout in layouts if layout is not None}
    if problems:
        raise ValueError(f"shipped pay layouts are broken: {problems}")
    return found


@dataclass(slots=True)
class _Reading:
    """One document while it is read; a layout with anything wrong is left out."""

    document: Document
    problems: list[Problem]
    shipped: bool = False
    wrong: int = field(default=0)

    def layout(self) -> PayLayout | None:
        data = self.document.data
        self._only(data, (), _KEYS)
        kind = self._word(data, (), "file", PayFileKind, PayFileKind.DELIMITED)
        columns = self._columns("columns", (*OF_PERSON, *OF_FILE), kind)
        if not columns:
            self._tell("sources.pay_layout_missing", ("columns",), key="columns")
        made = PayLayout(
            layout=self._name(),
            title=self._title(),
            kind=kind,
            columns=columns,
            encoding=self._encoding(),
            delimiter=str(data.get("delimiter", ",")),
            line_end=_LINE_ENDS.get(str(data.get("line_end", "crlf")).lower(), "\r\n"),
            heads=data.get("heads", kind is not PayFileKind.FIXED) is True,
            only_paid=data.get("only_paid") is True,
            header=self._columns("header", OF_FILE, kind),
            trailer=self._columns("trailer", OF_FILE, kind),
            shipped=self.shipped,
        )
        return None if self.wrong else made

    def _name(self) -> str:
        name = str(self.document.data.get("layout") or "")
        if not name.replace("-", "").replace("_", "").isalnum() or not name.isascii():
            self._tell("sources.pay_layout_missing", ("layout",), key="layout")
        return name

    def _title(self) -> dict[str, str]:
        title = self.document.data.get("title")
        return {str(k): str(v) for k, v in title.items()} if isinstance(title, dict) else {"zh": str(title or "")}

    def _encoding(self) -> str:
        name = str(self.document.data.get("encoding", "utf-8-sig"))
        try:
            codecs.lookup(name)
        except LookupError:
            self._tell("sources.pay_layout_value", ("encoding",), key="encoding", value=name, known="utf-8, gb18030")
        return name

    def _columns(self, key: str, known: tuple[str, ...], kind: PayFileKind) -> tuple[PayColumn, ...]:
        rows = self.document.data.get(key) or []
        if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
            self._tell("sources.pay_layout_missing", (key,), key=key)
            return ()
        return tuple(self._column(row, (key, at), known, kind) for at, row in enumerate(rows))

    def _column(self, row: dict[str, Any], path: PathIn, known: tuple[str, ...], kind: PayFileKind) -> PayColumn:
        self._only(row, path, _COLUMN_KEYS)
        name = str(row.get("field", ""))
        if name not in known:
            self._tell("sources.pay_layout_value", (*path, "field"), key="field", value=name, known=", ".join(known))
        width = row.get("width", 0)
        if not isinstance(width, int) or width < 0 or (kind is PayFileKind.FIXED and not width):
            self._tell("sources.pay_layout_missing", (*path, "width"), key="width")
            width = 1
        fill = str(row.get("fill", " "))
        if len(fill) != 1 or not fill.isascii():
            self._tell("sources.pay_layout_value", (*path, "fill"), key="fill", value=fill, known="0, ␠")
        return PayColumn(
            field=name,
            heading=str(row.get("heading", name)),
            format=self._word(row, path, "format", CellFormat, CellFormat.TEXT),
            width=width,
            align=self._word(row, path, "align", Align, Align.LEFT),
            fill=fill,
            text=str(row.get("text", "")),
        )

    def _word(self, row: dict[str, Any], path: PathIn, key: str, words: type[Word], otherwise: Word) -> Word:
        value = str(row.get(key, otherwise))
        if value in set(words):
            return words(value)
        self._tell("sources.pay_layout_value", (*path, key), key=key, value=value, known=", ".join(words))
        return otherwise

    def _only(self, row: dict[str, Any], path: PathIn, known: tuple[str, ...]) -> None:
        for key in row:
            if key not in known:
                self._tell(
                    "sources.pay_layout_value", (*path, str(key)), key="key", value=str(key), known=", ".join(known)
                )

    def _tell(self, code: str, path: PathIn, **params: str | int) -> None:
        self.wrong += 1
        place: Place = self.document.place(*path)
        self.problems.append(Problem(code, place, params))

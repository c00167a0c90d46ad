"""A profile as YAML → MappingProfile, with a Problem at the line of everything that is not understood."""

from collections.abc import Mapping
from typing import Any

from merit.facts.columns import ColumnKind, FactTable
from merit.facts.tables import TABLES
from merit.kernel.document import Document, PathIn
from merit.kernel.problems import Problem, has_errors
from merit.sources.parsing.numbers import scaled_number
from merit.sources.profile import (
    ORDERED,
    Added,
    AddsUp,
    Cell,
    ColumnRule,
    Comparison,
    Condition,
    Constant,
    ConversionWindow,
    FileLine,
    FileName,
    FirstOf,
    Joined,
    Keep,
    MappingProfile,
    NumberWithin,
    Origin,
    Output,
    Product,
    Quotient,
    Refusal,
    SharedOut,
    Skip,
    Test,
)
from merit.sources.raw_rows import Layout, plain_header
from merit.sources.written_data import WrittenData, text_of

_PROFILE_FIELDS = (
    "profile", "title", "recognise", "skip_rows", "second_header", "sheet", "personal", "unused", "across_files",
    "together", "first_line_only", "adds_up", "rows", "window",
    "skip", "reject", "tables",
)  # fmt: skip
_TABLE_FIELDS = ("table", "when", "one_row_per", "columns")
_ORIGINS = (
    "from", "const", "first_of", "join", "product", "quotient", "add", "sum_of", "share_of", "number_within",
    "file_line", "file_name",
)  # fmt: skip
_RULE_FIELDS = (
    *_ORIGINS, "between", "split", "part", "regex", "like", "map", "default", "parse", "format", "percent", "absolute",
    "negate", "keep",
)  # fmt: skip


def read_profile(document: Document) -> tuple[MappingProfile | None, list[Problem]]:
    """The profile, or None when the document has errors."""
    reading = _Reading(document)
    profile = reading.profile()
    return (None if has_errors(reading.problems) else profile), reading.problems


class _Reading(WrittenData):
    def profile(self) -> MappingProfile:
        data = self.document.data
        self.only_known(data, _PROFILE_FIELDS, ())
        layout = Layout(
            self.texts(data.get("recognise"), ("recognise",)),
            self.whole(data.get("skip_rows", 0), ("skip_rows",)),
            data.get("second_header") is True,
            str(data.get("sheet") or ""),
            str(data.get("rows") or ""),
        )
        if not data.get("profile"):
            self.problems.append(Problem("sources.profile_field_missing", self.document.place(), {"field": "profile"}))
        if not isinstance(data.get("tables"), list) or not data["tables"]:
            self.problems.append(Problem("sources.profile_field_missing", self.document.place(), {"field": "tables"}))
            return MappingProfile("", layout, ())
        outputs = [self.output(each, ("tables", index)) for index, each in enumerate(data["tables"])]
        personal = frozenset(map(plain_header, self.texts(data.get("personal"), ("personal",))))
        return MappingProfile(
            str(data.get("profile")),
            layout,
            tuple(output for output in outputs if output),
            tuple(Skip(*each) for each in self.reasons("skip")),
            tuple(Refusal(*each) for each in self.reasons("reject")),
            personal,
            data.get("across_files") is True,
            title=_titles(data.get("title")),
            unused=self.texts(data.get("unused"), ("unused",)),
            together=self.texts(data.get("together"), ("together",)),
            adds_up=self.adds_up(data.get("adds_up")),
            first_line_only=self.texts(data.get("first_line_only"), ("first_line_only",)),
            window=self.window(data.get("window")),
        )

    def window(self, data: Any) -> ConversionWindow | None:
        if data is None:
            return None
        if not isinstance(data, dict) or not {"column", "spend"} <= set(data) <= {"column", "spend", "days"}:
            self.wrong(("window",))
            return None
        column, spend = (self.texts(data[name], ("window", name)) for name in ("column", "spend"))
        days = self.whole(data["days"], ("window", "days")) if "days" in data else None
        return ConversionWindow(column, spend, days)

    def adds_up(self, data: Any) -> tuple[AddsUp, ...]:
        if data is None:
            return ()
        self.needs_together(("adds_up",))
        if not isinstance(data, dict) or set(data) != {"rows", "order"}:
            self.wrong(("adds_up",))
            return ()
        return (AddsUp(self.rule(data["rows"], ("adds_up", "rows")), self.rule(data["order"], ("adds_up", "order"))),)

    def output(self, data: Any, path: PathIn) -> Output | None:
        if not isinstance(data, dict):
            self.wrong(path)
            return None
        self.only_known(data, _TABLE_FIELDS, path)
        table = TABLES.get(str(data.get("table")))
        columns = data.get("columns")
        if table is None:
            place = self.document.place(*path, "table")
            self.problems.append(Problem("sources.unknown_table", place, {"table": str(data.get("table"))}))
            return None
        if not isinstance(columns, dict):
            self.wrong((*path, "columns"))
            return None
        rules = {str(name): self.rule(rule, (*path, "columns", name)) for name, rule in columns.items()}
        self.check_columns(table, rules, (*path, "columns"))
        per = self.texts(data.get("one_row_per"), (*path, "one_row_per"))
        self.check_grouping(per, rules, (*path, "one_row_per"))
        return Output(table, rules, self.condition(data.get("when"), (*path, "when")), per)

    def check_columns(self, table: FactTable, rules: Mapping[str, ColumnRule], path: PathIn) -> None:
        for name in rules:
            if table.column(name) is None:
                place = self.document.place(*path, name)
                self.problems.append(Problem("sources.unknown_column", place, {"column": name, "table": table.name}))
        for column in table.columns:
            if column.required and column.name not in rules and column.name != "shop":
                place = self.document.place(*path)
                self.problems.append(
                    Problem("sources.column_not_mapped", place, {"column": column.name, "table": table.name})
                )

    def check_grouping(self, per: tuple[str, ...], rules: Mapping[str, ColumnRule], path: PathIn) -> None:
        for name in per:
            if name not in rules:
                self.problems.append(
                    Problem("sources.one_row_per_unmapped", self.document.place(*path), {"column": name})
                )

    def reasons(self, name: str) -> list[tuple[Condition, str]]:
        entries = self.document.data.get(name) or []
        if not isinstance(entries, list):
            self.wrong((name,))
            return []
        return [self.reason(each, (name, index)) for index, each in enumerate(entries)]

    def reason(self, data: Any, path: PathIn) -> tuple[Condition, str]:
        if not isinstance(data, dict) or not data.get("when") or not data.get("because"):
            self.wrong(path)
            return (), ""
        self.only_known(data, ("when", "because"), path)
        return self.condition(data["when"], (*path, "when")), str(data["because"])

    def condition(self, data: Any, path: PathIn) -> Condition:
        if data is None:
            return ()
        if isinstance(data, list):
            return tuple(self.all_of(group, (*path, index)) for index, group in enumerate(data))
        return (self.all_of(data, path),)

    def all_of(self, data: Any, path: PathIn) -> tuple[Test, ...]:
        if not isinstance(data, dict):
            self.wrong(path)
            return ()
        return tuple(test for header, tests in data.items() for test in self.tests(str(header), tests, (*path, header)))

    def tests(self, header: str, data: Any, path: PathIn) -> list[Test]:
        if not isinstance(data, dict):
            return [Test(header, Comparison.IS, self.texts(data, path))]
        self.only_known(data, tuple(Comparison), path)
        known = [(Comparison(name), operand) for name, operand in data.items() if name in tuple(Comparison)]
        return [Test(header, each, self.operand(each, operand, (*path, each))) for each, operand in known]

    def operand(self, comparison: Comparison, data: Any, path: PathIn) -> tuple[str, ...]:
        if comparison is Comparison.EMPTY:
            return ("true",) if data is True else ("false",)
        texts = self.texts(data, path) or ("",)
        if comparison is Comparison.MATCHES:
            self.regex(data, path)
        elif comparison in ORDERED and isinstance(scaled_number(texts[0]), Problem):
            self.wrong(path)
        return texts

    def rule(self, data: Any, path: PathIn) -> ColumnRule:
        if not isinstance(data, dict):
            return ColumnRule(Cell(self.texts(data, path)))
        self.only_known(data, _RULE_FIELDS, path)
        origins = [name for name in _ORIGINS if name in data]
        if len(origins) != 1:
            place = self.document.place(*path)
            self.problems.append(Problem("sources.one_origin", place, {"origins": ", ".join(_ORIGINS)}))
            return ColumnRule(Constant(""))
        values = data.get("map")
        if values is not None and not isinstance(values, dict):
            self.wrong((*path, "map"))
            values = None
        return ColumnRule(
            self.origin(origins[0], data, path),
            split=str(data.get("split") or ""),
            part=self.whole(data.get("part", 1), (*path, "part")),
            regex=self.regex(data.get("regex"), (*path, "regex")),
            values=None if values is None else {str(key): text_of(value) for key, value in values.items()},
            default=None if data.get("default") is None else text_of(data["default"]),
            parse=self.one_of(ColumnKind, data.get("parse"), (*path, "parse")),
            like=self.regex(data.get("like"), (*path, "like")),
            format=str(data.get("format") or ""),
            percent=data.get("percent") is True,
            absolute=data.get("absolute") is True,
            negate=data.get("negate") is True,
            keep=self.one_of(Keep, data.get("keep"), (*path, "keep")) or _usual_keep(origins[0]),
        )

    def origin(self, name: str, data: dict[str, Any], path: PathIn) -> Origin:
        given, path = data[name], (*path, name)
        match name:
            case "from":
                return Cell(self.texts(given, path))
            case "const":
                return Constant(text_of(given))
            case "file_line":
                return FileLine()
            case "file_name":
                return FileName()
            case "number_within":
                return NumberWithin(self.texts(given, path))
            case _:
                return self.combined(name, data, path)

    def combined(self, name: str, data: dict[str, Any], path: PathIn) -> Origin:
        given = data[name]
        match name:
            case "first_of":
                return FirstOf(self.parts(given, path))
            case "join":
                return Joined(self.parts(given, path), str(data.get("between", "-")))
            case "product":
                return Product(self.parts(given, path))
            case "quotient":
                return Quotient(self.pair(given, path))
            case "share_of":
                self.needs_together(path)
                return SharedOut(self.pair(given, path))
            case _:
                return Added(self.parts(given if isinstance(given, list) else [given], path))

    def needs_together(self, path: PathIn) -> None:
        if not self.document.data.get("together"):
            self.problems.append(Problem("sources.share_without_together", self.document.place(*path)))

    def pair(self, data: Any, path: PathIn) -> tuple[ColumnRule, ...]:
        parts = self.parts(data, path)
        if len(parts) != 2:
            self.wrong(path)
        return parts

    def parts(self, data: Any, path: PathIn) -> tuple[ColumnRule, ...]:
        if not isinstance(data, list) or not data:
            self.wrong(path)
            return ()
        return tuple(self.rule(each, (*path, index)) for index, each in enumerate(data))


def _titles(data: Any) -> dict[str, str]:
    return (
        {str(key): text_of(value) for key, value in data.items()} if isinstance(data, dict) else {"zh": text_of(data)}
    )


def _usual_keep(origin: str) -> Keep:
    return Keep.SUM if origin == "sum_of" else Keep.FIRST

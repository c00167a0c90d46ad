"""Profiles as they are written: from a mapping made on the screen, or an existing one with more columns or other names.

What comes out is read back by `read_profile`; nothing here knows more than that grammar.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeAlias

import yaml

from merit.sources.raw_rows import plain_header

Data: TypeAlias = dict[str, Any]
_PART_ORIGINS = ("first_of", "join", "product", "quotient", "add", "share_of")
_HEADER_ORIGINS = ("from", "number_within")


@dataclass(frozen=True, slots=True)
class MappedColumn:
    """Where one column of the table comes from: a header of the file, or the same text in every row (`const`).

    `format` is how a moment or day is written (strptime); `negate` turns the sign; `words` are other words for values,
    of which an unknown one becomes `other`, or is rejected when that is empty.
    """

    column: str
    header: str = ""
    const: str = ""
    format: str = ""
    negate: bool = False
    words: Mapping[str, str] = field(default_factory=dict)
    other: str = ""


@dataclass(frozen=True, slots=True)
class ColumnMapping:
    """A whole mapping: the columns of one table, the headers by which the file is known, and those left out."""

    name: str
    title: str
    table: str
    columns: Sequence[MappedColumn]
    recognise: Sequence[str]
    unused: Sequence[str] = ()
    sheet: str = ""
    second_header: bool = False


def mapping_data(mapping: ColumnMapping) -> Data:
    """The profile of a mapping, as plain data."""
    data: Data = {"profile": mapping.name, "title": {"zh": mapping.title}, "recognise": list(mapping.recognise)}
    if mapping.sheet:
        data["sheet"] = mapping.sheet
    if mapping.second_header:
        data["second_header"] = True
    if mapping.unused:
        data["unused"] = list(mapping.unused)
    columns = {each.column: rule_data(each) for each in mapping.columns}
    return data | {"tables": [{"table": mapping.table, "columns": columns}]}


def rule_data(column: MappedColumn) -> str | Data:
    """One column as it is written; the short form where that says all."""
    if column.const:
        return {"const": column.const}
    more: Data = {}
    if column.words:
        more["map"] = dict(column.words)
        if column.other:
            more["default"] = column.other
    if column.format:
        more["format"] = column.format
    if column.negate:
        more["negate"] = True
    return {"from": column.header, **more} if more else column.header


def with_columns(data: Data, added: Mapping[str, Sequence[MappedColumn]], unused: Sequence[str] = ()) -> Data:
    """The profile with further columns, by table; a column that it has already is replaced. `unused` ones are noted."""
    tables = []
    for entry in data["tables"]:
        columns = {each.column: rule_data(each) for each in added.get(str(entry.get("table")), ())}
        tables.append({**entry, "columns": {**entry["columns"], **columns}})
    known = list(dict.fromkeys([*_listed(data.get("unused")), *unused]))
    return {**data, **({"unused": known} if known else {}), "tables": tables}


def with_names(data: Data, renamed: Mapping[str, str]) -> Data:
    """The profile that also reads headers under their new names; old files are still read, though no longer known
    by a header that was renamed."""
    if not renamed:
        return data
    plain = {plain_header(old): new for old, new in renamed.items()}
    recognise = [name for name in _listed(data.get("recognise")) if plain_header(name) not in plain]
    changed = {**data, "recognise": recognise or [*renamed.values()]}
    for name in ("skip", "reject"):
        if isinstance(data.get(name), list):
            changed[name] = [{**each, "when": _conditions(each.get("when"), plain)} for each in data[name]]
    for name in ("together", "first_line_only"):
        if data.get(name):
            changed[name] = _headers(data[name], plain)
    if data.get("adds_up"):
        changed["adds_up"] = {name: _rule(rule, plain) for name, rule in data["adds_up"].items()}
    if data.get("window"):
        changed["window"] = {
            name: each if name == "days" else _headers(each, plain) for name, each in data["window"].items()
        }
    changed["tables"] = [_table(entry, plain) for entry in data["tables"]]
    return changed


def profile_yaml(data: Data, name: str = "", title: str = "") -> str:
    """The profile as YAML, under another name and title if given."""
    named = {**data, **({"profile": name} if name else {}), **({"title": {"zh": title}} if title else {})}
    text: str = yaml.dump(named, Dumper=_Plain, allow_unicode=True, sort_keys=False, width=110)
    return text


class _Plain(yaml.SafeDumper):
    """Writes no anchors: two columns made alike are written twice."""

    def ignore_aliases(self, _: Any) -> bool:
        """Always."""
        return True


def _table(entry: Data, plain: Mapping[str, str]) -> Data:
    columns = {name: _rule(rule, plain) for name, rule in entry["columns"].items()}
    when = {"when": _conditions(entry["when"], plain)} if entry.get("when") else {}
    return {**entry, **when, "columns": columns}


def _rule(rule: Any, plain: Mapping[str, str]) -> Any:
    if not isinstance(rule, dict):
        return _headers(rule, plain)
    changed = dict(rule)
    for origin in _HEADER_ORIGINS:
        if origin in rule:
            changed[origin] = _headers(rule[origin], plain)  # numbering takes both names: a file has one of them
    for origin in _PART_ORIGINS:
        if isinstance(rule.get(origin), list):
            changed[origin] = [_rule(part, plain) for part in rule[origin]]
    if "sum_of" in rule:
        changed["sum_of"] = _rule(rule["sum_of"], plain)
    return changed


def _headers(given: Any, plain: Mapping[str, str]) -> Any:
    names = _listed(given)
    more = [plain[plain_header(name)] for name in names if plain_header(name) in plain]
    return [*names, *more] if more else given


def _conditions(when: Any, plain: Mapping[str, str]) -> Any:
    if isinstance(when, list):
        return [_conditions(each, plain) for each in when]
    if not isinstance(when, dict):
        return when
    return {_either(str(name), plain): test for name, test in when.items()}


def _either(names: str, plain: Mapping[str, str]) -> str:
    more = [plain[plain_header(name)] for name in names.split("|") if plain_header(name) in plain]
    return "|".join([names, *more])


def _listed(given: Any) -> list[str]:
    if given is None:
        return []
    return [str(each) for each in given] if isinstance(given, list) else [str(given)]

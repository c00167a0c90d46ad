"""What the header of a file says before its first row is read: columns missing, doubled, unknown, or to be made up."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from merit.facts.columns import ColumnKind, FactTable
from merit.kernel.problems import Place, Problem, Severity
from merit.sources.profile import ColumnRule, FileLine, FirstOf, MappingProfile, Output, headers_of, headers_read
from merit.sources.raw_rows import either, plain_header

_OWN_IDS = ("lead", "line")


def check_header(
    profile: MappingProfile, header: Sequence[str], file: str
) -> tuple[MappingProfile | None, list[Problem]]:
    """The profile as it fits this file, None when rows cannot be read, and what is to be told of the header."""
    present = Counter(plain_header(name) for name in header if name)
    problems = [*_doubled(profile, header, present, file), *_unknown(profile, header, file)]
    outputs: list[Output] = []
    for output in profile.outputs:
        fitted, found = _fitted(output, present, file)
        problems += found
        outputs.append(fitted)
    fatal = any(each.severity is Severity.ERROR for each in problems)
    return (None if fatal else replace(profile, outputs=tuple(outputs))), problems


def _doubled(profile: MappingProfile, header: Sequence[str], present: Counter[str], file: str) -> list[Problem]:
    read = {plain_header(name) for headers in headers_read(profile) for name in headers.split("|")}
    return [
        Problem(
            "sources.header_twice",
            Place(file, 0, name),
            {"name": name, "count": present[plain_header(name)]},
            Severity.ERROR if plain_header(name) in read else Severity.WARNING,
        )
        for name in dict.fromkeys(header)
        if name and present[plain_header(name)] > 1
    ]


def _unknown(profile: MappingProfile, header: Sequence[str], file: str) -> list[Problem]:
    """Of canonical tables only: a platform's export has many columns that nobody wants."""
    if not profile.canonical:
        return []
    known = {plain_header(name) for name in headers_read(profile)}
    names = [name for name in header if name and plain_header(name) not in known]
    if not names:
        return []
    return [Problem("sources.unknown_headers", Place(file), {"names": "、".join(names)}, Severity.NOTE)]


def _fitted(output: Output, present: Counter[str], file: str) -> tuple[Output, list[Problem]]:
    problems: list[Problem] = []
    if _is_elsewhere(output, present):
        return output, problems
    columns = dict(output.columns)
    for column in output.table.columns:
        if not column.required or output.unwanted or not _missing(columns.get(column.name), present):
            continue
        if column.name == _own_id(output.table):
            columns[column.name] = ColumnRule(FileLine())
            problems.append(Problem("sources.id_from_line", Place(file), {"column": column.name}, Severity.NOTE))
        elif column.name == "shop" and column.name not in columns:
            problems.append(Problem("sources.shop_not_set", Place(file)))
        else:
            rule = columns.get(column.name)
            names = "、".join(headers_of(rule) if rule else (column.name,))
            params: dict[str, str | int] = {"column": column.name, "table": output.table.name, "names": names}
            problems.append(Problem("sources.column_missing", Place(file), params))
    return replace(output, columns=columns), problems


def _is_elsewhere(output: Output, present: Counter[str]) -> bool:
    """True for a table whose every condition asks for a header that this file lacks: older exports have fewer."""
    return bool(output.when) and all(
        any(not any(present[name] for name in either(test.header)) for test in group) for group in output.when
    )


def _missing(rule: ColumnRule | None, present: Counter[str]) -> bool:
    if rule is None:
        return True
    if isinstance(rule.origin, FirstOf) and not all(map(headers_of, rule.origin.parts)):
        return False  # one of them stands in every file: a constant, or the name of the file
    headers = headers_of(rule)
    return bool(headers) and rule.default is None and not any(present[plain_header(name)] for name in headers)


def _own_id(table: FactTable) -> str:
    """The key column that only names the row itself and so may be made from file and line."""
    last = table.column(table.key[-1])
    own = last is not None and last.kind is ColumnKind.ID and not last.personal
    return last.name if own and last is not None and (last.name.endswith("_id") or last.name in _OWN_IDS) else ""


def personal_headers(profile: MappingProfile) -> frozenset[str]:
    """The headers that personal columns are made from, plain."""
    return frozenset(
        plain_header(name)
        for output in profile.outputs
        for column in output.table.columns
        if column.personal and column.name in output.columns
        for name in headers_of(output.columns[column.name])
    )

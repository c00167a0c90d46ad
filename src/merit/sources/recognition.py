"""Which profile reads a file, also when the platform has renamed, added or dropped columns since it was written."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from merit.facts.columns import FactTable
from merit.facts.tables import TABLES
from merit.sources.profile import Cell, ColumnRule, FirstOf, MappingProfile, headers_of, headers_read
from merit.sources.raw_rows import either, header_row, plain_header
from merit.sources.rejected import ALWAYS_PERSONAL

NEAR = 0.6
"""A profile is told as a near miss when the file has that share of the headers it is recognised by."""
_ALIKE = 0.55


@dataclass(frozen=True, slots=True)
class Match:
    """How well a profile fits a header. `fits`: it reads the file as it is.

    `used`: headers that it reads; `new`: headers that neither the profile nor the export's known layout has;
    `missing`: headers that it reads and the file has under none of their names; `renamed`: missing → new where alike.
    """

    profile: MappingProfile
    fits: bool
    share: float
    used: tuple[str, ...]
    new: tuple[str, ...]
    missing: tuple[str, ...]
    renamed: tuple[tuple[str, str], ...]


def match_profiles(header: Sequence[str], profiles: Iterable[MappingProfile]) -> list[Match]:
    """The profiles that read such a header, and the near misses; the best first."""
    found = [match for each in profiles if (match := match_profile(header, each)).fits or match.share >= NEAR]
    return sorted(found, key=lambda each: (not each.fits, -each.share, -len(each.profile.layout.header_with)))


def match_profile(header: Sequence[str], profile: MappingProfile) -> Match:
    """How one profile fits a header."""
    present = {plain_header(name): name for name in header if plain_header(name)}
    asked = [either(name) for name in profile.layout.header_with]
    read = {plain_header(name) for each in headers_read(profile) for name in each.split("|")}
    known = read.union(*asked, {plain_header(name) for name in profile.unused}, profile.personal, ALWAYS_PERSONAL)
    new = tuple(name for plain, name in present.items() if plain not in known)
    missing = _missing(profile, present)
    return Match(
        profile,
        fits=bool(asked) and header_row([list(header)], profile.layout) is not None,
        share=sum(bool(names & present.keys()) for names in asked) / len(asked) if asked else 0.0,
        used=tuple(name for plain, name in present.items() if plain in read),
        new=new,
        missing=missing,
        renamed=_renamed(missing, new),
    )


def _missing(profile: MappingProfile, present: Iterable[str]) -> tuple[str, ...]:
    have = set(present)
    groups = [group for output in profile.outputs for rule in output.columns.values() for group in _groups(rule)]
    groups += [tuple(name.split("|")) for name in profile.layout.header_with]
    absent = [group[0] for group in groups if group and not have & {plain_header(name) for name in group}]
    return tuple(dict.fromkeys(absent))


def _groups(rule: ColumnRule) -> list[tuple[str, ...]]:
    """Headers that stand for each other; the parts of `first_of` do as well."""
    match rule.origin:
        case Cell(headers):
            return [headers]
        case FirstOf():
            return [headers_of(rule)]
        case _:
            return [(name,) for name in headers_of(rule)]


def _renamed(missing: Sequence[str], new: Sequence[str]) -> tuple[tuple[str, str], ...]:
    left, pairs = list(new), []
    for old in missing:
        likeness = {name: _likeness(old, name) for name in left}
        best = max(likeness, key=lambda name: likeness[name], default="")
        if best and likeness[best] >= _ALIKE:
            pairs.append((old, best))
            left.remove(best)
    return tuple(pairs)


def _likeness(one: str, other: str) -> float:
    return SequenceMatcher(None, plain_header(one), plain_header(other)).ratio()


def usual_headers(table: FactTable, profiles: Iterable[MappingProfile]) -> dict[str, str]:
    """Which column of the table a plain header usually feeds: its own name, and what profiles make it from."""
    found = {plain_header(column): column for column in table.names}
    for profile in profiles:
        for output in profile.outputs:
            if output.table.name == table.name:
                for column, rule in output.columns.items():
                    if isinstance(rule.origin, Cell):
                        found |= {plain_header(name): column for name in rule.origin.headers}
    return found


def likely_table(header: Sequence[str], profiles: Sequence[MappingProfile]) -> FactTable:
    """The table for which most needed columns are found among the headers; `orders` when nothing speaks for any."""
    plain = {plain_header(name) for name in header}

    def found(table: FactTable) -> tuple[float, int]:
        usual = usual_headers(table, profiles)
        columns = {usual[name] for name in plain if name in usual}
        needed = [column.name for column in table.columns if column.required]
        return sum(name in columns for name in needed) / len(needed), len(columns)

    return max(TABLES.values(), key=found)

"""The catalogue of fields: every column of every fact table, what reads it and what fills it, and what is hidden."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from merit.catalogue.kpi import Measured
from merit.catalogue.made_of import made_of
from merit.company import Company
from merit.facts.columns import Column, FactTable
from merit.facts.tables import TABLES
from merit.kernel.refusals import NotFoundRefusal
from merit.metrics.column_origins import FactColumn, columns_read
from merit.sources.feeds import own_profiles, shipped_profiles
from merit.sources.profile import MappingProfile, headers_of
from merit.sources.raw_rows import plain_header
from merit.sources.rejected import ALWAYS_PERSONAL
from merit_desk.accounts.access import Can
from merit_desk.accounts.viewer import Viewer
from merit_desk.catalogue.queries.sight import kpis_seen
from merit_desk.intake.queries.places import company_folder
from merit_desk.results.queries.names import kpi_title
from merit_desk.shell.language import current_language
from merit_desk.shell.sentences import desk_sentences

LANGUAGES = ("zh", "en")


@dataclass(frozen=True, slots=True)
class Filling:
    """A kind of file that fills a column: how people call it, and under which headers it stands there."""

    title: str
    headers: tuple[str, ...]
    own: bool


@dataclass(frozen=True, slots=True)
class Field:
    """One column. `kpis` are ids with titles, of those that the viewer may read about."""

    table: str
    table_names: tuple[str, str]
    column: Column
    names: tuple[str, str]
    """In the reader's language, then in the other one."""
    in_key: bool
    kpis: tuple[tuple[str, str], ...]
    filled_by: tuple[Filling, ...]


@dataclass(frozen=True, slots=True)
class Hidden:
    """What the intake keeps out: columns that are hashed, and headers of exports that are never written down."""

    hashed: tuple[FactColumn, ...]
    dropped: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class FieldsAsked:
    """What the filters say; empty: no filter. `only` is hashed, required, used, unused or unfilled."""

    words: str = ""
    table: str = ""
    only: str = ""

    @property
    def anything(self) -> bool:
        """Whether there is a filter at all."""
        return any((self.words, self.table, self.only))


def fields(viewer: Viewer, company: Company, asked: FieldsAsked) -> list[Field]:
    """Table by table as they are declared. Raises NotFoundRefusal for an unknown table, and for whoever may see
    neither definitions nor sources.
    """
    require_fields(viewer)
    if asked.table and asked.table not in TABLES:
        raise NotFoundRefusal("refusal.no_such_page")
    readers, fillings = _readers(viewer, company), _fillings(viewer)
    tables = [TABLES[asked.table]] if asked.table else TABLES.values()
    found = (_field(table, column, readers, fillings) for table in tables for column in table.columns)
    return [each for each in found if _fits(each, asked)]


def hidden() -> Hidden:
    """Hashed columns, and the personal headers that no column is made of: names, telephones, addresses."""
    profiles = shipped_profiles().values()
    personal = ALWAYS_PERSONAL.union(*(profile.personal for profile in profiles))
    hashed = tuple((table.name, each.name) for table in TABLES.values() for each in table.columns if each.personal)
    kept = {plain_header(header) for profile in profiles for header in _hashed_headers(profile)}
    return Hidden(hashed, tuple(sorted(personal - kept)))


def require_fields(viewer: Viewer) -> None:
    """Raises NotFoundRefusal for whoever may see neither definitions nor sources."""
    if not viewer.meets((Can.SEE_DEFINITIONS, Can.SEE_SOURCES)):
        raise NotFoundRefusal("refusal.no_such_page")


def names_of(code: str, otherwise: str) -> tuple[str, str]:
    """A word in the reader's language, then in the other one."""
    first = current_language()
    order = (first, *(each for each in LANGUAGES if each != first))
    here, there = (desk_sentences(language).get(code, otherwise) for language in order)
    return here, there


def _field(
    table: FactTable,
    column: Column,
    readers: Mapping[FactColumn, tuple[tuple[str, str], ...]],
    fillings: Mapping[FactColumn, tuple[Filling, ...]],
) -> Field:
    at = (table.name, column.name)
    return Field(
        table=table.name,
        table_names=names_of(f"table.{table.name}", table.name),
        column=column,
        names=names_of(f"field.{column.name}", column.name),
        in_key=column.name in table.key,
        kpis=readers.get(at, ()),
        filled_by=fillings.get(at, ()),
    )


def _readers(viewer: Viewer, company: Company) -> dict[FactColumn, tuple[tuple[str, str], ...]]:
    """The listed KPIs by the columns that they or their parts read."""
    catalogue, seen = company.catalogue, kpis_seen(viewer, company)
    read = {kpi.id: columns_read(kpi.body.measure) for kpi in catalogue.kpis.values() if isinstance(kpi.body, Measured)}
    found: dict[FactColumn, list[tuple[str, str]]] = defaultdict(list)
    for kpi in catalogue.kpis.values():
        if kpi.id in seen and not kpi.hidden:
            columns = {column for part in made_of(catalogue, kpi.id) for column in read.get(part, ())}
            for column in columns:
                found[column].append((kpi.id, kpi_title(company, kpi.id)))
    return {column: tuple(kpis) for column, kpis in found.items()}


def _fillings(viewer: Viewer) -> dict[FactColumn, tuple[Filling, ...]]:
    """The profiles by the columns that they fill; the company's own for whoever may see its sources."""
    own = own_profiles(company_folder())[0] if viewer.can(Can.SEE_SOURCES) else {}
    known = [(profile, False) for profile in shipped_profiles().values()]
    known += [(profile, True) for profile in own.values()]
    found: dict[FactColumn, list[Filling]] = defaultdict(list)
    for profile, is_own in known:
        for column, headers in _filled(profile).items():
            found[column].append(Filling(profile.title_in(current_language()), headers, is_own))
    return {column: tuple(profiles) for column, profiles in found.items()}


def _filled(profile: MappingProfile) -> dict[FactColumn, tuple[str, ...]]:
    found: dict[FactColumn, tuple[str, ...]] = {}
    for output in profile.outputs:
        for column, rule in output.columns.items():
            at = (output.table.name, column)
            found[at] = tuple(dict.fromkeys((*found.get(at, ()), *headers_of(rule))))
    return found


def _hashed_headers(profile: MappingProfile) -> Iterator[str]:
    for output in profile.outputs:
        for name, rule in output.columns.items():
            column = output.table.column(name)
            if column is not None and column.personal:
                yield from headers_of(rule)


def _fits(field: Field, asked: FieldsAsked) -> bool:
    text = " ".join((field.table, field.column.name, *field.table_names, *field.names)).lower()
    only = {
        "hashed": field.column.personal,
        "required": field.column.required,
        "used": bool(field.kpis),
        "unused": not field.kpis,
        "unfilled": not field.filled_by,
    }
    return all(word in text for word in asked.words.lower().split()) and only.get(asked.only, True)

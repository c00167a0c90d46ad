"""The tables that the law guards read: the shipped ones, and a company's own guards.yaml over them."""

from dataclasses import replace
from functools import cache
from importlib.resources import as_file, files
from pathlib import Path

from merit.guards.law_tables import LawTables, Limits, MinimumWage, most_months
from merit.guards.table_file import read_tables
from merit.kernel.document import Document
from merit.kernel.problems import Place, Problem
from merit.sources.documents import read_documents

FILE = "guards.yaml"
SHIPPED = "merit/guards/tables"


@cache
def shipped_tables() -> LawTables:
    """The tables that come with Merit; their minimum wages are samples. Raises ValueError when one is broken."""
    documents: list[Document] = []
    problems: list[Problem] = []
    with as_file(files("merit.guards") / "tables") as folder:
        for path in sorted(folder.glob("*.yaml")):
            read, found = read_documents(path, f"{SHIPPED}/{path.name}")
            documents += read
            problems += found
    tables, found = read_tables(documents)
    if problems or found:
        raise ValueError(f"shipped guard tables are broken: {[*problems, *found]}")
    return tables


def guard_tables(folder: Path) -> tuple[LawTables, list[Problem]]:
    """The tables for a company folder, and everything wrong with its guards.yaml.

    A region that the company gives replaces all shipped rows of that region; tax tables and limits are added by
    date, the company's counting before a shipped one of the same day. Limits laxer than the law's are refused.
    """
    path = folder / FILE
    if not path.is_file():
        return shipped_tables(), []
    documents, problems = read_documents(path, FILE)
    own, found = read_tables(documents)
    kept, refused = _not_laxer(own.limits, shipped_tables())
    return _together(shipped_tables(), replace(own, limits=kept)), [*problems, *found, *refused]


def _together(shipped: LawTables, own: LawTables) -> LawTables:
    replaced = {row: _namesakes(row, shipped) for row in own.minimum_wages}
    gone = {each for rows in replaced.values() for each in rows}
    wages = tuple(replace(row, names=_names(row, rows)) for row, rows in replaced.items())
    others = tuple(row for row in shipped.minimum_wages if row not in gone)
    return LawTables(
        (*others, *wages), (*shipped.taxes, *own.taxes), (*shipped.limits, *own.limits)
    )  # fmt: skip


def _namesakes(own: MinimumWage, shipped: LawTables) -> list[MinimumWage]:
    """The shipped rows of the same region, by its code or a name."""
    return [row for row in shipped.minimum_wages if {own.region, *own.names} & {row.region, *row.names}]


def _names(own: MinimumWage, namesakes: list[MinimumWage]) -> tuple[str, ...]:
    """The company's row answers to every name of the region, whichever the company wrote."""
    known = (*own.names, *(name for row in namesakes for name in (row.region, *row.names)))
    return tuple(dict.fromkeys(name for name in known if name != own.region))


def _not_laxer(own: tuple[Limits, ...], shipped: LawTables) -> tuple[tuple[Limits, ...], list[Problem]]:
    kept: list[Limits] = []
    problems: list[Problem] = []
    for each in own:
        legal = shipped.limits_on(each.valid_from)
        laxer = _laxer_parts(each, legal) if legal is not None else []
        place = Place(each.source.file, each.source.line)
        problems += [Problem("guards.laxer_than_law", place, {"key": key}) for key in laxer]
        kept += [] if laxer else [each]
    return tuple(kept), problems


def _laxer_parts(own: Limits, legal: Limits) -> list[str]:
    edges = {months for months, _ in (*own.probation_months, *legal.probation_months)}
    longer = any(
        most_months(own.probation_months, months) > most_months(legal.probation_months, months) for months in edges
    )
    found = {
        "loss_share": own.loss_share > legal.loss_share,
        "probation_share": own.probation_share < legal.probation_share,
        "probation_months": longer,
        "without_notice": bool(own.without_notice - legal.without_notice),
    }
    return [key for key, is_laxer in found.items() if is_laxer]

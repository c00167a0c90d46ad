"""A company with two shops in two time zones, its fact files written as a user would, and what came of reading them."""

from dataclasses import dataclass, field
from datetime import time
from pathlib import Path

import pyarrow as pa

from merit.catalogue.kpi import Catalogue
from merit.company import Company, Profile, Shop
from merit.kernel.calendar import WorkCalendar
from merit.kernel.problems import Problem
from merit.people.organisation import Organisation
from merit.sources.read_facts import FactRows, Rejected, read_facts
from merit.sources.rejected import RejectedRow

SHOPS = (Shop("s1", "一店", "tmall", "Asia/Shanghai"), Shop("uk", "UK", "own", "Europe/London"))
ORDERS = "shop,order_id,buyer,ordered_at,paid_at,status,paid_amount,freight\n"


def company(day_cut: time = time(0, 0)) -> Company:
    """Nobody works here; only shops, zones and the day cut matter to reading facts."""
    profile = Profile("acme", "CNY", "Asia/Shanghai", day_cut)
    return Company(profile, WorkCalendar(), Organisation((), ()), SHOPS, (), Catalogue({}), (), (), ())


@dataclass
class Read:
    """What came of reading a folder."""

    tables: dict[str, list[dict[str, object]]] = field(default_factory=dict)
    rejected: list[RejectedRow] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    @property
    def codes(self) -> list[str]:
        """The codes of all Problems, in the order in which they were told."""
        return [problem.code for problem in self.problems]

    def column(self, name: str, table: str = "orders") -> list[object]:
        """One column of a table."""
        return [row[name] for row in self.tables.get(table, [])]


def write(folder: Path, name: str, content: str | bytes, encoding: str = "utf-8") -> Path:
    """A file below the company folder."""
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content if isinstance(content, bytes) else content.encode(encoding))
    return path


def read(folder: Path, of: Company | None = None) -> Read:
    """Everything that reading the folder gives."""
    result = Read()
    for part in read_facts(of or company(), folder):
        match part:
            case FactRows(table, rows):
                result.tables.setdefault(table.name, []).extend(rows.to_pylist())
            case Rejected(_, rows):
                result.rejected.extend(rows)
            case Problem():
                result.problems.append(part)
    return result


def read_profile_file(folder: Path, profile: str, export: str, encoding: str = "utf-8") -> Read:
    """One export read through one profile."""
    write(folder, "profiles/mine.yaml", profile)
    write(folder, "sources.yaml", "sources:\n  - {files: raw/*, profile: profiles/mine.yaml}\n")
    write(folder, "raw/export.csv", export, encoding)
    return read(folder)


def texts(*cells: str | None) -> pa.Array:
    """A column of cells."""
    return pa.array(cells, pa.string())

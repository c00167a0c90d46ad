"""A file through a profile without keeping anything: what would be taken over and what would be rejected."""

from dataclasses import dataclass
from pathlib import Path

from merit.company import Company
from merit.kernel.problems import Problem, Severity
from merit.sources.feeds import Feed
from merit.sources.read_facts import FactRows, Rejected, RowsRead, read_feed
from merit.sources.rejected import RejectedRow

SHOWN = 20


@dataclass(frozen=True, slots=True)
class Trial:
    """`read` rows of the file were tried; `taken` counts rows by table; `problems` are those of the file itself."""

    read: int
    taken: dict[str, int]
    rejected: int
    first_rejected: tuple[RejectedRow, ...]
    problems: tuple[Problem, ...]
    whole: bool

    @property
    def refused(self) -> bool:
        """True when no row of the file can be read at all."""
        return any(each.severity is Severity.ERROR for each in self.problems)


def try_feed(company: Company, folder: Path, feed: Feed, most_rows: int = 20_000) -> Trial:
    """Read up to about `most_rows` rows; rows put together at the end of a file are counted when all of it is read."""
    read = rejected = 0
    taken: dict[str, int] = {}
    first: list[RejectedRow] = []
    problems: list[Problem] = []
    for part in read_feed(company, folder, feed):
        match part:
            case FactRows(table, rows):
                taken[table.name] = taken.get(table.name, 0) + rows.num_rows
            case Rejected(_, rows):
                rejected += len(rows)
                first += rows[: SHOWN - len(first)]
            case RowsRead(_, count):
                read += count
                if read >= most_rows:
                    break
            case Problem():
                problems.append(part)
    return Trial(read, taken, rejected, tuple(first), tuple(problems), read < most_rows)

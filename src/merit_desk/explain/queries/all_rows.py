"""Every row behind a KPI value as lines of CSV, in the order of the files; no cell can become a formula."""

import csv
import re
from collections.abc import Iterable, Iterator
from fractions import Fraction
from zoneinfo import ZoneInfo

from merit.engines.source_rows import ComponentRows, RowsAsked, SourceRow, source_rows
from merit.kernel.exact import plain
from merit.kernel.node import Node, NodeKind
from merit.kernel.period import Period
from merit.kernel.refusals import NotFoundRefusal
from merit_desk.explain.queries.kpi_rows import KpiAsked, on_own_clock
from merit_desk.results.queries.open_company import at_work
from merit_desk.shell.sentences import say

EVERY = 2**62
_BOM = "\ufeff"
_HEADS = ("kpi.kpi", "why.period", "rows.file", "rows.line", "rows.counted", "rows.share")
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_NUMBER = re.compile(r"-\d+(\.\d+)?")


class _Line:
    """What csv.writer writes to: hands each line back."""

    def write(self, text: str) -> str:
        return text


def rows_as_csv(asked: KpiAsked) -> Iterator[str]:
    """Queried at once, written line by line. Raises NotFoundRefusal for an unknown KPI, kind of node or period."""
    try:
        node, period = Node(NodeKind(asked.kind), asked.node), Period.parse(asked.period)
    except ValueError:
        raise NotFoundRefusal("refusal.no_such_figure") from None
    with at_work(asked.as_of) as workspace:
        wanted = RowsAsked(asked.kpi, node, period, EVERY, True, asked.where)
        found = source_rows(workspace.company, workspace.engine, wanted)
        zone = ZoneInfo(workspace.company.profile.time_zone)
    words = {"yes": say("rows.yes"), "no": say("rows.no")}
    return _lines(found, zone, tuple(map(say, _HEADS)), words)


def _lines(found: list[ComponentRows], zone: ZoneInfo, heads: tuple[str, ...], words: dict[str, str]) -> Iterator[str]:
    columns = tuple(dict.fromkeys(name for each in found for row in each.rows[:1] for name in row.fields))
    writer = csv.writer(_Line())
    yield _BOM + writer.writerow((*heads, *columns))
    for each in found:
        for row in each.rows:
            yield writer.writerow(_cells(each, row, columns, zone, words))


def _cells(
    part: ComponentRows, row: SourceRow, columns: Iterable[str], zone: ZoneInfo, words: dict[str, str]
) -> list[str]:
    share = f"{plain(row.share * Fraction(100))}%"
    counted = words["yes" if row.counted else "no"]
    fields = (on_own_clock(row.fields.get(name, ""), zone) for name in columns)
    return [harmless(cell) for cell in (part.kpi, str(part.period), row.file, str(row.line), counted, share, *fields)]


def harmless(cell: str) -> str:
    """A text that a spreadsheet would run as a formula gets an apostrophe; a negative number stays a number."""
    return f"'{cell}" if cell.startswith(_FORMULA) and not _NUMBER.fullmatch(cell) else cell

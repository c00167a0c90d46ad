"""Every part of a decomposition as CSV: values with six decimals; no text can become a formula."""

import csv
from io import StringIO

from merit.kernel.exact import plain
from merit_desk.explain.queries.all_rows import harmless
from merit_desk.explorer.queries.cause_rows import Cause, CauseRow
from merit_desk.shell.sentences import say

_BOM = "\ufeff"
_HEADS = ("words.why_part", "export.id", "words.why_before", "words.why_now", "words.why_amount", "words.why_mix",
          "words.why_rate")  # fmt: skip


def cause_csv(cause: Cause) -> str:
    """One line per part, then the total."""
    written = StringIO()
    writer = csv.writer(written)
    writer.writerow([say(head) for head in _HEADS])
    for row in (*cause.rows, cause.total):
        writer.writerow([harmless(text) for text in _texts(row)])
    return _BOM + written.getvalue()


def _texts(row: CauseRow) -> list[str]:
    raw = row.raw
    numbers = (raw.before, raw.now, raw.amount, raw.mix, raw.rate)
    return [row.name, raw.part, *("" if each is None else plain(each) for each in numbers)]

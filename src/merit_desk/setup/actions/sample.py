"""Sample data get shops and credits of their own, so that the first figures belong to somebody."""

from merit.demo.sample import SampleRows
from merit.sources.company_folder.columns import COLUMNS
from merit_desk.accounts.viewer import Viewer
from merit_desk.documents.actions import Change, write_documents
from merit_desk.documents.queries.current import current, table_lines, table_text
from merit_desk.shell.sentences import say


def add_sample_rows(viewer: Viewer, rows: SampleRows) -> None:
    """Shops that are not there yet, and credits of subjects that nobody has."""
    shops = table_lines(current("shops.csv").text)
    known = {line["shop"] for line in shops}
    shops += [dict(row) for row in rows.shops if row["shop"] not in known]
    shares = table_lines(current("credits.csv").text)
    taken = {(line["kind"], line["subject"]) for line in shares}
    shares += [dict(row) for row in rows.credits if (row["kind"], row["subject"]) not in taken]
    texts = {"shops": shops, "credits": shares}
    changes = [
        Change(f"{table}.csv", "\ufeff" + table_text(list(COLUMNS[table].all), lines), current(f"{table}.csv").digest)
        for table, lines in texts.items()
    ]
    write_documents(viewer, changes, say("setup.sample_reason"))

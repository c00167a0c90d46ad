"""Putting rejected rows right and loading their file again; the file itself stays as it came."""

from collections.abc import Mapping

from django.db import transaction
from django.utils import timezone

from merit.kernel.refusals import ConflictRefusal
from merit.sources.mended_rows import MendedCell, mended_cells, mended_file, mended_text
from merit_desk.accounts.access import Can
from merit_desk.accounts.viewer import Viewer
from merit_desk.documents.actions import Change, write_documents
from merit_desk.documents.queries.current import current
from merit_desk.intake.actions.load import load_files
from merit_desk.intake.queries.rejected import Returned, returned_rows
from merit_desk.jobs.models import Job

Corrections = Mapping[tuple[int, str], Mapping[str, str]]
"""New cells by header, for rows by line and mark."""


def mend_rows(viewer: Viewer, name: str, corrections: Corrections) -> tuple[int, Job]:
    """Keep the corrections and load the file: how many rows were put right, and the job.

    Raises ConflictRefusal when no row is changed, for example because somebody else has mended them already.
    """
    viewer.require(Can.LOAD_DATA)
    rows = returned_rows(name)
    cells = [cell for row in rows for cell in _cells(viewer, row, corrections.get((row.line, row.mark), {}))]
    if not cells:
        raise ConflictRefusal("intake.nothing_mended")
    path = mended_file(rows[0].file)
    with transaction.atomic():
        now = current(path)
        text = mended_text([*mended_cells(now.text or ""), *cells])
        count = len({cell.line for cell in cells})
        write_documents(viewer, [Change(path, text, now.digest)], f"{rows[0].file}: {count}")
        return count, load_files(viewer, [rows[0].file])


def _cells(viewer: Viewer, row: Returned, given: Mapping[str, str]) -> list[MendedCell]:
    if not row.mendable:
        return []
    before = {cell.column: cell.text for cell in row.cells if not cell.hidden}
    moment = timezone.localtime().isoformat(timespec="seconds")
    by = viewer.person or viewer.name
    return [
        MendedCell(row.file, row.line, row.mark, column, text.strip(), by, moment)
        for column, text in given.items()
        if column in before and text.strip() != before[column].strip()
    ]

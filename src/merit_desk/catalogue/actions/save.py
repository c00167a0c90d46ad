"""Keep a KPI as its next version: a document added to a file of the catalogue; nothing written before is touched."""

from typing import Any

from django.db import transaction

from merit.kernel.problems import has_errors
from merit.sources.written_documents import written_document
from merit_desk.accounts.access import Can
from merit_desk.accounts.viewer import Viewer
from merit_desk.audit.actions import Subject, record
from merit_desk.catalogue.actions.check import checked_kpi
from merit_desk.catalogue.queries.own import every_version, file_of
from merit_desk.documents.actions import Change, StaleEdit, Unsound, write_documents
from merit_desk.documents.queries.current import Current, current


def latest_version(kpi: str) -> int:
    """The number of the version that counts; 0 for an id that nothing declares."""
    versions = every_version().get(kpi)
    return int(versions[-1].data.get("version", 1)) if versions else 0


def save_kpi(viewer: Viewer, data: dict[str, Any], based_on: int, reason: str) -> int:
    """The number of the new version. `based_on` is the version that the writer saw, 0 for a new KPI.

    Raises NotFoundRefusal (not permitted), Unsound, or StaleEdit when there is a later version already.
    """
    viewer.require(Can.EDIT_DEFINITIONS)
    kpi, number = str(data.get("kpi", "")), latest_version(str(data.get("kpi", "")))
    text = written_document({**data, "version": number + 1})
    path = file_of(kpi)
    if based_on and number != based_on:
        raise StaleEdit(Change(path, text, ""), _as_it_is(kpi, path))
    checked = checked_kpi({**data, "version": number + 1}, new=not based_on)
    if has_errors(checked.problems):
        raise Unsound(checked.problems)
    now = current(path)
    with transaction.atomic():
        write_documents(viewer, [Change(path, with_document(now.text, text), now.digest)], reason)
        about = {"version": number + 1, "file": path, "reason": reason}
        record(viewer.account, "catalogue.version_saved", Subject("kpi", kpi), {"version": number}, about)
    return number + 1


def with_document(text: str | None, document: str) -> str:
    """The file with one more document at its end; what stands in it stays as it is, to the letter."""
    before = (text or "").rstrip()
    return f"{before}\n---\n{document}" if before else document


def _as_it_is(kpi: str, path: str) -> Current:
    versions = every_version().get(kpi)
    data = versions[-1].data if versions else {}
    return Current(path, written_document({key: value for key, value in data.items() if key != "extends"}), "")

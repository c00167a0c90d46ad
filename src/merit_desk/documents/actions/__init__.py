"""Writing files of the company folder."""

from merit_desk.documents.actions.append import append_rows
from merit_desk.documents.actions.write import Change, StaleEdit, Unsound, replace_document, write_documents

__all__ = ["Change", "StaleEdit", "Unsound", "append_rows", "replace_document", "write_documents"]

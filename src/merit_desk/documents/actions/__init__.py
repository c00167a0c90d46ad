"""Writing files of the company folder."""

from merit_desk.documents.actions.write import Change, StaleEdit, Unsound, write_documents

__all__ = ["Change", "StaleEdit", "Unsound", "write_documents"]

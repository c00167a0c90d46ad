"""Changing the organisation: each change is one edit of a table, checked by the core and kept as a version."""

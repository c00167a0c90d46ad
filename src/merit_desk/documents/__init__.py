"""Versions of the company folder's files: checked, locked, immutable."""

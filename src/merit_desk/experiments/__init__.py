"""Experiments: listed, planned, read, decided."""

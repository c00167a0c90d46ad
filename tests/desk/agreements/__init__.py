"""Agreements: issue, negotiation, signatures, changes."""

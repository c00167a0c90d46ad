"""Sending digests and keeping wishes."""

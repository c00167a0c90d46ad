"""Runs queries: the embedded engine and the published cube."""

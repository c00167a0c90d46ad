"""Signing in by 钉钉: allauth's provider, with addresses that can be set, and the company checked."""

"""Signing in by 飞书: allauth's provider, moved to the addresses that 飞书 asks for today."""

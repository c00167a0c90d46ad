"""Signing in by 飞书: allauth's provider, moved to the token address that 飞书 now asks for (its old one is deprecated)."""

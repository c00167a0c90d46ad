"""Tokens, answers kept, webhooks and their deliveries."""

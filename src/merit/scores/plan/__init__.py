"""A score plan: its types, and how its document is read."""

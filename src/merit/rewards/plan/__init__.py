"""A bonus, pool or commission plan: its types, and how its document is read."""

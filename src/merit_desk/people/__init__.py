"""People and organisation over time."""

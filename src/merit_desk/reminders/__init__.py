"""Deadlines that pass, and one digest a day of what waits for each person."""

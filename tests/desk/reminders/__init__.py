"""Reminders: one digest a day, on given days and hours."""

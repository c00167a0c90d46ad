"""Grades, bonus, commission and pools to money, with working."""

"""Cycles: making them, enrolling people, moving reviews, passing deadlines."""

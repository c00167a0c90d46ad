"""Feedback, notes, 1-on-1 talks, comments."""

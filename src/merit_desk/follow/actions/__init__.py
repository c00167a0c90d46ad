"""Giving and doing tasks, asking across departments, reporting a week."""

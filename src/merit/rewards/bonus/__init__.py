"""Bonus and pool: base, coefficients, shares."""

"""Forecasts of KPIs with their probabilities: estimates in binary floats, never part of a score or of pay."""

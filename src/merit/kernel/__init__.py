"""Exact numbers, money, periods, problems and explanations: what every stage is written in."""

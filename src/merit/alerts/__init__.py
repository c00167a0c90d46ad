"""Alerts: rules judged on closed intervals only, with states that do not flap, causes, money at stake and a budget."""

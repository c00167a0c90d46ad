"""The plan check: known mistakes of goals, KPIs, targets and rewards, each with evidence and with what to do."""

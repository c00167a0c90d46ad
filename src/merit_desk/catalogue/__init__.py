"""KPIs: browse, define, compare versions."""

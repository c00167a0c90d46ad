"""What targets are likely: forecasts of a KPI of a node, kept while the facts stay as they are."""

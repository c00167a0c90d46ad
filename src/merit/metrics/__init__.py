"""From a KPI to a query, and from components to a value."""

"""Metric definitions in the MetricFlow form of a dbt project, taken over into KPI documents and written from them."""

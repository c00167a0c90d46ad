"""Any KPI by any dimension, and dashboards."""

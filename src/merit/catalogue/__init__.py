"""KPIs and their measures: text to definition, and the shipped KPI files."""

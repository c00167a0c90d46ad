"""KPIs of a node of the company or of its business, and how they went day by day."""

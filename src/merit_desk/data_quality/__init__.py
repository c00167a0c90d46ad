"""How far the data can be relied on: reconciliation with the platforms, quality of sources, lineage, fields."""

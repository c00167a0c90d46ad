"""Reading the catalogue: the library, one KPI, its versions, its words."""

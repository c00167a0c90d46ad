"""Sources that Merit fetches itself, each into raw files: databases, folders of tables, web APIs."""

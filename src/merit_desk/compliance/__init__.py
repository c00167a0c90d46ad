"""The law's guards where they act: findings, overrides with reason, dated tables, tax estimates."""

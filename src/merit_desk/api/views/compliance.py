"""The law's guards where they act: findings, overrides with reason, dated tables, tax estimates."""

from ninja import Router

router = Router(tags=["compliance"])

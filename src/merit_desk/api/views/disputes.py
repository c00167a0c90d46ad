"""异议: a line of a statement questioned with evidence, answered by somebody else."""

from ninja import Router

router = Router(tags=["disputes"])

"""Career paths, promotion, development and improvement plans, talent."""

from ninja import Router

router = Router(tags=["growth"])

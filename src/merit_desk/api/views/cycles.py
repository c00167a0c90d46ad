"""Performance cycles: who takes part, the stages with their deadlines, and where each review stands."""

from ninja import Router

router = Router(tags=["cycles"])

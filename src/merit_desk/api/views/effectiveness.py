"""Does it work? Whether scores differ, raters agree, KPIs predict and rewards follow results."""

from ninja import Router

router = Router(tags=["effectiveness"])

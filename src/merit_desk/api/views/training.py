"""培训: needs found from results, courses, attendance, results before and after."""

from ninja import Router

router = Router(tags=["training"])

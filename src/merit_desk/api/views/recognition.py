"""Honours, the wall, welfare points, option grants, and what people value."""

from ninja import Router

router = Router(tags=["recognition"])

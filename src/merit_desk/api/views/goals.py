"""Goals from the company down to the person: how they serve each other, what drives them, what is wrong with them."""

from ninja import Router

router = Router(tags=["goals"])

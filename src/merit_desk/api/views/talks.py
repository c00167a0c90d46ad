"""Feedback and recognition, 1-on-1 and coaching notes, comments with mentions."""

from ninja import Router

router = Router(tags=["talks"])

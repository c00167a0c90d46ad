"""Judging: forms, raters, self, peer, manager and skip-level answers, innovation and collaboration."""

from ninja import Router

router = Router(tags=["reviews"])

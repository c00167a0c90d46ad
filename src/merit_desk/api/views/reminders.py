"""Deadlines that pass, and one digest a day of what waits for each person."""

from ninja import Router

router = Router(tags=["reminders"])

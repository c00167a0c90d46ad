"""The API as a whole: every router in the order of its page."""

from merit_desk.api.views import (
    about,
    agreements,
    calibration,
    cycles,
    definitions,
    follow,
    goals,
    hooks,
    kpis,
    meetings,
    organisation,
    outcomes,
    reminders,
    results,
    reviews,
    surveys,
    talks,
    trail,
    work,
)
from merit_desk.api.views.declared import api

CYCLE = (cycles, goals, agreements, follow, talks, meetings, reviews, calibration, outcomes, surveys, reminders)

for module in (about, organisation, kpis, results, definitions, *CYCLE, work, trail, hooks):
    api.add_router("", module.router)

__all__ = ["api"]

"""The API as a whole: every router in the order of its page."""

from merit_desk.api.views import about, definitions, hooks, kpis, organisation, results, trail, work
from merit_desk.api.views.declared import api

for module in (about, organisation, kpis, results, definitions, work, trail, hooks):
    api.add_router("", module.router)

__all__ = ["api"]

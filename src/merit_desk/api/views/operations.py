"""The API as a whole: every router in the order of its page."""

from merit_desk.api.views import (
    about,
    agreements,
    alerts,
    allocation,
    calibration,
    causes,
    compliance,
    cycles,
    data_quality,
    definitions,
    disputes,
    effectiveness,
    experiments,
    follow,
    forecasts,
    goals,
    growth,
    hooks,
    kpis,
    meetings,
    organisation,
    outcomes,
    payroll,
    plan_check,
    recognition,
    reminders,
    results,
    reviews,
    reward_plans,
    signs,
    simulation,
    surveys,
    talks,
    trail,
    training,
    work,
)
from merit_desk.api.views.declared import api

CYCLE = (cycles, goals, agreements, follow, talks, meetings, reviews, calibration, outcomes, surveys, reminders, alerts)
REWARDS = (reward_plans, simulation, payroll, disputes, compliance, recognition, growth, training, effectiveness)
DATA = (causes, forecasts, data_quality, experiments, signs, allocation, plan_check)

for module in (about, organisation, kpis, results, definitions, *CYCLE, *REWARDS, *DATA, work, trail, hooks):
    api.add_router("", module.router)

__all__ = ["api"]

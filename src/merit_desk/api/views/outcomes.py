"""Telling the result and hearing the answer: release, confirmation, appeal, interview, seal, evidence pack, ranking."""

from ninja import Router

from merit_desk.api.views.outcome_appeals import router as appeals
from merit_desk.api.views.outcome_interviews import router as interviews
from merit_desk.api.views.outcome_results import router as results
from merit_desk.api.views.outcome_seals import router as seals

router = Router(tags=["outcomes"])
for _part in (results, appeals, interviews, seals):
    router.add_router("", _part)

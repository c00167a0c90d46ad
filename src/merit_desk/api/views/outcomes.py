"""Telling the result and hearing the answer: release, confirmation, appeal, interview, seal, evidence pack, ranking."""

from ninja import Router

router = Router(tags=["outcomes"])

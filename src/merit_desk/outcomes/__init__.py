"""Telling the result and hearing the answer: release, confirmation, appeal, interview, seal, evidence pack, ranking."""

"""The states of a job."""

from enum import StrEnum


class JobState(StrEnum):
    """WAITING → RUNNING → DONE, FAILED or CANCELLED; a job whose worker died goes back to WAITING."""

    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"

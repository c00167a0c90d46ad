"""What has to be looked after now and then: jobs and deliveries that a dead worker left behind."""

import logging
from collections.abc import Callable

from django.db import DatabaseError, close_old_connections

from merit_desk.alerts.actions.look import ask_to_look
from merit_desk.alerts.actions.sending import send_overdue
from merit_desk.cycles.actions.deadlines import pass_deadlines_once_a_day
from merit_desk.follow.actions.recurring import make_due_tasks
from merit_desk.intake.actions.live import ask_to_fetch
from merit_desk.jobs.actions import resume_abandoned
from merit_desk.reminders.actions.send import ask_to_send

_log = logging.getLogger("merit.worker")
_duties: list[Callable[[], object]] = [
    resume_abandoned,
    pass_deadlines_once_a_day,
    ask_to_send,
    make_due_tasks,
    ask_to_fetch,
    ask_to_look,
    send_overdue,
]


def also_tend(duty: Callable[[], object]) -> None:
    """Let an app add its own duty when it is ready."""
    _duties.append(duty)


def tend() -> None:
    """Do every duty; a database that is away for a moment is tried again the next time."""
    close_old_connections()
    for duty in _duties:
        try:
            duty()
        except DatabaseError:
            _log.exception("a duty of the worker failed")

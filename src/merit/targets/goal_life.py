"""How a goal comes into force and leaves it: people propose goals of their own, whoever sets goals accepts them."""

from enum import StrEnum

from merit.kernel.moves import Machine, Party, by


class GoalLevel(StrEnum):
    """Whose goal it is; each level serves the one before."""

    COMPANY = "company"
    DEPARTMENT = "department"
    TEAM = "team"
    PERSON = "person"


class GoalState(StrEnum):
    """An ACTIVE goal is everybody's to see at its level; a DRAFT is seen by whose it is and by those who set it."""

    DRAFT = "draft"
    PROPOSED = "proposed"
    ACTIVE = "active"
    CLOSED = "closed"
    DROPPED = "dropped"


class GoalMove(StrEnum):
    """What is done with a goal as a whole; its wording and target change by editing."""

    PROPOSE = "propose"
    ACCEPT = "accept"
    SEND_BACK = "send_back"
    CLOSE = "close"
    REOPEN = "reopen"
    DROP = "drop"


_S, _M = GoalState, GoalMove
_SETTING = (Party.MANAGER, Party.HR, Party.OWNER)

GOAL: Machine[GoalState, GoalMove] = Machine(
    "goal",
    _S.DRAFT,
    {
        (_S.DRAFT, _M.ACCEPT): by(_S.ACTIVE, *_SETTING),
        (_S.DRAFT, _M.PROPOSE): by(_S.PROPOSED, Party.SUBJECT),
        (_S.DRAFT, _M.DROP): by(_S.DROPPED, Party.SUBJECT, *_SETTING),
        (_S.PROPOSED, _M.ACCEPT): by(_S.ACTIVE, *_SETTING),
        (_S.PROPOSED, _M.SEND_BACK): by(_S.DRAFT, *_SETTING),
        (_S.PROPOSED, _M.DROP): by(_S.DROPPED, Party.SUBJECT, *_SETTING),
        (_S.ACTIVE, _M.CLOSE): by(_S.CLOSED, *_SETTING),
        (_S.ACTIVE, _M.DROP): by(_S.DROPPED, *_SETTING),
        (_S.CLOSED, _M.REOPEN): by(_S.ACTIVE, *_SETTING),
    },
)
"""Whoever sets the goal accepts it, never the person whose goal it is: on one's own goal one is SUBJECT alone."""

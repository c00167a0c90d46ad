"""How far a review is, in the six steps that people know."""

from dataclasses import dataclass

from merit.reviews.life import ReviewState
from merit_desk.cycles.models import Participant
from merit_desk.shell.sentences import say

_STEPS = ("self", "raters", "manager", "calibrate", "release", "confirm")
_AT = {
    ReviewState.PLANNING: -1,
    ReviewState.UNDER_WAY: -1,
    ReviewState.LEFT_OUT: -1,
    ReviewState.SELF_REVIEW: 0,
    ReviewState.RATING: 1,
    ReviewState.MANAGER_REVIEW: 2,
    ReviewState.SKIP_REVIEW: 2,
    ReviewState.CALIBRATION: 3,
    ReviewState.SETTLED: 4,
    ReviewState.RELEASED: 5,
    ReviewState.APPEALED: 5,
}


@dataclass(frozen=True, slots=True)
class FlowStep:
    """One step; `look` is done, now or empty for what is to come."""

    title: str
    look: str


def flow_of(one: Participant) -> list[FlowStep]:
    """The steps with the one that the review is at; all done after the person has spoken."""
    at = _AT.get(ReviewState(one.state), len(_STEPS))
    looks = ["done" if place < at else "now" if place == at else "" for place in range(len(_STEPS))]
    return [FlowStep(say(f"reviews.flow.{step}"), look) for step, look in zip(_STEPS, looks, strict=True)]

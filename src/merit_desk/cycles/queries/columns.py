"""A person's enrolment as the columns of a review."""

from collections.abc import Iterable
from typing import Any

from merit.reviews.enrolment import Charge, Enrolment, Stretch
from merit.reviews.stages import Stage


def columns_of(enrolment: Enrolment, stages: Iterable[Stage]) -> dict[str, Any]:
    """What follows from the organisation, as the columns of a review."""
    first, last = enrolment.stretches[0], enrolment.stretches[-1]
    return {
        "start": first.days.start,
        "end": last.days.last,
        "plan": last.plan,
        "plan_version": last.version,
        "team": last.team,
        "post": last.post,
        **in_charge_columns(enrolment.managers, enrolment.skip_managers, stages),
        "segments": [_segment(each) for each in enrolment.stretches],
    }


def in_charge_columns(
    managers: Iterable[Charge], skip_managers: Iterable[Charge], stages: Iterable[Stage]
) -> dict[str, list[dict[str, object]]]:
    """Who manages is not the next level of the same review too, or would endorse what they submitted themselves."""
    below = {each.person for each in managers}
    above = [each for each in skip_managers if each.person not in below] if Stage.SKIP in stages else []
    return {"managers": [_charge(each) for each in managers], "skip_managers": [_charge(each) for each in above]}


def _charge(charge: Charge) -> dict[str, object]:
    return {"person": charge.person, "days": charge.days}


def _segment(stretch: Stretch) -> dict[str, object]:
    return {
        "start": stretch.days.start.isoformat(),
        "end": stretch.days.last.isoformat(),
        "post": stretch.post,
        "team": stretch.team,
        "plan": stretch.plan,
        "version": stretch.version,
        "days": stretch.on_duty,
        "leave": stretch.leave,
    }

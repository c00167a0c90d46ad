"""What belongs into the record of one person's cycle, for the seal and the evidence pack."""

from datetime import UTC
from typing import Any

from merit_desk.cycles.models import Participant
from merit_desk.talks.models import Talk
from merit_desk.talks.queries.evidence import open_feedback, shared_notes, within


def record_of(one: Participant) -> dict[str, Any]:
    """JSON values in a fixed order, times in ISO 8601; the same rows give the same bytes. No rater is named.

    Of 1-on-1 talks only that they were held: what the two wrote is theirs. Never anything that was private, nor words
    for the person alone, since others than the person open the record.
    """
    feedback = [
        {"at": each.at.astimezone(UTC).isoformat(), "kind": each.kind, "value": each.value, "text": each.text}
        for each in within(open_feedback(one.person), one.start, one.end)
    ]
    notes = [
        {"at": each.at.astimezone(UTC).isoformat(), "text": each.text}
        for each in within(shared_notes(one.person), one.start, one.end)
    ]
    return {"feedback": feedback, "shared_notes": notes, "talks_held": _held(one)}


def _held(one: Participant) -> list[str]:
    """Days of talks between the person and those who answer for them in this cycle."""
    managers = [str(each["person"]) for each in one.managers]
    held = Talk.objects.filter(held_at__isnull=False, day__range=(one.start, one.end))
    both = held.filter(pair__first=one.person, pair__second__in=managers)
    both |= held.filter(pair__second=one.person, pair__first__in=managers)
    return [day.isoformat() for day in both.order_by("day", "pk").values_list("day", flat=True)]

"""What belongs into the record of one person's cycle, for the seal and the evidence pack."""

from typing import Any

from merit_desk.calibration.models import Change
from merit_desk.cycles.models import Participant


def record_of(one: Participant) -> dict[str, Any]:
    """JSON values in a fixed order, times in ISO 8601; the same rows give the same bytes. No rater is named.

    Changes of the grade only: what people thought somebody may grow into is no part of a result.
    """
    made = Change.objects.filter(session__cycle=one.cycle_id, person=one.person, field="grade").order_by("pk")
    changes = [
        {
            "session": each.session_id,
            "before": each.before,
            "after": each.after,
            "reason": each.reason,
            "undoes": each.undoes_id,
            "at": each.at.isoformat(),
        }
        for each in made
    ]
    return {"changes": changes} if changes else {}

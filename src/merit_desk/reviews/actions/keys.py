"""The secret of a cycle, made when the first answer comes in."""

from merit_desk.cycles.models import Cycle
from merit_desk.reviews.models import CycleKey
from merit_desk.reviews.queries.judgement import fresh_key


def ensure_key(cycle: Cycle) -> bytes:
    """The cycle's secret; it never changes, so that the same rater keeps the same pseudonym."""
    found, _ = CycleKey.objects.get_or_create(cycle=cycle, defaults={"key": fresh_key()})
    return bytes.fromhex(found.key)

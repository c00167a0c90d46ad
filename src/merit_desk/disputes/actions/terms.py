"""Within how many days a line may be disputed, answered and decided."""

from dataclasses import asdict, dataclass

from django.db import transaction

from merit_desk.accounts.access import Can
from merit_desk.accounts.viewer import Viewer
from merit_desk.audit.actions import Subject, record
from merit_desk.disputes.models import Terms
from merit_desk.disputes.queries.known import terms


@dataclass(frozen=True, slots=True)
class Days:
    """To file after the release; to answer and to decide after the filing."""

    file_days: int
    answer_days: int
    decide_days: int


def set_terms(viewer: Viewer, days: Days) -> Terms:
    """For disputes filed from now on. Raises NotFoundRefusal without the ability to decide disputes."""
    viewer.require(Can.DECIDE_DISPUTES)
    before = terms()
    old = {name: getattr(before, name) for name in asdict(days)}
    with transaction.atomic():
        made, _ = Terms.objects.update_or_create(pk=1, defaults=asdict(days))
        record(viewer.account, "disputes.terms", Subject("disputes", "terms"), old, asdict(days))
    return made

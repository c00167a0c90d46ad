"""Reviews in which somebody is manager or skip-level manager, found by one query."""

import json

from django.db.models import Q, QuerySet, TextField
from django.db.models.functions import Cast

from merit_desk.cycles.models import Participant
from merit_desk.cycles.queries.parties import people_in


def in_charge(person: str, found: QuerySet[Participant]) -> list[Participant]:
    """Those of the reviews whose manager the person is, in the order given."""
    return [one for one in _naming(person, "managers", found) if person in people_in(one.managers)]


def above_in_charge(person: str, found: QuerySet[Participant]) -> list[Participant]:
    """Those of the reviews whose skip-level manager the person is."""
    return [one for one in _naming(person, "skip_managers", found) if person in people_in(one.skip_managers)]


def _naming(person: str, column: str, found: QuerySet[Participant]) -> QuerySet[Participant]:
    """One database writes a letter beyond ASCII as it is, the other escaped; what else matches is sorted out after."""
    if not person:
        return found.none()
    written = Q(named__contains=json.dumps(person)) | Q(named__contains=json.dumps(person, ensure_ascii=False))
    return found.annotate(named=Cast(column, TextField())).filter(written)

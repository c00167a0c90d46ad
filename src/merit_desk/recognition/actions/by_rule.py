"""Giving an honour to those whom its rule names, with the figures that say why. A person looks and says so."""

from collections.abc import Collection

from django.db import transaction

from merit.kernel.refusals import ConflictRefusal
from merit_desk.accounts.access import Can
from merit_desk.accounts.viewer import Viewer
from merit_desk.recognition.actions.honours import Given, give
from merit_desk.recognition.models import Award
from merit_desk.recognition.queries.candidates import basis_of, candidates
from merit_desk.recognition.queries.reach import honour_of


def give_by_rule(viewer: Viewer, number: int, period: str, people: Collection[str]) -> list[Award]:
    """All or none of `people`. Raises ConflictRefusal for nobody, and for somebody whom the rule does not name now."""
    viewer.require(Can.GRANT_HONOURS)
    honour = honour_of(viewer, number)
    with transaction.atomic():
        named = {each.who.person: each for each in candidates(viewer, honour, period) if not each.why_not}
        if not people or not honour.open:
            raise ConflictRefusal("recognition.nobody_chosen")
        if set(people) - named.keys():
            raise ConflictRefusal("recognition.not_named", title=honour.title)
        chosen = [each for person, each in named.items() if person in people]
        return [
            give(
                viewer,
                honour,
                Given(each.who.person, each.citation, viewer.today, list(each.evidence), basis_of(period)),
            )
            for each in chosen
        ]

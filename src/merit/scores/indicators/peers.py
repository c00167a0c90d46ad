"""With whom a relative curve compares a person; the person is never among them."""

from fractions import Fraction

from merit.kernel.explain import Explained
from merit.kernel.node import person_node
from merit.kernel.period import Period
from merit.people.credits import CreditShare
from merit.people.spells import people_in, spells_in
from merit.scores.plan.curves import PeerGroup
from merit.scores.plan.score_plan import Indicator
from merit.scores.scoring import Scoring, usable
from merit.scores.segments import Segment


def values_of_others(indicator: Indicator, segment: Segment, scoring: Scoring) -> tuple[Explained[Fraction], ...]:
    """The same KPI of each of the others over the same days, by their ids; people without a value are left out."""
    group = indicator.curve.peers if indicator.curve else None
    refined = scoring.refinement(indicator.subject, segment)
    found = (
        usable(scoring.figures.value(indicator.subject, person_node(person), segment.days, refined))
        for person in others_in(group or PeerGroup.PEERS, segment, scoring)
    )
    return tuple(value for value in found if value is not None)


def others_in(group: PeerGroup, segment: Segment, scoring: Scoring) -> list[str]:
    """The others of the group during the segment, by id in code-point order."""
    organisation = scoring.declared.organisation
    if group is PeerGroup.SHOP:
        return _with_the_same_shops(segment, scoring)
    here = segment.spell
    return [
        person
        for person in people_in(organisation, segment.days)
        if person != segment.person
        and any(
            part.spell.post == here.post if group is PeerGroup.PEERS else part.spell.team == here.team
            for part in spells_in(organisation, person, segment.days)
        )
    ]


def _with_the_same_shops(segment: Segment, scoring: Scoring) -> list[str]:
    held = [each for each in scoring.declared.credits if each.kind == "shop" and _touches(each, segment.days)]
    shops = {each.subject for each in held if each.person == segment.person}
    return sorted({each.person for each in held if each.subject in shops} - {segment.person})


def _touches(credit: CreditShare, days: Period) -> bool:
    return (credit.start is None or credit.start < days.end) and (credit.end is None or credit.end > days.start)

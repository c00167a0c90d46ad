"""The people around somebody who is judged: whom they may nominate, and who worked with them."""

from datetime import date

from merit.people.spells import spell_on
from merit.reviews.answer import AnswerState
from merit.reviews.raters import RaterCircle, suggested
from merit.scores.indicators.ratings import Relation
from merit_desk.accounts.queries.subtree import in_charge_of
from merit_desk.cycles.models import Participant
from merit_desk.cycles.queries.parties import people_in
from merit_desk.follow.queries.partners import partners_of
from merit_desk.results.queries.open_company import declared_company
from merit_desk.reviews.models import Assignment


def circle_of(one: Participant, today: date) -> RaterCircle:
    """As things stand today; somebody who declined is not asked again."""
    organisation = declared_company().organisation
    last = min(today, one.end)
    asked = Assignment.objects.filter(participant=one).exclude(state=AnswerState.WITHDRAWN)
    return RaterCircle(
        person=one.person,
        in_charge=people_in(one.managers) | people_in(one.skip_managers),
        reports=in_charge_of(organisation, last).get(one.person, frozenset()),
        here=frozenset(person for person in organisation.spells_of if spell_on(organisation, person, today)),
        chosen={each.rater: Relation(each.relation) for each in asked},
    )


def near(one: Participant) -> dict[str, int]:
    """People the participant shared tasks or requests with, and how many; people of the same team count as none."""
    organisation = declared_company().organisation
    mates = {
        person: 0
        for person in organisation.spells_of
        if (spell := spell_on(organisation, person, one.end)) is not None and spell.team == one.team
    }
    return mates | {each.person: each.shared for each in partners_of(one.person, one.start, one.end)}


def suggestions(one: Participant, relations: list[Relation], today: date) -> dict[Relation, list[str]]:
    """For each relation the people who fit best, nobody in two of them."""
    circle, shared, found = circle_of(one, today), near(one), {}
    taken: set[str] = set()
    for relation in relations:
        ranked = suggested(relation, {who: n for who, n in shared.items() if _fits(one, who, relation)}, circle)
        found[relation] = [each for each in ranked if each not in taken]
        taken.update(found[relation])
    return found


def _fits(one: Participant, who: str, relation: Relation) -> bool:
    """Peers are of the same team, other departments of another; whoever shared work may be either."""
    spell = spell_on(declared_company().organisation, who, one.end)
    same = spell is not None and spell.team == one.team
    return same if relation is Relation.PEER else not same

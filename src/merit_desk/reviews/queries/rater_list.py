"""Who was nominated for whom, as those who nominate and approve see it: never whether somebody has answered."""

from dataclasses import dataclass
from datetime import date

from merit.kernel.moves import Party
from merit.kernel.refusals import NotFoundRefusal
from merit.reviews.answer import AnswerState
from merit.reviews.raters import NOMINATED
from merit.scores.indicators.ratings import Relation
from merit_desk.accounts.viewer import Viewer
from merit_desk.cycles.models import Participant
from merit_desk.cycles.queries.parties import parties_of
from merit_desk.cycles.queries.visible import participant_of
from merit_desk.results.queries.names import node_name, post_name
from merit_desk.results.queries.open_company import declared_company
from merit_desk.reviews.models import Assignment
from merit_desk.reviews.queries.around import circle_of, suggestions
from merit_desk.reviews.queries.indicators import rated_lines, relations_of

LEADING = frozenset({Party.MANAGER, Party.HR, Party.OWNER})


@dataclass(frozen=True, slots=True)
class NominatedRater:
    """`stands` is nominated, invited or declined: what happens after the invitation is the rater's own affair."""

    number: int
    person: str
    name: str
    stands: str
    reason: str


@dataclass(frozen=True, slots=True)
class Suggested:
    """Somebody who could be nominated."""

    person: str
    name: str
    post: str


@dataclass(frozen=True, slots=True)
class RatersOfRelation:
    """One relation with its raters and whom to add; `short` says how many are missing to the number asked for."""

    relation: Relation
    least: int
    most: int
    raters: tuple[NominatedRater, ...]
    suggested: tuple[Suggested, ...]
    short: int
    below_floor: bool


def raters_to_see(viewer: Viewer, number: int) -> tuple[Participant, frozenset[Party]]:
    """The review whose raters the viewer nominates or approves. Raises NotFoundRefusal."""
    one = participant_of(viewer, number)
    parties = parties_of(viewer, one)
    if not parties & {Party.SUBJECT, *LEADING}:
        raise NotFoundRefusal("cycles.no_such_review")
    return one, parties


def rater_list(one: Participant, today: date) -> list[RatersOfRelation]:
    """The relations that are filled by nomination."""
    relations = [each for each in relations_of(rated_lines(one)) if each in NOMINATED]
    offered = suggestions(one, relations, today)
    chosen = Assignment.objects.filter(participant=one).exclude(state=AnswerState.WITHDRAWN).order_by("pk")
    by_relation: dict[str, list[Assignment]] = {}
    for each in chosen:
        by_relation.setdefault(each.relation, []).append(each)
    return [_relation(relation, by_relation.get(relation, []), offered[relation]) for relation in relations]


def _relation(relation: Relation, chosen: list[Assignment], offered: list[str]) -> RatersOfRelation:
    company, count = declared_company(), NOMINATED[relation]
    standing = [each for each in chosen if each.state != AnswerState.DECLINED]
    return RatersOfRelation(
        relation=relation,
        least=count.least,
        most=count.most,
        raters=tuple(_shown(each) for each in chosen),
        suggested=tuple(Suggested(each, node_name(company, "person", each), _post(each)) for each in offered),
        short=max(0, count.least - len(standing)),
        below_floor=len(standing) < company.profile.anonymity_floor,
    )


def _post(person: str) -> str:
    company = declared_company()
    return post_name(company, company.organisation.spells_of[person][-1].post)


def _shown(each: Assignment) -> NominatedRater:
    known = {AnswerState.NOMINATED: "nominated", AnswerState.DECLINED: "declined"}
    stands = known.get(AnswerState(each.state), "invited")
    name = node_name(declared_company(), "person", each.rater)
    return NominatedRater(each.pk, each.rater, name, stands, each.reason if stands == "declined" else "")


def everybody_to_ask(one: Participant, today: date) -> list[tuple[str, str]]:
    """Id and name of those who could be nominated in any relation, for the field that finds somebody."""
    circle, company = circle_of(one, today), declared_company()
    free = circle.here - circle.in_charge - {one.person} - circle.chosen.keys()
    return sorted(((each, node_name(company, "person", each)) for each in free), key=lambda each: each[1])

"""What a viewer may read of the answers about one participant. What they may not is not there, not even as a gap."""

from collections.abc import Iterable
from dataclasses import dataclass

from merit.kernel.explain import exact_text
from merit.kernel.moves import Party
from merit.kernel.refusals import NotFoundRefusal
from merit.reviews.anonymity import in_no_order, quotable, shown_means
from merit.reviews.answer import AnswerState
from merit.reviews.life import ReviewState
from merit.scores.indicators.rated import RelationMean
from merit.scores.indicators.ratings import Relation
from merit.scores.plan.score_plan import RatingScheme
from merit_desk.accounts.access import Can
from merit_desk.accounts.viewer import Viewer
from merit_desk.cycles.models import Participant
from merit_desk.cycles.queries.parties import parties_of
from merit_desk.cycles.queries.visible import participant_of
from merit_desk.results.queries.names import node_name
from merit_desk.results.queries.open_company import declared_company
from merit_desk.reviews.models import Answer
from merit_desk.reviews.queries.closed import RELEASED, was_closed
from merit_desk.reviews.queries.indicators import rated_lines, relations_of
from merit_desk.reviews.queries.judgement import Given, answers_on, key_of, scores_on
from merit_desk.reviews.queries.sheet import USUAL_SCALE, AskedQuestion, questions_of
from merit_desk.shell import formats
from merit_desk.shell.sentences import say

_BEFORE_SELF = (ReviewState.PLANNING, ReviewState.UNDER_WAY, ReviewState.SELF_REVIEW, ReviewState.LEFT_OUT)


@dataclass(frozen=True, slots=True)
class Reads:
    """Which answers a viewer reads: the person's own, those of the managers, what the others said together."""

    own: bool
    managers: bool
    others: bool


@dataclass(frozen=True, slots=True)
class NamedAnswer:
    """An answer of the person or of a manager."""

    name: str
    grade: str
    comment: str
    kept: tuple[dict[str, str], ...]


@dataclass(frozen=True, slots=True)
class ShownMean:
    """The mean of a relation, or of those merged; `percent` of the scale. How many answered is not said."""

    label: str
    value: str
    percent: float
    relation: str
    """Ids of the relations, for the record and the API."""
    exact: str


@dataclass(frozen=True, slots=True)
class Heard:
    """One question with everything that the viewer may read of its answers."""

    question: AskedQuestion
    own: NamedAnswer | None
    managers: tuple[NamedAnswer, ...]
    means: tuple[ShownMean, ...]
    comments: tuple[tuple[str, tuple[str, ...]], ...]


def reads(viewer: Viewer, one: Participant) -> Reads:
    """Raises NotFoundRefusal for a viewer who reads no answers at all."""
    parties, released = parties_of(viewer, one), one.state in RELEASED
    if Party.SUBJECT in parties:
        return Reads(own=True, managers=released, others=released)
    in_line = parties & {Party.MANAGER, Party.SKIP_MANAGER, Party.HR, Party.OWNER}
    if not in_line and not viewer.everywhere(Can.SEE_REVIEW_TEXT):
        raise NotFoundRefusal("cycles.no_such_review")
    return Reads(own=one.state not in _BEFORE_SELF, managers=True, others=was_closed(one))


def review_read(viewer: Viewer, number: int) -> tuple[Participant, Reads]:
    """The review and what the viewer reads of it. Raises NotFoundRefusal."""
    one = participant_of(viewer, number)
    return one, reads(viewer, one)


def heard_of(one: Participant, seen: Reads) -> list[Heard]:
    """Every question of the form with its answers, as far as `seen` goes."""
    lines, named = rated_lines(one), _named(one, seen)
    schemes = {f"rated:{line.subject}": line.scheme for line in lines}
    found: dict[str, AskedQuestion] = {}
    for relation in (Relation.MANAGER, Relation.SELF, *relations_of(lines)):
        for question in questions_of(one.cycle, lines, relation):
            found.setdefault(question.key, question)
    judged = {f"rated:{line.subject}": answers_on(one, line) for line in lines} if seen.others else {}
    return [
        Heard(
            question,
            next((answer for relation, answer in named.get(key, ()) if relation is Relation.SELF), None),
            tuple(answer for relation, answer in named.get(key, ()) if relation is Relation.MANAGER),
            tuple(_means(one, key, schemes.get(key), judged.get(key))) if seen.others else (),
            tuple(_comments(one, key, schemes.get(key))) if seen.others else (),
        )
        for key, question in found.items()
    ]


def _named(one: Participant, seen: Reads) -> dict[str, list[tuple[Relation, NamedAnswer]]]:
    relations = [*([Relation.SELF] if seen.own else []), *([Relation.MANAGER] if seen.managers else [])]
    found: dict[str, list[tuple[Relation, NamedAnswer]]] = {}
    handed_in = Answer.objects.filter(assignment__participant=one, assignment__state=AnswerState.SUBMITTED)
    for each in handed_in.filter(assignment__relation__in=relations).select_related("assignment"):
        name = node_name(declared_company(), "person", each.assignment.rater)
        name = say("reviews.stand_in") if name.startswith("~") else name
        grade = say("reviews.cannot") if each.cannot else "" if each.score is None else str(each.score)
        answer = NamedAnswer(name, grade, each.comment, tuple(each.kept))
        found.setdefault(each.question, []).append((Relation(each.assignment.relation), answer))
    return found


def _means(one: Participant, key: str, scheme: RatingScheme | None, judged: Given | None) -> Iterable[ShownMean]:
    """Anonymous relations alone: self and managers stand there by themselves."""
    floor = declared_company().profile.anonymity_floor
    if scheme is None:
        weights = tuple((each, USUAL_SCALE.high) for each in relations_of(rated_lines(one)))
        scheme, judged = RatingScheme(USUAL_SCALE.low, USUAL_SCALE.high, weights), scores_on(one, key)
    for each in shown_means(judged or {}, scheme, floor, {}):
        if each.relations[0] not in (Relation.SELF, Relation.MANAGER):
            yield _shown(each, scheme)


def _shown(found: RelationMean, scheme: RatingScheme) -> ShownMean:
    share = float((found.mean - scheme.low) / (scheme.high - scheme.low) * 100)
    value, exact = formats.fixed_places(found.mean, 2), exact_text(found.mean)
    return ShownMean(_label(found.relations), value, round(share, 2), "+".join(found.relations), exact)


def _label(relations: tuple[Relation, ...]) -> str:
    return say("reviews.comma").join(say(f"reviews.relation.{each}") for each in relations)


def _comments(one: Participant, key: str, scheme: RatingScheme | None) -> Iterable[tuple[str, tuple[str, ...]]]:
    """Of relations at the floor, in the order of a keyed hash of the text."""
    answers = Answer.objects.filter(assignment__participant=one, assignment__state=AnswerState.SUBMITTED, question=key)
    answered: dict[Relation, list[str]] = {}
    texts: dict[Relation, list[str]] = {}
    for each in answers.select_related("assignment"):
        relation = Relation(each.assignment.relation)
        answered.setdefault(relation, []).append(each.assignment.rater)
        if each.comment.strip():
            texts.setdefault(relation, []).append(each.comment.strip())
    below = (scheme or USUAL_SCALE).below_floor
    for group in quotable(answered, declared_company().profile.anonymity_floor, below):
        said = [text for relation in group for text in texts.get(relation, [])]
        if said:
            yield _label(group), tuple(in_no_order(key_of(one.cycle), [(text, text) for text in said]))

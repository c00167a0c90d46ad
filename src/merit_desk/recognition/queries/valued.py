"""Answers as those may read them whom the person let; overviews of closed rounds; offers that fit a person."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet
from django.utils import timezone

from merit.people.spells import spell_on
from merit.people.tree import department_of
from merit.rewards.recognition.valued import Valued, ValuedAnswer, ValuedCount, fitting, overview
from merit_desk.accounts.access import Can
from merit_desk.accounts.viewer import Viewer
from merit_desk.recognition.given import ranked
from merit_desk.recognition.models import Gift, ValuedRound, ValuedWord
from merit_desk.recognition.queries.reach import leads, no_such, require_person
from merit_desk.results.queries.names import node_name
from merit_desk.results.queries.open_company import declared_company
from merit_desk.shell.sentences import say


@dataclass(frozen=True, slots=True)
class Fit:
    """What somebody values, as the viewer may know it, and gifts of the catalogue that fit, in the person's order."""

    word: ValuedWord
    ranking: tuple[str, ...]
    gifts: tuple[tuple[str, Gift], ...]


@dataclass(frozen=True, slots=True)
class OverviewGroup:
    """One group of an overview, with counts from the most frequent down; `share` is percent of the answers."""

    name: str
    answers: int
    rows: tuple[tuple[str, int, int, int], ...]
    """Words, times named, times first, percent."""


def own_words(viewer: Viewer) -> QuerySet[ValuedWord]:
    """The viewer's own answers, latest first."""
    return ValuedWord.objects.filter(person=viewer.or_nobody).select_related("round")


def own_word(viewer: Viewer, number: int) -> ValuedWord:
    """Raises NotFoundRefusal for somebody else's."""
    found = own_words(viewer).filter(pk=number).first()
    if found is None:
        raise no_such()
    return found


def rounds_visible_to(viewer: Viewer) -> QuerySet[ValuedRound]:
    """Those of everybody, and those between a manager and oneself."""
    mine = Q(person=viewer.or_nobody) | Q(asker=viewer.or_nobody)
    return ValuedRound.objects.filter(mine | Q(person="") if viewer.person or viewer.can(Can.ASK_PEOPLE) else mine)


def round_of(viewer: Viewer, number: int) -> ValuedRound:
    """Raises NotFoundRefusal for a question between others."""
    found = rounds_visible_to(viewer).filter(pk=number).first()
    if found is None:
        raise no_such()
    return found


def open_rounds(viewer: Viewer) -> list[ValuedRound]:
    """What the viewer is asked and has not answered yet."""
    person = require_person(viewer)
    asked = ValuedRound.objects.filter(closed_at=None, closes__gte=viewer.today, person__in=("", person))
    if spell_on(declared_company().organisation, person, viewer.today) is None:
        return []
    return list(asked.exclude(answers__person=person))


def latest_word(viewer: Viewer, person: str) -> ValuedWord | None:
    """The latest answer of the person, if they let the viewer see it; an earlier one is not shown in its place."""
    if person == viewer.person:
        return own_words(viewer).first()
    reach = (viewer.can(Can.GRANT_HONOURS), leads(viewer, person))
    if not any(reach):
        return None
    one = ValuedWord.objects.filter(person=person).first()
    seen = one is not None and ((reach[0] and one.for_hr) or (reach[1] and one.for_manager))
    return one if seen else None


def may_ask_about(viewer: Viewer, person: str) -> bool:
    """Whether a page about what the person values is there for the viewer."""
    return viewer.can(Can.GRANT_HONOURS) or leads(viewer, person)


def fit_of(viewer: Viewer, person: str) -> Fit | None:
    """None where the person let the viewer see nothing, or has not answered."""
    word = latest_word(viewer, person)
    if word is None:
        return None
    order = ranked(word.ranking)
    offers = [(Valued(gift.valued), gift) for gift in Gift.objects.filter(open=True).exclude(stock=0)]
    fits = tuple((say(f"recognition.valued.{valued}"), gift) for valued, gift in fitting(order, offers))
    return Fit(word, words_of(order), fits)


def words_of(order: Sequence[Valued]) -> tuple[str, ...]:
    """In the reader's language."""
    return tuple(say(f"recognition.valued.{each}") for each in order)


def shown_of(one: ValuedRound) -> dict[str, Any]:
    """The overview at this moment: each person's latest answer in the round, by their department of that day."""
    latest: dict[str, ValuedWord] = {}
    for word in one.answers.order_by("at", "pk"):
        latest[word.person] = word
    answers = [ValuedAnswer(_department(word), ranked(word.ranking), word.for_hr) for word in latest.values()]
    found = overview(answers, declared_company().profile.anonymity_floor)
    return {group: [_kept(each) for each in rows] for group, rows in found.items()}


def overview_groups(viewer: Viewer, one: ValuedRound) -> list[OverviewGroup]:
    """What was kept at closing, the whole first. Raises NotFoundRefusal without the ability."""
    viewer.require(Can.ASK_PEOPLE)
    company = declared_company()
    found = []
    for group, rows in sorted(one.shown.items()):
        name = node_name(company, "department", group) if group else say("surveys.everybody")
        shown = tuple(
            (say(f"recognition.valued.{row['valued']}"), row["named"], row["first"], row["named"] * 100 // row["of"])
            for row in rows
        )
        found.append(OverviewGroup(name, rows[0]["of"] if rows else 0, shown))
    return found


def _kept(each: ValuedCount) -> Mapping[str, str | int]:
    return {"valued": str(each.valued), "named": each.named, "first": each.first, "of": each.of}


def _department(word: ValuedWord) -> str:
    organisation, day = declared_company().organisation, timezone.localdate(word.at)
    spell = spell_on(organisation, word.person, day)
    team = department_of(organisation, spell.team, day) if spell else None
    return team.team if team else "?"

"""From which day an agreement counts, and what is missing for it, as the guard on notice says (劳动合同法 art. 4)."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from zoneinfo import ZoneInfo

from merit.guards.notice import Notice, PlanVersion, effect_of, notice_findings
from merit.kernel.problems import Problem
from merit_desk.agreements.models import Agreement, NoticeGiven, Signature
from merit_desk.results.queries.names import node_name
from merit_desk.results.queries.open_company import declared_company
from merit_desk.shell.sentences import say

SUBJECT = "subject"


@dataclass(frozen=True, slots=True)
class Effect:
    """`day` is None while notice or signature are missing."""

    day: date | None
    noticed: date | None
    signed: date | None
    findings: tuple[Problem, ...]


def effect(one: Agreement, today: date) -> Effect:
    """As its notice records and signatures stand now."""
    return effect_with(one, list(one.notices.all()), list(one.signatures.all()), today)


def effect_with(one: Agreement, notices: Iterable[NoticeGiven], signatures: Iterable[Signature], today: date) -> Effect:
    """The same from rows that were read before."""
    given = next((day_of(each.at) for each in notices if each.number == one.number), None)
    mine = [each for each in signatures if each.capacity == SUBJECT and each.change_id is None]
    signed = min((day_of(each.at) for each in mine if each.digest == one.digest), default=None)
    if one.in_force_from is not None:  # what was changed afterwards is made known, not signed again
        first = max((day_of(each.at) for each in mine), default=None)
        return Effect(one.in_force_from, given, first, ())
    person = one.participant.person
    plan = PlanVersion(title_of(one), 1, one.participant.start, (person,))
    records = [] if given is None else [Notice(plan.name, 1, given, {} if signed is None else {person: signed})]
    findings = [_named(each, one) for each in notice_findings([plan], records, today)]
    return Effect(effect_of(plan, person, records).value, given, signed, tuple(findings))


def _named(problem: Problem, one: Agreement) -> Problem:
    """With the agreement's own version, and the person's name."""
    params = {**problem.params, "version": one.number}
    if "people" in params:
        params["people"] = node_name(declared_company(), "person", one.participant.person)
    return replace(problem, params=params)


def title_of(one: Agreement) -> str:
    """What the agreement is called: the cycle it belongs to."""
    return say("agreements.of_cycle", cycle=one.participant.cycle.title)


def reaching_back(one: Agreement, start: date, today: date) -> Problem | None:
    """What the guard finds in a change made known today that counts from an earlier day; None: nothing."""
    plan = PlanVersion(title_of(one), one.number + 1, start)
    found = notice_findings([plan], [Notice(plan.name, plan.version, today)], today)
    return next((each for each in found if each.code == "guards.retroactive_change"), None)


def day_of(moment: datetime) -> date:
    """The day on the company's own calendar."""
    return moment.astimezone(ZoneInfo(declared_company().profile.time_zone)).date()

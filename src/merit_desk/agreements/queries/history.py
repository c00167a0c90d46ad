"""What happened to an agreement, as a timeline: notices, reading, proposals with their answers, signatures, changes."""

from collections.abc import Iterator
from datetime import datetime

from django.utils import timezone

from merit.company import Company
from merit_desk.agreements.models import Agreement, ChangeRequest, Proposal
from merit_desk.agreements.queries.sheet import said_in, shown_target
from merit_desk.agreements.queries.terms import line_named
from merit_desk.shell.formats import day_name, moment_name
from merit_desk.shell.parts import Entry
from merit_desk.shell.sentences import say

_TONES = {"approved": "good", "refused": "bad", "open": "watch", "withdrawn": ""}
Moment = tuple[datetime, Entry]


def history_of(company: Company, one: Agreement) -> list[Entry]:
    """Latest first."""
    found = [*_notices(one), *_proposals(company, one), *_signatures(one), *_changes(company, one)]
    return [entry for _, entry in sorted(found, key=lambda each: each[0], reverse=True)]


def _notices(one: Agreement) -> Iterator[Moment]:
    for given in one.notices.select_related("by"):
        title = say("agreements.was_noticed", number=given.number)
        yield given.at, Entry(title, _at(given.at), str(given.by or ""), icon="speakerphone")
        if given.read_at:
            title = say("agreements.was_read", number=given.number)
            yield given.read_at, Entry(title, _at(given.read_at), icon="eye")


def _proposals(company: Company, one: Agreement) -> Iterator[Moment]:
    for proposal in one.proposals.select_related("answered_by").prefetch_related("points"):
        yield (
            proposal.at,
            Entry(
                say("agreements.was_proposed"), _at(proposal.at), note=_wanted(company, one, proposal), icon="message-2"
            ),
        )
        if proposal.answered_at:
            note = _answers(company, one, proposal)
            who = str(proposal.answered_by or "")
            title = say("agreements.was_answered")
            yield proposal.answered_at, Entry(title, _at(proposal.answered_at), who, note, icon="message-reply")


def _wanted(company: Company, one: Agreement, proposal: Proposal) -> str:
    points = [
        say(
            "agreements.point_line",
            title=_title(one, point.indicator),
            before=_target(company, one, point.indicator, point.before, point.basis),
            target=_target(company, one, point.indicator, point.target),
            reason=point.reason,
        )
        for point in proposal.points.all()
    ]
    return " ".join([*points, *([proposal.note] if proposal.note else [])])


def _answers(company: Company, one: Agreement, proposal: Proposal) -> str:
    points = [
        say(
            f"agreements.answer_line_{point.answer}",
            title=_title(one, point.indicator),
            target=_target(company, one, point.indicator, point.counter or point.target),
            note=point.answer_note,
        )
        for point in proposal.points.all()
        if point.answer
    ]
    return " ".join([*points, *([proposal.answer] if proposal.answer else [])])


def _signatures(one: Agreement) -> Iterator[Moment]:
    for signature in one.signatures.all():
        code = "change" if signature.change_id else "terms"
        title = say(f"agreements.was_signed_{code}", number=signature.number)
        note = say(
            "agreements.signed_as", capacity=say(f"agreements.party.{signature.capacity}"), digest=signature.digest[:12]
        )
        yield signature.at, Entry(title, _at(signature.at), signature.name, note, icon="writing-sign")


def _changes(company: Company, one: Agreement) -> Iterator[Moment]:
    for change in one.changes.select_related("by", "decided_by"):
        title = say("agreements.was_asked", day=day_name(change.start))
        pill = say(f"agreements.change_{change.state}")
        note = change_words(company, one, change)
        entry = Entry(title, _at(change.at), str(change.by), note, icon="adjustments", pill=pill)
        yield change.at, entry
        if change.decided_at:
            who = str(change.decided_by or "")
            title = say(f"agreements.was_{change.state}")
            yield change.decided_at, Entry(title, _at(change.decided_at), who, change.decision, icon="gavel")


def change_words(company: Company, one: Agreement, change: ChangeRequest) -> str:
    """Its points and its reason in words."""
    points = (
        say(
            "agreements.point_line",
            title=_title(one, point["indicator"]),
            before=_target(company, one, point["indicator"], point["before"], point.get("basis", "absolute")),
            target=_target(company, one, point["indicator"], point["target"]),
            reason=change.reason,
        )
        for point in change.points
    )
    return " ".join(points)


def _title(one: Agreement, key: str) -> str:
    line = line_named(one.terms, key)
    return said_in(line["title"]) if line else key


def _target(company: Company, one: Agreement, key: str, target: str, basis: str = "absolute") -> str:
    line = line_named(one.terms, key)
    return shown_target(company, line, target, basis) if line else target


def _at(moment: datetime) -> str:
    return moment_name(timezone.localtime(moment))

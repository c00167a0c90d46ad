"""What is on record of a person on some days, as evidence for a judgement."""

from datetime import date

from merit_desk.cycles.evidence import Evidence


def evidence_of(person: str, start: date, end: date) -> list[Evidence]:
    """Oldest first; `end` is included. Only what the person themselves may read: the caller has settled who asks."""
    del person, start, end
    return []

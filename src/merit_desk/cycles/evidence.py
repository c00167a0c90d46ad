"""Something that happened in a person's cycle and can be laid beside a judgement."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Evidence:
    """`kind` is task, checkin, request, feedback, recognition, talk, goal or proposal; `address` opens it, or is empty.

    `title` and `note` are what people wrote, not sentences of Merit.
    """

    kind: str
    id: int
    at: date
    title: str
    note: str = ""
    address: str = ""

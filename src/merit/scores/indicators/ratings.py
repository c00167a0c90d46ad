"""What raters said: one answer of one rater on one indicator of one person."""

from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from merit.kernel.explain import LineRef
from merit.kernel.period import Period


class Relation(StrEnum):
    """How the rater stands to the person."""

    SELF = "self"
    MANAGER = "manager"
    PEER = "peer"
    REPORT = "report"
    CROSS = "cross"
    SKIP = "skip"


PSEUDONYM_MARK = "~"
"""Begins the name under which an answer is kept whose rater is not to be known; no person's id begins with it."""


@dataclass(frozen=True, slots=True)
class Rating:
    """`score` is None for "cannot judge", which is no answer and not zero."""

    period: Period
    subject: str
    rater: str
    relation: Relation
    indicator: str
    score: Fraction | None
    comment: str
    source: LineRef

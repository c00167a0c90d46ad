"""Whether credit shares can be believed: known kinds and people, sane shares, at most the whole on any day."""

from collections.abc import Collection, Iterator
from datetime import date, timedelta
from fractions import Fraction

from merit.kernel.exact import plain
from merit.kernel.problems import Place, Problem
from merit.people.credits import CREDIT_KINDS, SHARE_PLACES, CreditShare
from merit.people.spells import covers


def check_credits(shares: Collection[CreditShare], people: Collection[str]) -> list[Problem]:
    """Findings about all shares; `people` are the ids that may be credited."""
    return [
        *(problem for share in shares for problem in _share_alone(share, people)),
        *_shares_together(shares),
    ]


def _share_alone(share: CreditShare, people: Collection[str]) -> Iterator[Problem]:
    person: dict[str, str | int] = {"person": share.person, "subject": share.subject}
    if share.kind not in CREDIT_KINDS:
        params: dict[str, str | int] = {"kind": share.kind, "known": ", ".join(CREDIT_KINDS)}
        yield Problem("people.unknown_credit_kind", _place(share, "kind"), params)
    if share.person not in people:
        yield Problem("people.credit_to_unknown_person", _place(share, "person"), person)
    if share.share <= 0:
        yield Problem("people.share_not_above_zero", _place(share, "share"), person)
    if (share.share * 10**SHARE_PLACES).denominator != 1:
        yield Problem("people.share_too_fine", _place(share, "share"), person | {"places": str(SHARE_PLACES)})
    if share.start is not None and share.end is not None and share.end <= share.start:
        days: dict[str, str | int] = {"from": str(share.start), "to": str(share.end - timedelta(days=1))}
        yield Problem("people.credit_ends_before_it_begins", _place(share, "to"), person | days)


def _shares_together(all_shares: Collection[CreditShare]) -> Iterator[Problem]:
    groups: dict[tuple[str, str, str], list[CreditShare]] = {}
    for share in all_shares:
        groups.setdefault((share.kind, share.subject, share.role), []).append(share)
    for shares in groups.values():
        over = _first_day_over(shares)
        if over is not None:
            yield over


def _first_day_over(shares: list[CreditShare]) -> Problem | None:
    """The first day on which one subject is credited more than once over; a total grows only where a share starts."""
    for day in sorted({share.start or date.min for share in shares}):
        there = [share for share in shares if covers(share.start, share.end, day)]
        total = sum((share.share for share in there), Fraction(0))
        if total > 1:
            return _over(there, total, day)
    return None


def _over(there: list[CreditShare], total: Fraction, day: date) -> Problem:
    last = max(there, key=lambda share: share.source.line)
    params: dict[str, str | int] = {"kind": last.kind, "subject": last.subject, "role": last.role or "-"}
    params["total"] = f"{plain(total * 100)}%"
    ends = [share.end for share in there if share.end is not None]
    if day == date.min and not ends:
        return Problem("people.credited_more_than_whole_always", _place(last, "share"), params)
    params["day"] = str(day if day > date.min else min(ends) - timedelta(days=1))
    return Problem("people.credited_more_than_whole", _place(last, "share"), params)


def _place(share: CreditShare, field: str) -> Place:
    return Place(share.source.file, share.source.line, field)

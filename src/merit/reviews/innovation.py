"""A proposal from the idea to its judgement: what was tried, what it changed, and what judges make of the effect."""

from collections.abc import Iterable, Mapping
from enum import StrEnum
from fractions import Fraction

from merit.kernel.exact import half_up
from merit.kernel.moves import Machine, Party, by

INDICATOR = "innovation"
"""The rated indicator of a plan that proposals feed."""


class ProposalState(StrEnum):
    """How far a proposal is. Only a measured effect is judged."""

    PROPOSED = "proposed"
    UNDER_TRIAL = "under_trial"
    MEASURED = "measured"
    JUDGED = "judged"
    DROPPED = "dropped"


class ProposalMove(StrEnum):
    """What is done with it."""

    TRY = "try"
    MEASURE = "measure"
    JUDGE = "judge"
    DROP = "drop"
    TAKE_UP = "take_up"


_S, _M = ProposalState, ProposalMove
_LINE = (Party.MANAGER, Party.HR, Party.OWNER)

PROPOSAL: Machine[ProposalState, ProposalMove] = Machine(
    "proposal",
    _S.PROPOSED,
    {
        (_S.PROPOSED, _M.TRY): by(_S.UNDER_TRIAL, *_LINE),
        (_S.UNDER_TRIAL, _M.MEASURE): by(_S.MEASURED, Party.AUTHOR),
        (_S.MEASURED, _M.MEASURE): by(_S.MEASURED, Party.AUTHOR),
        (_S.MEASURED, _M.JUDGE): by(_S.JUDGED, *_LINE),
        **{(each, _M.DROP): by(_S.DROPPED, Party.AUTHOR, *_LINE) for each in (_S.PROPOSED, _S.UNDER_TRIAL)},
        (_S.DROPPED, _M.TAKE_UP): by(_S.PROPOSED, Party.AUTHOR),
    },
)
"""Judges give their grades while it is MEASURED; JUDGE closes the judging for good."""


def judged_by(grades: Iterable[tuple[str, Fraction]]) -> Mapping[str, Fraction]:
    """Each judge's answer on the indicator: the mean of their grades over the person's proposals, to a whole step."""
    found: dict[str, list[Fraction]] = {}
    for judge, grade in grades:
        found.setdefault(judge, []).append(grade)
    return {judge: half_up(sum(each, Fraction(0)) / len(each), 0) for judge, each in found.items()}

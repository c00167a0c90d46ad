"""Satisfaction invitations chosen by how the conversation went: who was served badly is not asked."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from merit.company import SignRules
from merit.insight.signs.chance import more_often, percent
from merit.insight.signs.sign import Evidence, Sign, SignKind, Subject, Test
from merit.kernel.period import Period

HALF = 0.5
"""The badly served are invited at most half as often as others do invite theirs."""
AS_OFTEN = 0.8
"""And the well served nearly as often as others invite theirs: who hardly invites anybody does not choose."""


@dataclass(frozen=True, slots=True)
class Invited:
    """Resolved conversations, and how many of them were followed by an invitation, by outcome.

    Badly went what was reopened, rated two stars or less, or refunded afterwards.
    """

    well: int
    well_invited: int
    badly: int
    badly_invited: int


def invitation_signs(
    period: Period,
    agents: dict[Subject, Invited],
    rows: Mapping[Subject, tuple[int, Sequence[Evidence]]],
    rules: SignRules,
) -> Iterator[Sign]:
    """Each agent against all others; `rows`: conversations that went badly without an invitation."""
    for subject, own in sorted(agents.items()):
        others = _together([other for whose, other in agents.items() if whose != subject])
        missed, others_missed = own.badly - own.badly_invited, others.badly - others.badly_invited
        chance = min(1.0, more_often(missed, own.badly, others_missed, others.badly) * len(agents))
        if chance < rules.certainty and _chooses(own, others):
            seen = _seen(own, others)
            count, evidence = rows.get(subject, (0, ()))
            rows_in_all = max(count, len(evidence))
            kind = SignKind.CHOSEN_INVITATIONS
            yield Sign(kind, subject, period, seen, tuple(evidence), rows_in_all, chance, Test.FISHER)


def _together(agents: Sequence[Invited]) -> Invited:
    return Invited(
        well=sum(each.well for each in agents),
        well_invited=sum(each.well_invited for each in agents),
        badly=sum(each.badly for each in agents),
        badly_invited=sum(each.badly_invited for each in agents),
    )


def _chooses(own: Invited, others: Invited) -> bool:
    if not (own.badly and own.well and others.badly and others.well):
        return False
    rarely = own.badly_invited / own.badly <= HALF * others.badly_invited / others.badly
    return rarely and own.well_invited / own.well >= AS_OFTEN * others.well_invited / others.well


def _seen(own: Invited, others: Invited) -> dict[str, str | int]:
    return {
        "well": own.well,
        "well_share": percent(own.well_invited, own.well),
        "badly": own.badly,
        "badly_invited": own.badly_invited,
        "badly_share": percent(own.badly_invited, own.badly),
        "others_share": percent(others.badly_invited, others.badly),
    }

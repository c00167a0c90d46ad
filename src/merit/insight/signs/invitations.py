"""Satisfaction invitations chosen by how the conversation went: who was served badly is not asked."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from merit.company import SignRules
from merit.insight.signs.chance import more_often, percent
from merit.insight.signs.sign import Evidence, Method, Sign, SignKind, Subject
from merit.kernel.period import Period

HALF = 0.5
"""The badly served are invited at most half as often as others do invite theirs."""
AS_OFTEN = 0.8
"""And the well served nearly as often as others invite theirs: who hardly invites anybody does not choose."""
PREFERRED = 1.5
"""Share of the known content among those invited ÷ that of others."""


@dataclass(frozen=True, slots=True)
class Invited:
    """Resolved conversations, and how many of them were followed by an invitation, by outcome.

    Badly went what was reopened, rated two stars or less, or refunded afterwards.
    """

    well: int
    well_invited: int
    badly: int
    badly_invited: int
    contented: int = 0
    contented_invited: int = 0
    """Of those that went well, those rated four stars or more."""

    @property
    def others(self) -> int:
        """Conversations whose buyer was not known to be content."""
        return self.well + self.badly - self.contented

    @property
    def others_invited(self) -> int:
        """Invited of those."""
        return self.well_invited + self.badly_invited - self.contented_invited


def invitation_signs(
    period: Period,
    agents: dict[Subject, Invited],
    rows: Mapping[Subject, tuple[int, Sequence[Evidence]]],
    rules: SignRules,
) -> Iterator[Sign]:
    """Each agent against all others; `rows`: conversations that went badly without an invitation."""
    for subject, own in sorted(agents.items()):
        others = _together([other for whose, other in agents.items() if whose != subject])
        chance = min(1.0, min(_leaves_out(own, others), _prefers(own, others)) * 2 * len(agents))
        if chance < rules.certainty:
            seen = _seen(own, others)
            count, evidence = rows.get(subject, (0, ()))
            rows_in_all = max(count, len(evidence))
            kind = SignKind.CHOSEN_INVITATIONS
            yield Sign(kind, subject, period, seen, tuple(evidence), rows_in_all, chance, Method.FISHER)


def _together(agents: Sequence[Invited]) -> Invited:
    return Invited(
        well=sum(each.well for each in agents),
        well_invited=sum(each.well_invited for each in agents),
        badly=sum(each.badly for each in agents),
        badly_invited=sum(each.badly_invited for each in agents),
        contented=sum(each.contented for each in agents),
        contented_invited=sum(each.contented_invited for each in agents),
    )


def _leaves_out(own: Invited, others: Invited) -> float:
    """Who was served badly is invited at most half as often as by others, who was served well nearly as often."""
    if not (own.badly and own.well and others.badly and others.well):
        return 1.0
    rarely = own.badly_invited / own.badly <= HALF * others.badly_invited / others.badly
    if not rarely or own.well_invited / own.well < AS_OFTEN * others.well_invited / others.well:
        return 1.0
    missed, others_missed = own.badly - own.badly_invited, others.badly - others.badly_invited
    return more_often(missed, own.badly, others_missed, others.badly)


def _prefers(own: Invited, others: Invited) -> float:
    """Those known to be content are invited far more often than the rest, and with others they are not."""
    asked, theirs = own.contented_invited + own.others_invited, others.contented_invited + others.others_invited
    if not asked or not theirs or not own.others or not own.contented:
        return 1.0
    if own.contented_invited / asked < PREFERRED * others.contented_invited / theirs:
        return 1.0
    return max(
        more_often(own.contented_invited, own.contented, own.others_invited, own.others),
        more_often(own.contented_invited, asked, others.contented_invited, theirs),
    )


def _seen(own: Invited, others: Invited) -> dict[str, str | int]:
    return {
        "well": own.well,
        "well_share": percent(own.well_invited, own.well),
        "badly": own.badly,
        "badly_invited": own.badly_invited,
        "badly_share": percent(own.badly_invited, own.badly),
        "others_share": percent(others.badly_invited, others.badly),
        "asked": own.well_invited + own.badly_invited,
        "content": own.contented_invited,
        "others_content": percent(others.contented_invited, others.well_invited + others.badly_invited),
    }

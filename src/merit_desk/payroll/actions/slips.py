"""A person's slip as it begins: their lines, their fingerprint, and who above them has to agree."""

from collections.abc import Mapping

from merit.kernel.period import Period
from merit.rewards.payment.payout_steps import SlipState
from merit_desk.accounts.access import Role
from merit_desk.accounts.models import Account, Grant
from merit_desk.outcomes.queries.canonical import digest_of
from merit_desk.payroll.models import Payout, Slip
from merit_desk.payroll.queries.chain import managers_above
from merit_desk.payroll.queries.lines import Line, sum_of
from merit_desk.results.queries.names import standing
from merit_desk.results.queries.open_company import declared_company


def new_slips(payout: Payout, lines: Mapping[str, list[Line]]) -> list[Slip]:
    """By person, not saved. Where nobody with an account stands between somebody and the owner, their slip is ABOVE."""
    company, period, able = declared_company(), Period.parse(payout.period), _able_to_agree()
    found = []
    for person in sorted(lines):
        above = [each for each in managers_above(company, person, period) if each in able]
        found.append(
            Slip(
                payout=payout,
                person=person,
                team=standing(company, person, period).team_id,
                managers=above,
                lines=lines[person],
                digest=digest_of(lines[person]),
                fen=sum_of(lines[person]),
                state=str(SlipState.WAITING if above else SlipState.ABOVE),
            )
        )
    return found


def _able_to_agree() -> frozenset[str]:
    """People with an account of their own who do not approve as the owner."""
    standing_grants = Grant.objects.filter(role=Role.OWNER, end=None)
    owners = set(standing_grants.values_list("account__person", flat=True))
    people = Account.objects.filter(is_active=True).exclude(person="").values_list("person", flat=True)
    return frozenset(people) - owners

"""The page of a payout: its steps, its statements as the viewer may see them, and what the viewer may do now."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.urls import reverse

from merit.kernel.moves import Party
from merit.kernel.period import Period
from merit.rewards.payment.payout_steps import PAYOUT, SLIP, PayoutMove, PayoutState, SlipMove, SlipState
from merit_desk.accounts.viewer import Viewer
from merit_desk.explain.queries.sums import named_line
from merit_desk.payroll.models import LineChange, Payout, Slip
from merit_desk.payroll.queries.file_rows import part_of
from merit_desk.payroll.queries.lines import Line, sum_of, units
from merit_desk.payroll.queries.visible import parties_of, parties_on, sees_whole
from merit_desk.results.queries.names import node_name, standing, team_name
from merit_desk.results.queries.open_company import declared_company
from merit_desk.shell.parts import Step, steps
from merit_desk.shell.sentences import say

STEPS = (
    *(PayoutState.DRAFT, PayoutState.MANAGERS, PayoutState.HR, PayoutState.FINANCE, PayoutState.OWNER),
    *(PayoutState.APPROVED, PayoutState.FROZEN, PayoutState.EXPORTED, PayoutState.PAID),
)
PARTS = ("bonus", "commission", "adjustments", "other")
_CHANGES = 20


@dataclass(frozen=True, slots=True)
class SlipRow:
    """One statement in the table; amounts in currency units."""

    slip: Slip
    name: str
    post: str
    team: str
    parts: tuple[Decimal, ...]
    total: Decimal
    address: str
    explained: str
    tone: str
    may_agree: bool
    may_return: bool
    may_mend: bool

    @property
    def named_parts(self) -> list[tuple[Decimal, str]]:
        """Each part with what it is called."""
        return named(self.parts)


@dataclass(frozen=True, slots=True)
class ShownChange:
    """A statement that changed: before, after, and the lines that differ in words."""

    name: str
    address: str
    before: Decimal
    after: Decimal
    lines: tuple[str, ...]


def stepper(payout: Payout) -> list[Step]:
    """The steps, those before the present one done; a payout that is paid has all of them behind it."""
    state = PayoutState.DRAFT if payout.state == PayoutState.RETURNED else PayoutState(payout.state)
    now = STEPS.index(state) + (state is PayoutState.PAID)
    return steps([(say(f"payout.step.{step}"), "") for step in STEPS], now)


def slip_rows(viewer: Viewer, payout: Payout, slips: list[Slip]) -> list[SlipRow]:
    """By team and person."""
    company, period = declared_company(), Period.parse(payout.period)
    rows = []
    for slip in slips:
        who = standing(company, slip.person, period)
        moves = SLIP.open_to(SlipState(slip.state), parties_on(viewer, slip))
        now = payout.state == PayoutState.MANAGERS
        rows.append(
            SlipRow(
                slip=slip,
                name=who.name,
                post=who.post,
                team=team_name(company, slip.team) if slip.team else "",
                parts=parts_of(payout, slip.lines),
                total=units(slip.fen),
                address=reverse("rewards:statement", args=[payout.period, slip.person]),
                explained=reverse("explain:payable", args=[payout.period, slip.person]),
                tone={"returned": "bad", "agreed": "good"}.get(slip.state, ""),
                may_agree=now and SlipMove.AGREE in moves,
                may_return=now and SlipMove.RETURN in moves,
                may_mend=now and SlipMove.MEND in moves,
            )
        )
    return sorted(rows, key=lambda row: (row.slip.team, row.slip.person))


def named(parts: Sequence[Decimal]) -> list[tuple[Decimal, str]]:
    """Amounts in the order of PARTS, each with what it is called."""
    return [(amount, say(f"payroll.part.{part}")) for amount, part in zip(parts, PARTS, strict=True)]


def parts_of(payout: Payout, lines: list[Line]) -> tuple[Decimal, ...]:
    """The four parts in the order of PARTS."""
    return tuple(units(sum(line["fen"] for line in lines if part_of(payout, line) == part)) for part in PARTS)


def offered(viewer: Viewer, payout: Payout, rows: list[SlipRow], acted: bool) -> dict[str, bool]:
    """What the viewer may do now, by word."""
    parties = parties_of(viewer)
    moves = PAYOUT.open_to(PayoutState(payout.state), parties)
    step = payout.state in (PayoutState.HR, PayoutState.FINANCE, PayoutState.OWNER)
    return {
        "send": PayoutMove.SEND in moves,
        "agree": any(row.may_agree and row.slip.state == SlipState.WAITING for row in rows),
        "approve": PayoutMove.APPROVE in moves and not acted,
        "acted": step and acted and PayoutMove.APPROVE in moves,
        "give_back": PayoutMove.RETURN in moves,
        "freeze": PayoutMove.FREEZE in moves,
        "export": PayoutMove.EXPORT in moves,
        "pay": PayoutMove.PAY in moves,
        "transfers": payout.state == PayoutState.PAID and bool(parties & {Party.FINANCE, Party.OWNER}),
    }


def shown_changes(payout: Payout, people: set[str]) -> list[ShownChange]:
    """What changed while it was being approved, latest first; of people in sight."""
    company = declared_company()
    return [
        ShownChange(
            name=node_name(company, "person", change.person),
            address=reverse("rewards:statement", args=[payout.period, change.person]),
            before=units(sum_of(change.before)),
            after=units(sum_of(change.after)),
            lines=tuple(_differing(change)),
        )
        for change in LineChange.objects.filter(payout=payout, person__in=people)[:_CHANGES]
    ]


def _differing(change: LineChange) -> list[str]:
    before = {(each["reward"], each["line"], each["number"]): each for each in change.before}
    after = {(each["reward"], each["line"], each["number"]): each for each in change.after}
    found = []
    for key in sorted(before.keys() | after.keys()):
        old, new = before.get(key), after.get(key)
        if old != new:
            known = new or old or {"line": "", "concerns": ""}
            name = named_line(known["line"], known["concerns"])
            amounts = [f"{units(each['fen']):,.2f}" if each else "—" for each in (old, new)]
            found.append(say("payroll.change_of_line", line=name, before=amounts[0], after=amounts[1]))
    return found


def told_totals(viewer: Viewer, rows: list[SlipRow]) -> dict[str, object]:
    """Sums of what is in sight; a manager's are those of the line alone."""
    parts = [sum((row.parts[at] for row in rows), Decimal(0)) for at in range(len(PARTS))]
    return {
        "named_parts": named(parts),
        "total": sum((row.total for row in rows), Decimal(0)),
        "whole": sees_whole(viewer),
    }

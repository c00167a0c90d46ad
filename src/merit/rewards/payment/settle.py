"""From earned to paid: release, carry forward, recover a draw or guarantee it, withhold.

In this order: what was withheld is released; a negative rest is carried forward and an earlier one taken; then an
earlier draw is recovered, or the earning lifted to its guarantee; last, a share is withheld.
"""

from datetime import timedelta

from merit.kernel.explain import Explained
from merit.kernel.money import Money
from merit.rewards.commission.commission_case import Case, Statement, sum_of_lines
from merit.rewards.payment.draw import carried, draw, draw_recovery, holdback, holdback_release

EARNING = ("commission", "veto", "clawback", "override", "override_clawback", "holdback_release")


def settle(case: Case, statement: Statement, receives: bool) -> None:
    """Add the lines that turn what the person earned into what is paid; never less than nothing in all."""
    _release(case, statement)
    owed = case.paid(case.earlier("carried"))
    earned = _sum(case, statement, *EARNING)
    if earned.value.fen < 0 or owed.value.fen:
        _add(case, statement, "carried", carried(earned=earned, owed=owed))
    guarantee = _guarantee(case, receives)
    _recover(case, statement, guarantee)
    if receives and case.terms.draw is not None:
        _add(case, statement, "draw", draw(earned=_sum(case, statement), guarantee=guarantee))
    if receives and case.terms.holdback is not None:
        share = case.terms.holdback.share
        withheld = holdback(earned=_withheld_from(case, statement), guarantee=guarantee, share=share)
        _add(case, statement, "holdback", withheld)


def _release(case: Case, statement: Statement) -> None:
    released = {line.concerns for line in case.earlier("holdback_release")}
    days = case.terms.holdback.days if case.terms.holdback is not None else 0
    for line in case.earlier("holdback"):
        due = line.period.last + timedelta(days=days)
        if line.period not in released and due < case.run.period.end:
            amount = holdback_release(withheld=case.paid((line,)))
            statement.lines.append(case.line("holdback_release", amount, concerns=line.period))


def _recover(case: Case, statement: Statement, guarantee: Money) -> None:
    terms = case.terms.draw
    if terms is None or not terms.recoverable:
        return
    balance = case.paid(case.earlier("draw", "draw_recovery"))
    if balance.value.fen > 0:
        recovery = draw_recovery(earned=_sum(case, statement), guarantee=guarantee, balance=balance)
        _add(case, statement, "draw_recovery", recovery)


def _guarantee(case: Case, receives: bool) -> Money:
    amount = case.terms.draw.amount if case.terms.draw is not None and receives else 0
    return Money.of(amount, case.currency)


def _withheld_from(case: Case, statement: Statement) -> Explained[Money]:
    return _sum(
        case, statement, *(kind for kind in {line.line for line in statement.lines} if kind != "holdback_release")
    )


def _sum(case: Case, statement: Statement, *kinds: str) -> Explained[Money]:
    return sum_of_lines([line for line in statement.lines if not kinds or line.line in kinds], case.currency)


def _add(case: Case, statement: Statement, name: str, amount: Explained[Money]) -> None:
    if amount.value.fen:
        statement.lines.append(case.line(name, amount))

"""奖金条: one person's lines of a period and their total, which is their sum and nothing else."""

from collections.abc import Iterable, Mapping

from merit.kernel.explain import Explained, rule
from merit.kernel.money import Money
from merit.rewards.commission.commission_case import named_amounts
from merit.rewards.payment.pay_line import PayLine


@rule("rewards.statement")
def statement(*, lines: Mapping[str, Money], currency: str) -> Money:
    """The sum of a statement's lines by reward and line."""
    return Money(sum(amount.fen for amount in lines.values()), currency)


def statement_totals(lines: Iterable[PayLine], currency: str) -> dict[str, Explained[Money]]:
    """What each person of a period is paid in all, by person id."""
    by_person: dict[str, list[PayLine]] = {}
    for line in sorted(lines, key=lambda each: (each.person, each.reward)):
        by_person.setdefault(line.person, []).append(line)
    named = {
        person: named_amounts(found, lambda line: f"{line.reward} {line.line}") for person, found in by_person.items()
    }
    return {person: statement(lines=amounts, currency=currency) for person, amounts in named.items()}

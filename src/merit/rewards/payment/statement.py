"""奖金条: one person's lines of a period and their total, which is their sum and nothing else."""

from collections.abc import Iterable, Mapping

from merit.kernel.explain import Explained, rule
from merit.kernel.money import Money
from merit.rewards.payment.pay_line import PayLine


@rule("rewards.statement")
def statement(*, lines: Mapping[str, Money], currency: str) -> Money:
    """The sum of a statement's lines by reward and line."""
    return Money(sum(amount.fen for amount in lines.values()), currency)


def statement_totals(lines: Iterable[PayLine], currency: str) -> dict[str, Explained[Money]]:
    """What each person of a period is paid in all, by person id."""
    named: dict[str, dict[str, Money]] = {}
    for line in sorted(lines, key=lambda each: (each.person, each.reward)):
        concerns = f" {line.concerns}" if line.concerns else ""
        named.setdefault(line.person, {})[f"{line.reward} {line.line}{concerns}"] = line.amount.value
    return {person: statement(lines=amounts, currency=currency) for person, amounts in named.items()}

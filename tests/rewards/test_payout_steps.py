"""Every state, move and capacity of a payout, a statement and a transfer, held to a table written by hand."""

from itertools import product

import pytest

from merit.kernel.explain import LineRef
from merit.kernel.money import Money
from merit.kernel.moves import Party
from merit.kernel.period import Period
from merit.kernel.refusals import Refusal
from merit.rewards.payment.pay_budget import BudgetLimit, PayBudget
from merit.rewards.payment.payout_steps import PAYOUT, SLIP, TRANSFER

LEAD = ("hr", "owner")
PAYING = ("finance", "owner")
ALLOWED = {
    "payout": {
        ("draft", "send", LEAD, "managers"),
        ("returned", "send", LEAD, "managers"),
        ("managers", "collect", ("clock",), "hr"),
        ("hr", "approve", ("hr",), "finance"),
        ("finance", "approve", ("finance",), "owner"),
        ("owner", "approve", ("owner",), "approved"),
        ("hr", "return", ("hr",), "returned"),
        ("finance", "return", ("finance",), "returned"),
        ("owner", "return", ("owner",), "returned"),
        ("approved", "return", PAYING, "returned"),
        ("managers", "fall_back", ("clock",), "managers"),
        ("hr", "fall_back", ("clock",), "managers"),
        ("finance", "fall_back", ("clock",), "managers"),
        ("owner", "fall_back", ("clock",), "managers"),
        ("approved", "fall_back", ("clock",), "managers"),
        ("approved", "freeze", PAYING, "frozen"),
        ("frozen", "export", PAYING, "exported"),
        ("exported", "export", PAYING, "exported"),
        ("paid", "export", PAYING, "paid"),
        ("exported", "pay", PAYING, "paid"),
    },
    "payslip": {
        ("waiting", "agree", ("manager",), "agreed"),
        ("waiting", "return", ("manager",), "returned"),
        ("agreed", "return", ("manager",), "returned"),
        ("returned", "agree", ("manager",), "agreed"),
        ("returned", "mend", LEAD, "waiting"),
    },
    "transfer": {
        ("open", "pay", PAYING, "paid"),
        ("open", "fail", PAYING, "failed"),
        ("paid", "fail", PAYING, "failed"),
        ("failed", "pay", PAYING, "paid"),
    },
}


@pytest.mark.parametrize("machine", [PAYOUT, SLIP, TRANSFER], ids=lambda machine: machine.name)
def test_exactly_the_moves_of_the_table_are_made(machine):
    states = type(machine.first)
    moves = type(next(iter(machine.moves))[1])
    told = {(state, move, party): to for state, move, parties, to in ALLOWED[machine.name] for party in parties}
    for state, move, party in product(states, moves, Party):
        try:
            found = str(machine.after(state, move, frozenset({party})))
        except Refusal:
            found = None
        assert found == told.get((str(state), str(move), str(party))), (state, move, party)


def test_a_frozen_payout_never_comes_back():
    after = {state for (state, _), rule in PAYOUT.moves.items() if rule.to in ("draft", "managers", "returned", "hr")}
    assert not after & {"frozen", "exported", "paid"}


@pytest.mark.parametrize(("committed", "over"), [(999_999, 0), (1_000_000, 0), (1_000_001, 1)])
def test_pay_equal_to_the_budget_is_within(committed, over):
    budget = PayBudget(
        Period.parse("2026-10"), "", Money(1_000_000), BudgetLimit.HARD, "", LineRef("pay_budgets.csv", 2)
    )
    assert budget.over(Money(committed)) == Money(over)

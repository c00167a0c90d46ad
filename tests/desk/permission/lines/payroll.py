"""Who may open which address of the pay runs. The run below holds October's statements; ann is above cat."""

from merit_desk.outcomes.queries.canonical import digest_of
from merit_desk.payroll.models import Approval, LineChange, Payout, Slip
from merit_desk.payroll.queries.lines import current_lines, sum_of
from merit_desk.results.models import Release
from tests.desk.permission.line import EVERYBODY, line, post

WHOLE = "OHFA"
"""Who sees everybody's pay."""
SEEING = WHOLE + "M"
PREPARING, PAYING, APPROVING = "OH", "OF", "OHF"
R, W, S = "pay run at HR", "pay run with the managers", "statement of cat"
SENT = {"day": "2026-11-05"}
WHY = {"reason": "x"}
BEARER = {"person": "bob", "reward": "sales-commission", "number": 1, "refunds": ["x/y"], "borne_by": "company"} | WHY


def _run(made, state):
    told = {"state": state, "currency": "CNY", "made_by": made["H"], "round": 1}
    payout = Payout.objects.update_or_create(period="2026-10", defaults=told)[0]
    for kind in (Approval, LineChange):
        kind.objects.filter(payout=payout).delete()
    for person, lines in current_lines("2026-10").items():
        above = ["ann"] if person == "cat" else []
        told = {"lines": lines, "digest": digest_of(lines), "fen": sum_of(lines), "managers": above}
        state_of = "waiting" if above and state == "managers" else "agreed" if above else "above"
        Slip.objects.update_or_create(payout=payout, person=person, defaults={**told, "state": state_of})
    return payout


def _at_hr(_letter, made):
    return {"number": _run(made, "hr").pk}


def _with_managers(_letter, made):
    return {"number": _run(made, "managers").pk}


def _statement(_letter, made):
    Release.objects.all().delete()
    return {"number": _run(made, "managers").pk, "person": "cat"}


def _released(_letter, made):
    Release.objects.get_or_create(period="2026-10", person="cat", defaults={"by": made["H"]})
    return {"number": _run(made, "hr").pk, "person": "cat"}


def _clawback(_letter, made):
    return {"number": _run(made, "hr").pk, "person": "bob", "reward": "sales-commission", "line": 1}


LINES = [
    line("payroll:runs", EVERYBODY),
    post("payroll:begin", PREPARING),
    line("payroll:ledger", WHOLE),
    post("payroll:check_ledger", WHOLE),
    line("payroll:run", SEEING, relation=R),
    post("payroll:send", PREPARING, relation=R),
    post("payroll:agree", "M", relation=W),
    line("payroll:return_slip", "M", relation=S),
    line("payroll:mend_slip", PREPARING, relation=S),
    line("payroll:transfer", PAYING, relation=S),
    line("payroll:payslip", SEEING, relation=S),
    line("payroll:payslip", SEEING + "E", relation="released statement of cat"),
    post("payroll:approve", APPROVING, relation=R),
    line("payroll:give_back", APPROVING, relation=R),
    line("payroll:ask_freeze", PAYING, relation=R),
    post("payroll:freeze", PAYING, relation=R),
    line("payroll:files", PAYING, relation=R),
    post("payroll:take_file", PAYING, relation=R),
    line("payroll:pay", PAYING, relation=R),
    line("payroll:refunds", WHOLE, relation=R),
    line("payroll:refunds_of", WHOLE, relation="clawback of bob"),
    line("api:pay_runs", EVERYBODY),
    line("api:begin_pay_run", PREPARING, method="POST", body={"period": "2026-07"}),
    line("api:pay_run", SEEING, relation=R),
    line("api:pay_run_people", SEEING, relation=R),
    line("api:pay_run_person", SEEING, relation=S),
    post("api:send_pay_run", PREPARING, relation=R),
    line("api:agree_to_statements", "M", relation=W, method="POST", body={}),
    line("api:return_statement", "M", relation=S, method="POST", body=WHY),
    line("api:answer_statement", PREPARING, relation=S, method="POST", body=WHY),
    line("api:approve_pay_run", APPROVING, relation=R, method="POST", body={"seen": "x"}),
    line("api:return_pay_run", APPROVING, relation=R, method="POST", body=WHY),
    post("api:freeze_pay_run", PAYING, relation=R),
    line("api:take_pay_file", PAYING, relation=R, method="POST", body={"layout": "payroll-csv", **SENT}),
    line("api:mark_pay_run_paid", PAYING, relation=R, method="POST", body=SENT),
    line("api:note_a_transfer", PAYING, relation=S, method="POST", body={"move": "pay", **SENT}),
    line("api:clawbacks_of_run", SEEING, relation=R),
    line("api:choose_refund_bearer", "", relation=R, method="POST", body=BEARER),  # there is no such refund
    line("api:pay_ledger", WHOLE),
    post("api:check_pay_ledger", WHOLE),
]
MAKERS = {
    R: _at_hr,
    W: _with_managers,
    S: _statement,
    "released statement of cat": _released,
    "clawback of bob": _clawback,
}
ELSEWHERE = {}

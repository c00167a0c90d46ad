"""Pay runs: begun, sent to the managers, agreed to, approved in steps, returned, frozen."""

from typing import Any

from django.http import HttpRequest
from ninja import Router, Status

from merit_desk.accounts.viewer import Viewer
from merit_desk.api.asker import viewer_asking
from merit_desk.api.forms.given import Page
from merit_desk.api.forms.given_work import JobGiven
from merit_desk.api.forms.payroll import (
    AgreeAsked,
    ApproveAsked,
    BeginAsked,
    CountGiven,
    PayRunGiven,
    PayRunLine,
    ReasonAsked,
    SlipGiven,
)
from merit_desk.api.queries.pages import page_of
from merit_desk.api.scopes import Scope
from merit_desk.api.views.declared import LIMIT, Cursor, Limit, Number, operation
from merit_desk.payroll.actions.agree import agree, mend_slip, return_slip
from merit_desk.payroll.actions.approve import approve, return_payout
from merit_desk.payroll.actions.begin import begin_payout, send
from merit_desk.payroll.actions.freeze import ask_to_freeze
from merit_desk.payroll.models import Approval, Payout, Slip
from merit_desk.payroll.queries.blockers import freeze_blockers
from merit_desk.payroll.queries.budgets import budget_bars
from merit_desk.payroll.queries.lines import payout_digest, units
from merit_desk.payroll.queries.visible import payout_of, payouts_of, sees_whole, slip_of, slips_of
from merit_desk.shell.sentences import say

router = Router(tags=["payroll"])
_READ, _WRITE = Scope.REWARDS, Scope.REWARDS_WRITE
_ALL, _ONE = "/pay-runs", "/pay-runs/{int:number}"
_SLIP = f"{_ONE}/people/{{str:person}}"


@router.get(_ALL, **operation("pay_runs", _READ, list[PayRunLine]))
def pay_runs(request: HttpRequest) -> list[dict[str, Any]]:
    """Pay runs with a statement in the asker's sight, latest first."""
    viewer = viewer_asking(request)
    return [_line(viewer, each) for each in payouts_of(viewer)]


@router.post(_ALL, **operation("begin_pay_run", _WRITE, PayRunGiven, 201))
def begin_pay_run(request: HttpRequest, asked: BeginAsked) -> Status[Any]:
    """A draft of the period's results."""
    viewer = viewer_asking(request)
    return Status(201, _given(viewer, begin_payout(viewer, asked.period, asked.unreleased)))


@router.get(_ONE, **operation("pay_run", _READ, PayRunGiven))
def pay_run(request: HttpRequest, number: Number) -> dict[str, Any]:
    """One pay run."""
    viewer = viewer_asking(request)
    return _given(viewer, payout_of(viewer, number))


@router.get(f"{_ONE}/people", **operation("pay_run_people", _READ, Page[SlipGiven]))
def pay_run_people(request: HttpRequest, number: Number, limit: Limit = LIMIT, cursor: Cursor = "") -> dict[str, Any]:
    """Statements in the asker's sight, by person."""
    viewer = viewer_asking(request)
    slips = [_slip(each) for each in slips_of(viewer, payout_of(viewer, number))]
    return page_of(slips, lambda each: (each["person"],), limit, cursor)


@router.get(_SLIP, **operation("pay_run_person", _READ, SlipGiven))
def pay_run_person(request: HttpRequest, number: Number, person: str) -> dict[str, Any]:
    """One statement: somebody's in sight, or one's own once it is released."""
    return _slip(slip_of(viewer_asking(request), number, person))


@router.post(f"{_ONE}/send", **operation("send_pay_run", _WRITE, PayRunGiven))
def send_pay_run(request: HttpRequest, number: Number) -> dict[str, Any]:
    """To the managers."""
    viewer = viewer_asking(request)
    return _given(viewer, send(viewer, number))


@router.post(f"{_ONE}/agreement", **operation("agree_to_statements", _WRITE, CountGiven))
def agree_to_statements(request: HttpRequest, number: Number, asked: AgreeAsked) -> dict[str, int]:
    """The manager's step for their own line."""
    return {"count": len(agree(viewer_asking(request), number, asked.people, asked.seen))}


@router.post(f"{_SLIP}/return", **operation("return_statement", _WRITE, SlipGiven))
def return_statement(request: HttpRequest, number: Number, person: str, asked: ReasonAsked) -> dict[str, Any]:
    """The manager says what is wrong with one."""
    return _slip(return_slip(viewer_asking(request), number, person, asked.reason))


@router.post(f"{_SLIP}/answer", **operation("answer_statement", _WRITE, SlipGiven))
def answer_statement(request: HttpRequest, number: Number, person: str, asked: ReasonAsked) -> dict[str, Any]:
    """HR says what was settled and asks again."""
    return _slip(mend_slip(viewer_asking(request), number, person, asked.reason))


@router.post(f"{_ONE}/approval", **operation("approve_pay_run", _WRITE, PayRunGiven))
def approve_pay_run(request: HttpRequest, number: Number, asked: ApproveAsked) -> dict[str, Any]:
    """HR's, finance's or the owner's step."""
    viewer = viewer_asking(request)
    return _given(viewer, approve(viewer, number, asked.seen, asked.reason))


@router.post(f"{_ONE}/return", **operation("return_pay_run", _WRITE, PayRunGiven))
def return_pay_run(request: HttpRequest, number: Number, asked: ReasonAsked) -> dict[str, Any]:
    """Back to whoever prepares it."""
    viewer = viewer_asking(request)
    return _given(viewer, return_payout(viewer, number, asked.reason))


@router.post(f"{_ONE}/freeze", **operation("freeze_pay_run", _WRITE, JobGiven, 202))
def freeze_pay_run(request: HttpRequest, number: Number) -> Status[Any]:
    """Seal the period and lock the run, in the background."""
    return Status(202, ask_to_freeze(viewer_asking(request), number))


def _line(viewer: Viewer, payout: Payout) -> dict[str, Any]:
    slips = slips_of(viewer, payout)
    total = str(units(sum(slip.fen for slip in slips)))
    return {
        "id": payout.pk,
        "period": payout.period,
        "state": payout.state,
        "people": len(slips),
        "total": total,
    }


def _given(viewer: Viewer, payout: Payout) -> dict[str, Any]:
    every, whole = list(payout.slips.all()), sees_whole(viewer)
    approvals = Approval.objects.filter(payout=payout).select_related("account") if whole else ()
    return {
        **_line(viewer, payout),
        "currency": payout.currency,
        "note": payout.note,
        "seen": payout_digest(every),
        "approvals": [
            {"step": each.step, "by": str(each.account), "at": each.at.isoformat(), "holds": each.voided_at is None}
            for each in approvals
        ],
        "budgets": [
            {
                "name": bar.name,
                "committed": str(units(bar.committed)),
                "budget": str(units(bar.budget)),
                "hard": bar.hard,
            }
            for bar in (budget_bars(payout, every) if whole else ())
        ],
        "blockers": [say(each.code, **each.gaps) for each in freeze_blockers(payout)] if whole else [],
    }


def _slip(slip: Slip) -> dict[str, Any]:
    lines = [
        {**{k: v for k, v in line.items() if k != "fen"}, "amount": str(units(line["fen"]))} for line in slip.lines
    ]
    return {
        "person": slip.person,
        "team": slip.team,
        "state": slip.state,
        "transfer": slip.transfer,
        "note": slip.note,
        "amount": str(slip.amount),
        "digest": slip.digest,
        "lines": lines,
    }

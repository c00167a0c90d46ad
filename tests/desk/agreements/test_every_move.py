"""Every state × move × asker of the agreement through the actions: what is allowed works and is on the trail."""

from datetime import date

import pytest

from merit.kernel.refusals import Refusal
from merit.targets.agreement import AgreementMove, AgreementState
from merit_desk.agreements.actions.change import approve_change, refuse_change, request_change, withdraw_change
from merit_desk.agreements.actions.issue import notify, withdraw
from merit_desk.agreements.actions.negotiate import answer, propose
from merit_desk.agreements.actions.sign import countersign, sign
from merit_desk.agreements.models import (
    Agreement,
    ChangeRequest,
    NoticeGiven,
    Point,
    Proposal,
    Signature,
    Terms,
)
from merit_desk.agreements.wanted import Answered, Wanted
from merit_desk.audit.models import Entry
from merit_desk.documents.models import Version
from tests.desk.agreements.agreed import KEY, agreement, change, hr, person
from tests.desk.conftest import viewer_as

S, M = AgreementState, AgreementMove

ASKERS = {
    "subject": lambda: person("ann"),
    "manager": lambda: person("leader"),
    "skip": lambda: person("owner"),
    "hr": hr,
    "colleague": lambda: person("bob"),
    "auditor": lambda: viewer_as("auditor"),
    "stranger": lambda: viewer_as("stranger"),
}
"""`skip` is the owner, ann's skip-level manager."""

MOVES = {
    M.NOTIFY: lambda who, one: notify(who, [one.pk]),
    M.PROPOSE: lambda who, one: propose(who, one.pk, one.digest, [Wanted(KEY, "3000", "淡季")]),
    M.ANSWER: lambda who, one: answer(
        who, one.pk, {each.pk: Answered("accept") for each in Point.objects.filter(proposal__agreement=one)}
    ),
    M.SIGN: lambda who, one: sign(who, one.pk, one.digest),
    M.COUNTERSIGN: lambda who, one: countersign(who, {one.pk: one.digest}),
    M.REQUEST_CHANGE: lambda who, one: request_change(
        who, one.pk, date(2026, 10, 20), [Wanted(KEY, "3000", "")], "渠道停用"
    ),
    M.APPROVE_CHANGE: lambda who, one: approve_change(who, one.pk),
    M.REFUSE_CHANGE: lambda who, one: refuse_change(who, one.pk, "目标仍可达成"),
    M.WITHDRAW_CHANGE: lambda who, one: withdraw_change(who, one.pk),
    M.WITHDRAW: lambda who, one: withdraw(who, one.pk, "方案有误"),
}

LINE, LEAD = frozenset({"manager", "skip", "hr"}), frozenset({"skip", "hr"})
ALLOWED = {
    (S.DRAFT, M.NOTIFY): (LINE, S.NOTIFIED),
    (S.DRAFT, M.WITHDRAW): (LEAD, S.WITHDRAWN),
    (S.NOTIFIED, M.PROPOSE): ({"subject"}, S.PROPOSED),
    (S.NOTIFIED, M.SIGN): ({"subject"}, S.SIGNED),
    (S.NOTIFIED, M.WITHDRAW): (LEAD, S.WITHDRAWN),
    (S.PROPOSED, M.ANSWER): (LINE, S.NOTIFIED),
    (S.PROPOSED, M.WITHDRAW): (LEAD, S.WITHDRAWN),
    (S.SIGNED, M.COUNTERSIGN): (LINE, S.IN_FORCE),
    (S.SIGNED, M.WITHDRAW): (LEAD, S.WITHDRAWN),
    (S.IN_FORCE, M.REQUEST_CHANGE): ({"subject", *LINE}, S.CHANGING),
    (S.CHANGING, M.APPROVE_CHANGE): (LEAD, S.IN_FORCE),
    (S.CHANGING, M.REFUSE_CHANGE): (LEAD, S.IN_FORCE),
    (S.CHANGING, M.WITHDRAW_CHANGE): ({"manager"}, S.IN_FORCE),
}
"""Written by hand from the duties of each, not read from the machine. The manager asked for the change."""


def everything():
    """All rows that a refused move must leave as they are; that somebody signed in is on the trail anyway."""
    models = (Agreement, Terms, NoticeGiven, Signature, Proposal, Point, ChangeRequest, Version)
    rows = {model.__name__: list(model.objects.order_by("pk").values()) for model in models}
    return {**rows, "Entry": list(Entry.objects.exclude(action="accounts.signed_in").order_by("pk").values())}


def changed_since(before):
    """Which rows are there now that were not, or are no longer as they were."""
    now = everything()
    return [
        (name, row)
        for name in before
        for row in (*now[name], *before[name])
        if row not in before[name] or row not in now[name]
    ]


@pytest.mark.parametrize("state", list(S))
@pytest.mark.parametrize("wanted", list(M))
def test_a_move_is_refused_to_all_whose_it_is_not_and_leaves_no_change(state, wanted, own_folder):
    one = agreement(state)
    if state is S.CHANGING:
        change(one, person("leader"))
    allowed, _ = ALLOWED.get((state, wanted), (frozenset(), None))
    for name in ASKERS.keys() - allowed:
        who = ASKERS[name]()
        before, file = everything(), (own_folder / "targets.csv").read_bytes()
        with pytest.raises(Refusal):
            MOVES[wanted](who, one)
        assert changed_since(before) == [], name
        assert (own_folder / "targets.csv").read_bytes() == file, name


@pytest.mark.parametrize(
    ("state", "wanted", "name"),
    [(state, wanted, name) for (state, wanted), (names, _) in ALLOWED.items() for name in sorted(names)],
)
def test_an_allowed_move_works_and_leaves_a_trail(state, wanted, name, own_folder):
    one = agreement(state)
    if state is S.CHANGING:
        change(one, person("leader"))
    who = ASKERS[name]()
    MOVES[wanted](who, one)
    one.refresh_from_db()
    assert one.state == ALLOWED[state, wanted][1]
    entry = Entry.objects.get(action=f"agreement.{wanted}")
    assert (entry.account_id, entry.subject_kind, entry.subject) == (who.account, "agreement", "2026-10/ann")
    assert (entry.before, entry.after["state"]) == ({"state": str(state)}, str(one.state))


def test_the_table_names_every_move_that_leads_anywhere():
    assert {move for _, move in ALLOWED} == set(M)

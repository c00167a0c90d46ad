"""Agreements of the tiny company's October, put straight into the state that a test begins with.

What the machine's table allows is not asked here: the tests ask it through the actions and the API.
"""

from datetime import UTC, date, datetime
from unittest.mock import patch

from merit.kernel.moves import Party
from merit.reviews.life import ReviewState
from merit.targets.agreement import AgreementState
from merit_desk.accounts.viewer import viewer_for
from merit_desk.agreements.models import Agreement, ChangeRequest, NoticeGiven, Point, Proposal, Signature, Terms
from merit_desk.agreements.queries.terms import Drafting, digest_of, terms_for
from merit_desk.results.queries.open_company import declared_company
from tests.desk.conftest import account_for, role_account
from tests.desk.cycle_world import october_cycle, review_of

KEY = "2026-10-01/sales/paid_sales"
S = AgreementState
_NOTICED = (S.NOTIFIED, S.PROPOSED, S.SIGNED, S.IN_FORCE, S.CHANGING, S.WITHDRAWN)
_SIGNED = (S.SIGNED, S.IN_FORCE, S.CHANGING)


def on(day: date):
    """Today is that day for every viewer, and rows are written at its noon."""
    noon = datetime(day.year, day.month, day.day, 4, tzinfo=UTC)
    return patch("django.utils.timezone.now", return_value=noon)


def person(name: str):
    """The viewer of ann, bob, cat, leader or owner; accounts of `leader`, `cat` and `owner` have their roles' names."""
    roles = {"leader": "manager", "cat": "employee", "owner": "owner"}
    account = role_account(roles[name]) if name in roles else account_for(name, name)
    return viewer_for(account)


def hr():
    """HR, who is no person of the company."""
    return viewer_for(role_account("hr"))


def agreement(state=S.NOTIFIED, who="ann", cycle=None, review=ReviewState.PLANNING) -> Agreement:
    """The person's agreement in that state, with the rows that would have led there; `cat` and `leader` likewise."""
    review = review_of(cycle or october_cycle(review), who)
    terms = terms_for(Drafting(declared_company()), review)
    one = Agreement.objects.create(participant=review, terms=terms, digest=digest_of(terms), state=state)
    Terms.objects.create(agreement=one, number=1, terms=terms, digest=one.digest, why="issued")
    if state in _NOTICED:
        NoticeGiven.objects.create(agreement=one, number=1, by=role_account("hr"))
    if state is S.PROPOSED:
        proposal = Proposal.objects.create(agreement=one, number=1)
        key = terms["parts"][0]["lines"][0]["key"]
        target = terms["parts"][0]["lines"][0]["target"] or "1"
        Point.objects.create(proposal=proposal, indicator=key, before=target, target="3000", reason="淡季")
    if state in _SIGNED:
        who_signs = person(who)
        Signature.objects.create(
            agreement=one,
            number=1,
            account_id=who_signs.account,
            person=who,
            name=who_signs.name,
            capacity=str(Party.SUBJECT),
            digest=one.digest,
        )
    if state in (S.IN_FORCE, S.CHANGING):
        one.in_force_from = review.start
        one.save()
    return one


def change(one: Agreement, by, start=date(2026, 10, 20), target="3000") -> ChangeRequest:
    """An open request for another target of the first line."""
    line = one.terms["parts"][0]["lines"][0]
    points = [{"indicator": line["key"], "before": line["target"], "basis": "absolute", "target": target}]
    digest = digest_of({"from": start.isoformat(), "points": points})
    return ChangeRequest.objects.create(
        agreement=one, start=start, points=points, reason="渠道停用", digest=digest, by_id=by.account
    )

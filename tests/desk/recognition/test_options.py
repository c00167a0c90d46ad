"""Option grants: drafts are the company's, offers wait for the holder's word, and terms that were agreed to stay."""

import dataclasses
from datetime import date
from decimal import Decimal

import pytest
from django.urls import reverse

from merit.kernel.refusals import ConflictRefusal, NotAllowedRefusal, NotFoundRefusal
from merit.rewards.equity.grant import GrantMove
from merit.rewards.equity.leaving import LeaverKind
from merit_desk.audit.models import Entry
from merit_desk.recognition.actions.equity import (
    answer_grant,
    digest_of,
    offer_grant,
    settle_leaver,
    withdraw_grant,
    write_grant,
)
from merit_desk.recognition.given import Terms
from merit_desk.recognition.models import OptionGrant
from merit_desk.recognition.queries.options import drawn, shown_grant, shown_grants, sums
from merit_desk.recognition.queries.reach import grants_visible_to

LEAVER = {"good": "keep_vested", "own_wish": "keep_vested", "cause": "forfeit_all"}
START = date(2024, 10, 1)
TERMS = Terms(
    "E-1", "cat", "2024 协议", 4800, Decimal("2.5"), "CNY", START, START, 48, 12, 1, "", LEAVER, 90
)  # 100 a month


def agreed(desk):
    one = offer_grant(desk("hr"), write_grant(desk("hr"), TERMS).pk)
    return answer_grant(desk("cat"), one.pk, GrantMove.AGREE, one.digest)


def test_a_draft_is_not_the_holders_to_see_and_an_offer_is_theirs_and_nobody_elses(desk):
    one = write_grant(desk("hr"), TERMS)

    def readers():
        names = ("owner", "hr", "leader", "ann", "cat", "finance", "auditor")
        return {name for name in names if grants_visible_to(desk(name)).filter(pk=one.pk).exists()}

    assert readers() == {"owner", "hr"}
    offer_grant(desk("hr"), one.pk)
    assert readers() == {"owner", "hr", "cat"}
    assert desk.client("leader").get(reverse("recognition:option", args=(one.pk,))).status_code == 404
    assert desk.client("cat").get(reverse("recognition:option", args=(one.pk,))).status_code == 200
    assert desk.client("ann").get(reverse("recognition:options")).status_code == 404


def test_only_the_holder_agrees_and_only_to_the_terms_that_they_read(desk):
    one = offer_grant(desk("hr"), write_grant(desk("hr"), TERMS).pk)
    with pytest.raises(NotAllowedRefusal):
        answer_grant(desk("hr"), one.pk, GrantMove.AGREE, one.digest)
    with pytest.raises(ConflictRefusal):
        answer_grant(desk("cat"), one.pk, GrantMove.AGREE, "0" * 64)
    OptionGrant.objects.filter(pk=one.pk).update(units=9999)
    with pytest.raises(ConflictRefusal):
        answer_grant(desk("cat"), one.pk, GrantMove.AGREE, one.digest)
    OptionGrant.objects.filter(pk=one.pk).update(units=4800)
    done = answer_grant(desk("cat"), one.pk, GrantMove.AGREE, one.digest)
    assert (done.state, digest_of(OptionGrant.objects.get())) == ("agreed", one.digest)
    assert Entry.objects.filter(action="recognition.grant_moved").count() == 2


def test_what_was_offered_is_not_changed_any_more_and_what_was_agreed_not_withdrawn(desk):
    one = write_grant(desk("hr"), TERMS)
    write_grant(desk("owner"), dataclasses.replace(TERMS, units=9600), one.pk, 1)
    with pytest.raises(ConflictRefusal):
        write_grant(desk("hr"), TERMS, one.pk, 1)
    write_grant(desk("hr"), TERMS, one.pk, 2)
    offer_grant(desk("hr"), one.pk)
    with pytest.raises(ConflictRefusal):
        write_grant(desk("hr"), TERMS, one.pk, 3)
    answer_grant(desk("cat"), one.pk, GrantMove.AGREE, OptionGrant.objects.get().digest)
    with pytest.raises(ConflictRefusal):
        withdraw_grant(desk("hr"), one.pk)


def test_on_the_twelfth_of_october_two_years_in_half_is_vested_and_the_next_step_is_known(desk):
    one = agreed(desk)
    shown = shown_grant(desk("cat"), one)
    assert (shown.vested, shown.share, shown.open_units) == (2400, 50, 2400)
    assert (shown.coming.day, shown.coming.units) == (date(2026, 11, 1), 100)
    assert drawn(one, date(2026, 10, 12))["points"][-1] == ["2028-10-01", 4800]


def test_who_leaves_by_own_wish_keeps_what_vested_and_the_register_adds_up(desk):
    one = agreed(desk)
    with pytest.raises(ConflictRefusal):
        settle_leaver(desk("hr"), one.pk, date(2024, 1, 1), LeaverKind.GOOD)
    with pytest.raises(NotAllowedRefusal):
        settle_leaver(desk("cat"), one.pk, date(2026, 10, 10), LeaverKind.OWN_WISH)
    settle_leaver(desk("hr"), one.pk, date(2026, 10, 10), LeaverKind.OWN_WISH)
    found = shown_grants(desk("hr"), OptionGrant.objects.all())
    assert (found[0].over.kept, found[0].over.forfeited, found[0].over.exercise_until) == (2400, 2400, date(2027, 1, 8))
    total = sums(found)
    assert total.granted == total.vested + total.open_units + total.forfeited == 4800


def test_a_schedule_that_cannot_be_a_number_twice_and_ones_own_grant_are_refused(desk):
    for wrong in ({"every_months": 5}, {"cliff_months": 49}, {"leaver": {}}, {"person": "nobody"}):
        with pytest.raises(ConflictRefusal):
            write_grant(desk("hr"), dataclasses.replace(TERMS, **wrong))
    write_grant(desk("hr"), TERMS)
    with pytest.raises(ConflictRefusal):
        write_grant(desk("hr"), TERMS)
    for name, terms in (("owner", dataclasses.replace(TERMS, person="owner")), ("leader", TERMS)):
        with pytest.raises(NotFoundRefusal):
            write_grant(desk(name), terms)


def test_a_form_keeps_what_was_typed_and_says_what_does_not_fit(desk):
    sent = {"number": "E-9", "person": "凯特", "agreement": "协议甲", "units": "100", "price": "1", "months": "48"}
    sent |= {"granted_on": "2026-10-01", "start": "2026-10-01", "cliff_months": "60", "every_months": "1"}
    sent |= {"exercise_days": "90", **{f"leaver_{kind}": rule for kind, rule in LEAVER.items()}}
    page = desk.client("hr").post(reverse("recognition:new_option"), sent)
    assert page.status_code == 422
    assert "等待期不能超过 48 个月" in page.content.decode()
    assert "协议甲" in page.content.decode()

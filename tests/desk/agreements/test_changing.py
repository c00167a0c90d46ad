"""A change in mid-cycle: who may approve it, what it may not do, and what it leaves behind."""

from datetime import date, timedelta

import pytest

from merit.kernel.refusals import ConflictRefusal, NotAllowedRefusal
from merit.targets.agreement import AgreementState
from merit_desk.agreements.actions.change import approve_change, consent, refuse_change, request_change
from merit_desk.agreements.models import ChangeRequest, Signature, Terms
from merit_desk.agreements.queries.terms import line_named, target_on
from merit_desk.agreements.wanted import Wanted
from merit_desk.documents.queries.current import current, table_lines
from merit_desk.results.queries.open_company import declared_company
from tests.desk.agreements.agreed import KEY, agreement, change, hr, person

S = AgreementState
EASIER, HARDER = "3000", "4200"
DAY = date(2026, 10, 20)


def asked(by, target, day=DAY):
    one = agreement(S.IN_FORCE)
    return one, request_change(by, one.pk, day, [Wanted(KEY, target, "")], "渠道停用")


def test_an_approved_change_is_a_row_from_its_day_and_a_version_with_its_history(own_folder):
    one, _ = asked(person("leader"), EASIER)
    one = approve_change(person("owner"), one.pk, "同意")
    line = line_named(one.terms, KEY)
    assert (one.state, one.number) == (S.IN_FORCE, 2)
    assert (target_on(line, date(2026, 10, 19)), target_on(line, DAY)) == ("3600", "3000")
    found = [
        row for row in table_lines(current("targets.csv").text) if row["node"] == "ann" and row["period"] == "2026-10"
    ]
    assert [(row["target"], row["from"], row["reason"]) for row in found] == [
        ("3600", "", ""),
        ("3000", "2026-10-20", "渠道停用"),
    ]
    assert {each.start for each in declared_company().targets if each.node == "ann" and each.start} == {DAY}
    assert Terms.objects.filter(agreement=one).count() == 2
    assert one.notices.filter(number=2).exists()


def test_who_asked_does_not_approve(own_folder):
    one, _ = asked(hr(), EASIER)
    for decide in (lambda: approve_change(hr(), one.pk), lambda: refuse_change(hr(), one.pk, "x")):
        with pytest.raises(NotAllowedRefusal, match="own_request"):
            decide()
    approve_change(person("owner"), one.pk)


def test_a_change_that_makes_past_days_worse_is_refused_with_the_law_cited(own_folder):
    one, found = asked(person("leader"), HARDER)
    with pytest.raises(ConflictRefusal, match=r"guards\.retroactive_change") as refused:
        approve_change(person("owner"), one.pk)
    assert refused.value.params["article"] == "4"
    found.refresh_from_db()
    assert found.state == "open"


def test_it_is_approved_once_the_person_has_signed_it(own_folder):
    one, found = asked(person("leader"), HARDER)
    consent(person("ann"), one.pk, found.digest)
    assert approve_change(person("owner"), one.pk).state == S.IN_FORCE
    kept = Signature.objects.filter(change=found).order_by("pk").values_list("person", "capacity")
    assert list(kept) == [("ann", "subject"), ("owner", "skip_manager")]


def test_ones_own_request_is_ones_signature(own_folder):
    one, found = asked(person("ann"), HARDER)
    assert Signature.objects.get(change=found).capacity == "subject"
    assert approve_change(person("owner"), one.pk).state == S.IN_FORCE


def test_a_change_from_today_on_needs_no_signature(own_folder):
    one = agreement(S.IN_FORCE)
    today = person("leader").today
    review = one.participant
    review.end = today + timedelta(days=5)
    review.save()
    request_change(person("leader"), one.pk, today, [Wanted(KEY, HARDER, "")], "新渠道")
    assert approve_change(person("owner"), one.pk).state == S.IN_FORCE


def test_nobody_signs_a_change_in_the_persons_place(own_folder):
    one, found = asked(person("leader"), HARDER)
    for who in (person("leader"), person("owner"), hr()):
        with pytest.raises(NotAllowedRefusal):
            consent(who, one.pk, found.digest)
    with pytest.raises(ConflictRefusal, match="terms_changed"):
        consent(person("ann"), one.pk, "another")


@pytest.mark.parametrize(
    ("day", "target", "reason", "code"),
    [
        (date(2026, 9, 30), EASIER, "x", "day_outside"),
        (date(2026, 11, 1), EASIER, "x", "day_outside"),
        (DAY, "3600", "x", "nothing_asked"),
        (DAY, EASIER, " ", "reason_missing"),
        (DAY, "-1", "x", "not_a_target"),
    ],
)
def test_a_request_says_what_is_missing(day, target, reason, code, own_folder):
    one = agreement(S.IN_FORCE)
    with pytest.raises(ConflictRefusal, match=code):
        request_change(person("leader"), one.pk, day, [Wanted(KEY, target, "")], reason)
    assert not ChangeRequest.objects.exists()


def test_hr_who_manages_the_person_does_not_decide(own_folder):
    one = agreement(S.CHANGING)
    change(one, person("ann"))
    managing = hr()
    managing = type(managing)(managing.account, "HR", "leader", managing.granted, managing.roles, managing.today)
    with pytest.raises((ConflictRefusal, NotAllowedRefusal)):
        approve_change(managing, one.pk)

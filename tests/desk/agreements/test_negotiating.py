"""Negotiation: what is proposed, how it is answered, and what becomes of the terms."""

import pytest

from merit.kernel.refusals import ConflictRefusal
from merit.reviews.life import ReviewState
from merit.targets.agreement import AgreementState
from merit_desk.agreements.actions.negotiate import answer, propose, read
from merit_desk.agreements.actions.sign import countersign, sign
from merit_desk.agreements.models import NoticeGiven, Point, Signature
from merit_desk.agreements.queries.effect import effect
from merit_desk.agreements.queries.record import record_of
from merit_desk.agreements.queries.terms import line_named
from merit_desk.agreements.wanted import Answered, Wanted
from merit_desk.audit.models import Entry
from merit_desk.documents.queries.current import current, table_lines
from merit_desk.results.queries.open_company import declared_company
from tests.desk.agreements.agreed import KEY, agreement, person

S = AgreementState


def answered(one, how):
    point = Point.objects.get(proposal__agreement=one)
    return answer(person("leader"), one.pk, {point.pk: how})


def rows(who="ann", period="2026-10"):
    found = table_lines(current("targets.csv").text)
    return [row for row in found if (row["node"], row["period"]) == (who, period)]


def test_the_moment_of_reading_is_kept_once_and_only_of_the_person(own_folder):
    one = agreement(S.NOTIFIED)
    read(person("leader"), one.pk)
    assert NoticeGiven.objects.get().read_at is None
    read(person("ann"), one.pk)
    first = NoticeGiven.objects.get().read_at
    read(person("ann"), one.pk)
    assert first is not None
    assert NoticeGiven.objects.get().read_at == first
    assert Entry.objects.filter(action="agreement.read").count() == 1


def test_an_accepted_target_makes_a_second_version_with_a_notice_of_its_own(own_folder):
    one = agreement(S.PROPOSED)
    one = answered(one, Answered("accept"))
    line = line_named(one.terms, KEY)
    assert (one.state, one.number, line["target"], line["agreed"]) == (S.NOTIFIED, 2, "3000", True)
    assert list(one.versions.order_by("number").values_list("number", "why")) == [(1, "issued"), (2, "negotiated")]
    assert list(one.notices.order_by("number").values_list("number", flat=True)) == [1, 2]


def test_a_counter_puts_the_managers_number(own_folder):
    one = answered(agreement(S.PROPOSED), Answered("counter", "折中", "3200"))
    assert line_named(one.terms, KEY)["target"] == "3200"


def test_a_refusal_with_its_reason_leaves_the_terms_as_they_were(own_folder):
    before = agreement(S.PROPOSED)
    one = answered(before, Answered("refuse", "同组都按这个数"))
    assert (one.state, one.number, one.digest) == (S.NOTIFIED, 1, before.digest)


@pytest.mark.parametrize(
    ("how", "code"),
    [
        (Answered("refuse"), "refusal_needs_reason"),
        (Answered("counter", "", "x"), "not_a_target"),
        (Answered("later"), "answer_missing"),
    ],
)
def test_an_answer_that_lacks_something_is_refused_as_a_whole(how, code, own_folder):
    one = agreement(S.PROPOSED)
    with pytest.raises(ConflictRefusal, match=code):
        answered(one, how)
    one.refresh_from_db()
    assert one.state == S.PROPOSED


@pytest.mark.parametrize(
    ("wanted", "note", "code"),
    [
        ([], "", "nothing_proposed"),
        ([Wanted(KEY, "3600", "x")], "", "nothing_proposed"),
        ([Wanted(KEY, "3000", "")], "", "reason_missing"),
        ([Wanted(KEY, "many", "x")], "", "not_a_target"),
        ([Wanted(KEY, "0", "x")], "", "not_a_target"),
        ([Wanted("2026-10-01/sales/refund", "3", "x")], "", "not_negotiable"),
    ],
)
def test_a_proposal_says_what_is_missing(wanted, note, code, own_folder):
    one = agreement(S.NOTIFIED)
    with pytest.raises(ConflictRefusal, match=code):
        propose(person("ann"), one.pk, one.digest, wanted, note)


def test_a_remark_alone_is_a_proposal_and_is_answered_in_words(own_folder):
    one = agreement(S.NOTIFIED)
    propose(person("ann"), one.pk, one.digest, [], "权重太集中")
    with pytest.raises(ConflictRefusal, match="answer_missing"):
        answer(person("leader"), one.pk, {})
    assert answer(person("leader"), one.pk, {}, "下期方案里分开").state == S.NOTIFIED


def test_terms_that_changed_meanwhile_are_not_signed(own_folder):
    one = agreement(S.NOTIFIED)
    for act in (
        lambda: sign(person("ann"), one.pk, "older"),
        lambda: propose(person("ann"), one.pk, "older", [Wanted(KEY, "1", "x")]),
    ):
        with pytest.raises(ConflictRefusal, match="terms_changed"):
            act()


def test_both_signatures_carry_the_same_fingerprint_and_their_capacity(own_folder):
    one = agreement(S.NOTIFIED)
    sign(person("ann"), one.pk, one.digest)
    countersign(person("leader"), {one.pk: one.digest})
    kept = [(each.person, each.capacity, each.digest) for each in Signature.objects.order_by("pk")]
    assert kept == [("ann", "subject", one.digest), ("leader", "manager", one.digest)]


def test_it_counts_from_notice_and_signature_and_not_before(own_folder):
    one = agreement(S.NOTIFIED)
    today = person("ann").today
    waiting = effect(one, today)
    assert (waiting.day, waiting.noticed) == (None, today)
    assert {each.code for each in waiting.findings} == {"guards.notice_late", "guards.plan_not_acknowledged"}
    sign(person("ann"), one.pk, one.digest)
    assert effect(one, today).day == today
    [done] = countersign(person("leader"), {one.pk: one.digest})
    assert done.in_force_from == today


def test_an_agreed_target_is_written_when_the_agreement_comes_into_force_and_not_before(own_folder):
    one = answered(agreement(S.PROPOSED), Answered("accept"))
    sign(person("ann"), one.pk, one.digest)
    assert [row["target"] for row in rows()] == ["3600"]
    countersign(person("leader"), {one.pk: one.digest})
    assert [(row["kpi"], row["target"], row["from"]) for row in rows()] == [("paid_sales", "3000", "")]
    assert (
        next(each.target for each in declared_company().targets if each.node == "ann" and str(each.period) == "2026-10")
        == 3000
    )


def test_targets_as_the_plan_has_them_are_not_written(own_folder):
    before = (own_folder / "targets.csv").read_bytes()
    one = agreement(S.SIGNED)
    countersign(person("leader"), {one.pk: one.digest})
    assert (own_folder / "targets.csv").read_bytes() == before


def test_many_are_countersigned_at_one_stroke_or_none(own_folder):
    first = agreement(S.SIGNED)
    second = agreement(S.NOTIFIED, "bob", first.participant.cycle)
    with pytest.raises(ConflictRefusal):
        countersign(person("leader"), {first.pk: first.digest, second.pk: second.digest})
    first.refresh_from_db()
    assert first.state == S.SIGNED
    sign(person("bob"), second.pk, second.digest)
    done = countersign(person("leader"), {first.pk: first.digest, second.pk: second.digest})
    assert [one.state for one in done] == [S.IN_FORCE, S.IN_FORCE]


def test_the_review_is_under_way_once_the_agreement_is_in_force_and_the_period_has_begun(own_folder):
    one = agreement(S.SIGNED)
    countersign(person("leader"), {one.pk: one.digest})
    one.participant.refresh_from_db()
    assert one.participant.state == ReviewState.UNDER_WAY


def test_nothing_is_signed_any_more_once_the_result_is_settled(own_folder):
    one = agreement(S.NOTIFIED, review=ReviewState.SETTLED)
    with pytest.raises(ConflictRefusal, match=r"review\.stands\.settled"):
        sign(person("ann"), one.pk, one.digest)


def test_the_record_of_the_cycle_is_the_same_bytes_each_time_and_holds_everything(own_folder):
    one = agreement(S.IN_FORCE)
    first = record_of(one.participant)
    assert first == record_of(one.participant)
    [kept] = first["agreements"]
    assert (kept["digest"], kept["versions"][0]["terms"], kept["signatures"][0]["capacity"]) == (
        one.digest,
        one.terms,
        "subject",
    )

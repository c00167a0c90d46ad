"""异议: a line of one's own released statement, questioned, answered by one side and decided by somebody else.

cat is paid a bonus of 3,704.40 in October; HR answers, finance decides, and what is granted is a row of
pay_decisions.csv in October, which is not sealed.
"""

import io
import json
import zipfile
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest

from merit.kernel.money import Money
from merit.kernel.refusals import ConflictRefusal, NotAllowedRefusal, NotFoundRefusal
from merit.reviews.appeal import Verdict
from merit.rewards.payment.dispute import Remedy, Ruling
from merit_desk.accounts.viewer import viewer_for
from merit_desk.audit.models import Entry
from merit_desk.disputes.actions import disputes as act
from merit_desk.disputes.actions.terms import Days, set_terms
from merit_desk.disputes.forms.evidence import Sent
from merit_desk.disputes.models import Dispute
from merit_desk.disputes.queries.lines import own_line
from merit_desk.disputes.queries.waiting import waiting_here
from merit_desk.documents.queries.current import current, table_lines
from merit_desk.notices.models import Notice
from merit_desk.results.models import Release
from tests.desk.conftest import account_for, client_for, role_account, viewer_as

OCTOBER = "2026-10"
PDF = Sent("chat.pdf", b"%PDF-1.7 the chat")
PAY = Ruling(Verdict.UPHELD, Remedy.PAY, "少算了一天在岗", Money(14_30))
NO = Ruling(Verdict.REJECTED, Remedy.NOTHING, "照规则算的")


@pytest.fixture
def cat(own_folder, db):
    """cat's account, with October released to everybody."""
    account = account_for("cat", "cat")
    Release.objects.create(period=OCTOBER, by=role_account("hr"))
    return viewer_for(account)


def bonus(viewer):
    return own_line(viewer, OCTOBER, "service-bonus", "bonus", 1)


def filed(cat, **more):
    return act.file_dispute(cat, OCTOBER, bonus(cat), act.Question("10 月 19 日没算", Decimal("3718.70"), **more))


def answered(cat):
    return act.answer(viewer_as("hr"), filed(cat).pk, "按在岗天数算")


def test_a_line_is_questioned_answered_and_decided_and_what_is_granted_is_paid_by_a_row(cat) -> None:
    made = answered(cat)
    done = act.decide(viewer_as("finance"), made.pk, PAY)
    assert (done.state, done.granted, done.paid_in) == ("decided", Decimal("14.30"), OCTOBER)
    (row,) = table_lines(current("pay_decisions.csv").text)
    kept = ("period", "person", "reward", "amount", "concerns", "dispute")
    assert [row[name] for name in kept] == [OCTOBER, "cat", "service-bonus", "14.30", "", str(made.pk)]
    actions = list(Entry.objects.filter(subject_kind="dispute").order_by("number").values_list("action", flat=True))
    assert actions == ["disputes.filed", "disputes.answer", "disputes.decide", "disputes.ruled"]
    assert Notice.objects.filter(code="notice.dispute_decided", account__person="cat").exists()


def test_nobody_questions_somebody_else_s_line_nor_their_own_before_the_release(cat, own_folder) -> None:
    leader = viewer_for(account_for("leader", "leader"))
    with pytest.raises(NotFoundRefusal):
        act.file_dispute(leader, OCTOBER, bonus(cat), act.Question("x"))
    seen = bonus(cat)
    Release.objects.all().delete()
    with pytest.raises(NotFoundRefusal):
        act.file_dispute(cat, OCTOBER, seen, act.Question("x"))


def test_a_line_is_disputed_in_time_once_and_as_it_was_read(cat) -> None:
    with pytest.raises(ConflictRefusal) as told:
        act.file_dispute(cat, OCTOBER, replace(bonus(cat), amount=Decimal("3000.00")), act.Question("x"))
    assert told.value.code == "disputes.line_changed"
    filed(cat)
    with pytest.raises(ConflictRefusal) as told:
        filed(cat)
    assert told.value.code == "disputes.disputed_already"
    Dispute.objects.all().update(state="withdrawn")
    one = Release.objects.get()
    Release.objects.update(at=one.at - timedelta(days=16))
    with pytest.raises(ConflictRefusal) as told:
        filed(cat)
    assert told.value.code == "disputes.too_late"
    set_terms(viewer_as("hr"), Days(30, 5, 10))
    filed(cat)


def test_who_answered_never_decides_nor_does_the_person_or_their_manager_without_the_ability(cat) -> None:
    made = answered(cat)
    for viewer in (viewer_as("hr"), viewer_for(account_for("leader", "leader")), cat):
        with pytest.raises((NotAllowedRefusal, ConflictRefusal)):
            act.decide(viewer, made.pk, NO)
    assert act.decide(viewer_as("owner"), made.pk, NO).state == "decided"


def test_strangers_know_of_no_dispute(cat) -> None:
    made = filed(cat)
    ann = account_for("ann", "ann")
    stranger = viewer_for(ann)
    for step in (lambda: act.answer(stranger, made.pk, "x"), lambda: act.decide(stranger, made.pk, NO)):
        with pytest.raises(NotFoundRefusal):
            step()
    assert client_for(ann).get(f"/disputes/{made.pk}/").status_code == 404
    assert client_for(ann).get("/disputes/").content.decode().count(f"/disputes/{made.pk}/") == 0


def test_what_nobody_answers_in_time_is_decided_all_the_same(cat) -> None:
    made = filed(cat)
    with pytest.raises(ConflictRefusal):
        act.decide(viewer_as("finance"), made.pk, NO)
    Dispute.objects.update(answer_due=cat.today - timedelta(days=1))
    assert act.decide(viewer_as("finance"), made.pk, NO).state == "decided"
    assert Entry.objects.filter(action="disputes.overdue").count() == 1


def test_data_to_be_mended_go_to_whoever_loads_data_without_an_amount(cat) -> None:
    role_account("steward")
    made = answered(cat)
    ruling = Ruling(Verdict.PARTLY, Remedy.MEND, "系统故障的会话要剔除")
    with pytest.raises(ConflictRefusal):
        act.decide(viewer_as("finance"), made.pk, ruling)
    act.decide(viewer_as("finance"), made.pk, ruling, "剔除 10 月 19 日的会话")
    assert Notice.objects.filter(code="notice.dispute_mending", account__username="steward").exists()
    assert act.mended(viewer_as("hr"), made.pk, "已剔除").state == "decided"


def test_the_person_takes_it_back_until_it_is_decided(cat) -> None:
    made = answered(cat)
    assert act.withdraw(cat, made.pk).state == "withdrawn"
    with pytest.raises(ConflictRefusal):
        act.decide(viewer_as("finance"), made.pk, NO)


@pytest.mark.parametrize(
    ("sent", "code"),
    [
        (Sent("a.exe", b"MZ"), "disputes.file_kind"),
        (Sent("a.pdf", b"<html>"), "disputes.file_kind"),
        (Sent("a.txt", b"a\0b"), "disputes.file_kind"),
        (Sent("a.pdf", b""), "disputes.file_size"),
    ],
)
def test_only_files_that_open_safely_are_kept(cat, sent, code) -> None:
    with pytest.raises(ConflictRefusal) as told:
        filed(cat, evidence=(sent,))
    assert told.value.code == code
    assert not Dispute.objects.exists()


def test_the_pack_holds_the_working_the_words_and_the_files_with_digests(cat) -> None:
    made = filed(cat, evidence=(PDF,))
    answer = client_for(role_account("auditor")).get(f"/disputes/{made.pk}/pack/")
    with zipfile.ZipFile(io.BytesIO(answer.content)) as pack:
        names = pack.namelist()
        told = json.loads(pack.read("dispute.json"))
        assert [name for name in names if name.startswith("evidence/")]
        assert set(json.loads(pack.read("digests.json"))) == set(names) - {"digests.json"}
    assert (told["amount"], told["working"]["rule"]) == ("3704.40", "rewards.bonus")


def test_the_statement_shows_the_way_to_question_a_line_and_then_the_dispute(cat) -> None:
    mine = client_for(account_for("cat", "cat"))
    page = mine.get("/periods/2026-10/people/cat/").content.decode()
    assert "/disputes/new/2026-10/?reward=service-bonus" in page
    made = filed(cat)
    page = mine.get("/periods/2026-10/people/cat/").content.decode()
    assert f"/disputes/{made.pk}/" in page
    assert "/disputes/new/" not in page
    others = client_for(role_account("hr")).get("/periods/2026-10/people/cat/").content.decode()
    assert f"/disputes/{made.pk}/" in others
    assert "/disputes/new/" not in others


def test_the_pages_take_it_through_and_keep_what_was_typed(cat) -> None:
    mine, hr, finance = (
        client_for(each) for each in (account_for("cat", "cat"), role_account("hr"), role_account("finance"))
    )
    address = "/disputes/new/2026-10/?reward=service-bonus&line=bonus&number=1"
    wrong = mine.post(address, {"seen": "3704.40", "wanted": "a lot", "reason": "my reason"})
    assert wrong.status_code == 422
    assert "my reason" in wrong.content.decode()
    mine.post(address, {"seen": "3704.40", "wanted": "3718.70", "reason": "my reason"})
    made = Dispute.objects.get()
    assert next(waiting_here(viewer_as("hr"))).address == f"/disputes/{made.pk}/"
    hr.post(f"/disputes/{made.pk}/answer/", {"answer-text": "by the rule"})
    assert f"disputes/{made.pk}/decide" not in hr.get(f"/disputes/{made.pk}/").content.decode()
    page = finance.get(f"/disputes/{made.pk}/").content.decode()
    assert 'value="14.30"' in page
    refused = finance.post(
        f"/disputes/{made.pk}/decide/", {"verdict": "rejected", "remedy": "pay", "amount": "1", "grounds": "g"}
    )
    assert refused.status_code == 409
    finance.post(
        f"/disputes/{made.pk}/decide/", {"verdict": "upheld", "remedy": "pay", "amount": "14.30", "grounds": "g"}
    )
    made.refresh_from_db()
    assert (made.state, made.paid_in) == ("decided", OCTOBER)
    assert mine.get(f"/disputes/{made.pk}/").status_code == 200
    assert list(waiting_here(viewer_as("finance"))) == []

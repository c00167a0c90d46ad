"""Honours: proposed by anybody, decided by another, shown with consent; by rule with the figures that say why."""

import json

import pytest
from django.urls import reverse

from merit.follow.feedback import ConsentMove
from merit.kernel.refusals import ConflictRefusal, NotAllowedRefusal, NotFoundRefusal
from merit.rewards.recognition.nomination import NominationMove
from merit_desk.audit.models import Entry
from merit_desk.notices.models import Notice
from merit_desk.recognition.actions.by_rule import give_by_rule
from merit_desk.recognition.actions.honours import (
    nominate,
    put_honour,
    revoke_award,
    settle_award_consent,
    step_nomination,
)
from merit_desk.recognition.given import Described
from merit_desk.recognition.models import Award, Honour, Nomination
from merit_desk.recognition.queries import candidates as rule
from merit_desk.recognition.queries.books import usable_of
from merit_desk.recognition.queries.certificate import certificate_pdf
from merit_desk.recognition.queries.reach import award_of, awards_visible_to, nomination_of
from merit_desk.recognition.queries.wall import titles_in_force, wall_cards, wall_rows
from merit_desk.results.models import Release
from merit_desk.talks.actions.feedback import give_feedback, settle_consent
from merit_desk.talks.models import Audience, Kind
from tests.desk.conftest import role_account
from tests.desk.talks.conftest import words

STAR = Described("服务之星", "honour", "差评率低于 1%", months=12, points=200)


def proposed(desk, author="ann", person="cat", key="n1"):
    honour = Honour.objects.first() or put_honour(desk("hr"), STAR)
    return nominate(desk(author), honour.pk, person, "帮客户改地址", key)


def granted(desk, **more):
    one = proposed(desk, **more)
    step_nomination(desk("hr"), one.pk, NominationMove.GRANT)
    return Award.objects.get(nomination=one)


def on_the_wall(desk, name="bob"):
    viewer = desk(name)
    return [(each.kind, each.who.person) for each in wall_cards(viewer, list(wall_rows(viewer)))]


def test_a_proposal_is_decided_by_hr_and_gives_the_honour_with_its_points(desk):
    award = granted(desk)
    assert (award.person, award.title, award.number) == ("cat", "服务之星", "R2026-0001")
    assert (str(award.since), str(award.until)) == ("2026-10-12", "2027-10-12")
    assert usable_of("cat", desk("cat").today) == 200
    actions = set(Entry.objects.values_list("action", flat=True))
    assert {"recognition.honour_put", "recognition.nominated", "recognition.award_given"} <= actions
    assert Notice.objects.filter(account=desk("cat").account, code="notice.award_given").count() == 1
    assert Notice.objects.filter(account=desk("ann").account, code="notice.nomination_granted").count() == 1


def test_the_person_never_learns_of_a_proposal_and_a_stranger_neither(desk):
    one = proposed(desk)
    for name in ("cat", "bob", "leader", "finance"):
        with pytest.raises(NotFoundRefusal):
            nomination_of(desk(name), one.pk)
        assert desk.client(name).get(reverse("recognition:nomination", args=(one.pk,))).status_code == 404
    assert nomination_of(desk("ann"), one.pk) == one


def test_the_owner_sees_no_proposal_about_themselves_and_nobody_proposes_themselves(desk):
    one = proposed(desk, person="owner")
    with pytest.raises(NotFoundRefusal):
        step_nomination(desk("owner"), one.pk, NominationMove.GRANT)
    with pytest.raises(ConflictRefusal):
        proposed(desk, author="ann", person="ann", key="n2")


def test_who_proposed_does_not_decide_but_for_the_owner(desk):
    first = proposed(desk)
    with pytest.raises(NotAllowedRefusal):
        step_nomination(desk("ann"), first.pk, NominationMove.GRANT)
    own = proposed(desk, author="owner", person="bob", key="n2")
    assert step_nomination(desk("owner"), own.pk, NominationMove.GRANT).state == "granted"


def test_a_proposal_is_decided_once(desk):
    one = proposed(desk)
    step_nomination(desk("hr"), one.pk, NominationMove.DECLINE, "证据不够")
    for move in (NominationMove.GRANT, NominationMove.DECLINE):
        with pytest.raises(ConflictRefusal):
            step_nomination(desk("hr"), one.pk, move)
    assert Award.objects.count() == 0
    assert not Notice.objects.filter(account=desk("cat").account).exists()


def test_the_same_form_sent_twice_proposes_once_and_a_second_proposal_waits_for_the_first(desk):
    assert proposed(desk) == proposed(desk)
    with pytest.raises(ConflictRefusal):
        proposed(desk, key="n2")
    assert Nomination.objects.count() == 1


def test_an_honour_is_the_persons_their_lines_and_hrs_until_they_consent_and_then_everybodys(desk):
    award = granted(desk)

    def readers():
        names = ("owner", "leader", "ann", "bob", "cat", "hr", "auditor")
        return {name for name in names if awards_visible_to(desk(name)).filter(pk=award.pk).exists()}

    assert readers() == {"owner", "leader", "cat", "hr"}
    assert on_the_wall(desk) == []
    settle_award_consent(desk("cat"), award.pk, ConsentMove.AGREE)
    assert readers() == {"owner", "leader", "ann", "bob", "cat", "hr", "auditor"}
    assert on_the_wall(desk) == [("honour", "cat")]
    settle_award_consent(desk("cat"), award.pk, ConsentMove.REFUSE)
    assert readers() == {"owner", "leader", "cat", "hr"}
    assert on_the_wall(desk) == []


def test_nobody_else_consents(desk):
    award = granted(desk)
    with pytest.raises(NotFoundRefusal):
        settle_award_consent(desk("ann"), award.pk, ConsentMove.AGREE)
    with pytest.raises(NotAllowedRefusal):
        settle_award_consent(desk("hr"), award.pk, ConsentMove.AGREE)


def test_the_wall_holds_consented_praise_beside_honours_and_one_kind_alone(desk):
    award = granted(desk)
    settle_award_consent(desk("cat"), award.pk, ConsentMove.AGREE)
    praise = give_feedback(desk("ann"), "bob", words(audience=Audience.EVERYBODY, kind=Kind.RECOGNITION, value="协作"))
    assert on_the_wall(desk) == [("honour", "cat")]
    settle_consent(desk("bob"), praise.pk, ConsentMove.AGREE)
    assert on_the_wall(desk) == [("praise", "bob"), ("honour", "cat")]
    viewer = desk("ann")
    assert [row[2] for row in wall_rows(viewer, "praise")] == ["praise"]
    assert [row[2] for row in wall_rows(viewer, "honour")] == ["honour"]
    page = desk.client("ann").get(reverse("recognition:recognition")).content.decode()
    assert "服务之星" in page
    assert desk.client("ann").get(reverse("recognition:screen")).status_code == 200


def test_an_honour_that_has_run_out_or_was_taken_back_leaves_the_wall(desk):
    title = put_honour(desk("hr"), Described("带教师傅", "title", "带出两名新人", months=1))
    one = nominate(desk("ann"), title.pk, "cat", "带了两人", "n9")
    step_nomination(desk("hr"), one.pk, NominationMove.GRANT)
    award = Award.objects.get(nomination=one)
    settle_award_consent(desk("cat"), award.pk, ConsentMove.AGREE)
    assert [each.title for each in titles_in_force(desk("ann"))] == ["带教师傅"]
    Award.objects.filter(pk=award.pk).update(until="2026-10-11")
    assert titles_in_force(desk("ann")) == []
    Award.objects.filter(pk=award.pk).update(until=None)
    revoke_award(desk("owner"), award.pk, "事实不符")
    assert on_the_wall(desk) == []
    assert desk.client("cat").get(reverse("recognition:certificate", args=(award.pk,))).status_code == 409
    with pytest.raises(ConflictRefusal):
        revoke_award(desk("hr"), award.pk, "再来一次")


def test_the_certificate_is_a_pdf_for_the_person_and_for_hr_alone(desk):
    award = granted(desk)
    settle_award_consent(desk("cat"), award.pk, ConsentMove.AGREE)
    assert certificate_pdf(award).startswith(b"%PDF")
    address = reverse("recognition:certificate", args=(award.pk,))
    assert desk.client("ann").get(address).status_code == 404
    assert desk.client("cat").get(address)["Content-Type"] == "application/pdf"
    assert Entry.objects.filter(action="recognition.certificate_taken").count() == 1


def test_two_who_change_an_honour_at_once_are_told(desk):
    one = put_honour(desk("hr"), STAR)
    put_honour(desk("hr"), Described("服务之星", "honour", "新标准"), one.pk, 1)
    with pytest.raises(ConflictRefusal):
        put_honour(desk("owner"), STAR, one.pk, 1)
    with pytest.raises(ConflictRefusal):
        put_honour(desk("owner"), STAR)
    with pytest.raises(NotFoundRefusal):
        put_honour(desk("leader"), STAR)


class Files:
    """Results of five people under one plan and of two under another, and a contest's pay."""

    period = "2026-10"

    def __init__(self):
        totals = {"ann": 90, "bob": 90, "cat": 80, "x": 70, "y": 60}
        self.totals = {person: Row(plan="service", total=total) for person, total in totals.items()}
        self.totals |= {person: Row(plan="lead", total=99) for person in ("leader", "owner")}
        self.pay = {"cat": [Row(reward="race", amount=300)], "ann": [Row(reward="race", amount=0)]}


class Row:
    def __init__(self, **values):
        self.__dict__.update(values)


@pytest.fixture
def results(monkeypatch):
    monkeypatch.setattr(rule, "period_files", lambda _: Files())
    monkeypatch.setattr(rule, "periods_run", lambda: ["2026-10"])


def test_the_rule_names_the_tied_first_of_a_comparable_post_with_figures_and_nobody_of_a_small_one(desk, results):
    honour = put_honour(desk("hr"), Described("季度第一", "honour", "第一名", rule="top", places=1))
    Release.objects.create(period="2026-10", person="ann", by=role_account("hr"))
    found = rule.candidates(desk("hr"), honour, "2026-10")
    assert [each.who.person for each in found] == ["ann", "bob"]
    assert [line["text"] for line in found[0].evidence][2:] == ["并列第 1 名", "90.00"]
    assert found[0].why_not == ""
    assert found[1].why_not == "本人的结果还没有开通"
    with pytest.raises(ConflictRefusal):
        give_by_rule(desk("hr"), honour.pk, "2026-10", {"ann", "bob"})
    given = give_by_rule(desk("hr"), honour.pk, "2026-10", {"ann"})
    assert [each.person for each in given] == ["ann"]
    assert json.dumps(given[0].evidence, ensure_ascii=False).count("90.00") == 1
    with pytest.raises(ConflictRefusal):
        give_by_rule(desk("hr"), honour.pk, "2026-10", {"ann"})
    with pytest.raises(NotFoundRefusal):
        give_by_rule(desk("leader"), honour.pk, "2026-10", {"ann"})


def test_a_contest_names_those_it_paid_and_never_says_how_much(desk, results):
    Release.objects.create(period="2026-10", person="", by=role_account("hr"))
    honour = put_honour(
        desk("hr"), Described("双十一优胜", "contest", "完成挑战", rule="contest", reward="race", points=50)
    )
    found = rule.candidates(desk("hr"), honour, "2026-10")
    assert [each.who.person for each in found] == ["cat"]
    award = give_by_rule(desk("hr"), honour.pk, "2026-10", {"cat"})[0]
    assert "300" not in json.dumps(award.evidence) + award.citation
    assert usable_of("cat", desk("cat").today) == 50


def test_evidence_with_scores_is_not_for_everybody_who_sees_the_honour(desk, results):
    Release.objects.create(period="2026-10", person="", by=role_account("hr"))
    honour = put_honour(desk("hr"), Described("季度第一", "honour", "第一名", rule="top"))
    award = give_by_rule(desk("hr"), honour.pk, "2026-10", {"ann"})[0]
    settle_award_consent(desk("ann"), award.pk, ConsentMove.AGREE)
    address = reverse("recognition:award", args=(award.pk,))
    assert "90.00" in desk.client("ann").get(address).content.decode()
    assert "90.00" not in desk.client("cat").get(address).content.decode()
    assert award_of(desk("cat"), award.pk) == award

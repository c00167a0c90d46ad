"""申诉: filed by the person, decided outside the line, with what follows shown as the next version."""

import pytest

from merit.kernel.moves import Party
from merit.kernel.refusals import ConflictRefusal, NotAllowedRefusal, NotFoundRefusal
from merit.reviews.appeal import AppealMatter, Verdict
from merit_desk.accounts.access import Role
from merit_desk.accounts.models import Account
from merit_desk.audit.models import Entry
from merit_desk.documents.queries.current import current, table_lines
from merit_desk.outcomes.actions import appeal as act
from merit_desk.outcomes.actions.appeal import Disputed
from merit_desk.outcomes.actions.judge import Decision, decide, mended
from merit_desk.outcomes.models import Appeal, ResultVersion
from merit_desk.outcomes.queries.outside import judges_for
from merit_desk.outcomes.queries.versions import latest_version
from tests.desk.conftest import account_for, role_account, viewer_as
from tests.desk.cycle_world import review_of
from tests.desk.outcomes.conftest import account_of, accounts_told, client_of_person, done, viewer_of_person

DISPUTED = Disputed(AppealMatter.INDICATOR, "reply_3min 少算", "重算", "10 月 19 日系统故障", line="reply_3min")
RIGHT = Decision(Verdict.UPHELD, "故障属实", grade="S")


@pytest.fixture
def appealed(released):
    """cat's appeal."""
    return filed(released)


def filed(cycle, person="cat", disputed=DISPUTED):
    one = review_of(cycle, person)
    return act.file_appeal(viewer_of_person(person), one.pk, latest_version(one).digest, disputed)


def given_to_hr(appeal):
    """HR is the only one outside the line in so small a company."""
    return act.assign_judge(viewer_as("owner"), appeal.pk, role_account("hr").pk)


def test_an_appeal_names_what_is_disputed_and_tells_hr(released):
    appeal = filed(released)
    assert (appeal.state, appeal.line, appeal.version.number) == ("filed", "reply_3min", 1)
    assert review_of(released, "cat").state == "appealed"
    assert accounts_told("notice.appeal_filed") == {"hr", "owner"}
    assert Entry.objects.filter(action="outcomes.appeal_filed").exists()


def test_nobody_appeals_for_somebody_else_nor_twice(appealed):
    one = appealed.participant
    with pytest.raises(NotFoundRefusal):
        act.file_appeal(viewer_of_person("bob"), one.pk, "", DISPUTED)
    with pytest.raises(NotAllowedRefusal):
        act.file_appeal(viewer_of_person("leader"), one.pk, "", DISPUTED)
    with pytest.raises(ConflictRefusal, match=r"stands\.appealed"):
        filed(one.cycle)
    assert Appeal.objects.count() == 1


def test_an_indicator_that_is_not_in_the_result_cannot_be_disputed(released):
    with pytest.raises(ConflictRefusal, match="no_such_line"):
        filed(released, disputed=Disputed(AppealMatter.INDICATOR, "x", "y", "z", line="paid_sales"))
    assert review_of(released, "cat").state == "released"


def test_an_appeal_is_withdrawn_by_the_person_alone_and_leaves_time_to_answer(appealed):
    for viewer in (viewer_of_person("leader"), viewer_as("hr")):
        with pytest.raises(NotAllowedRefusal):
            act.withdraw_appeal(viewer, appealed.pk)
    act.withdraw_appeal(viewer_of_person("cat"), appealed.pk)
    assert review_of(appealed.participant.cycle, "cat").state == "released"
    again = filed(appealed.participant.cycle)
    assert again.state == "filed"


def test_in_a_tiny_company_hr_stands_in_and_that_is_said(appealed):
    Account.objects.filter(person__in=("ann", "bob")).update(is_active=False)
    offered = judges_for(appealed.participant, viewer_as("hr").today)
    assert [each.username for each in offered.accounts] == ["hr"]
    assert offered.stand_in
    given_to_hr(appealed)
    page = client_of_person("cat").get(f"/outcomes/appeals/{appealed.pk}/").content.decode()
    assert "公司太小" in page


def test_the_judge_stands_outside_the_line(appealed, own_folder):
    for person in ("cat", "leader", "owner"):
        with pytest.raises(NotAllowedRefusal, match="not_outside"):
            act.assign_judge(viewer_as("hr"), appealed.pk, account_of(person).pk)
    for colleague in ("ann", "bob"):
        account_for(f"account-{colleague}", colleague)
    people = own_folder / "people.csv"
    added = "eve,夏娃,finance,back,,2026-01-01,,regular,,9000\n"
    people.write_text(people.read_text("utf-8") + added, "utf-8")
    teams = own_folder / "teams.csv"
    teams.write_text(teams.read_text("utf-8") + "back,后台,all,owner,team,,\n", "utf-8")
    eve = account_for("account-eve", "eve")
    offered = judges_for(appealed.participant, viewer_as("hr").today)
    assert not offered.stand_in
    assert eve in offered.accounts
    assert not {"cat", "leader", "owner"} & {each.person for each in offered.accounts}
    act.assign_judge(viewer_as("hr"), appealed.pk, eve.pk)
    decide(viewer_of_person("eve"), appealed.pk, Decision(Verdict.REJECTED, "数据无误"))
    assert review_of(appealed.participant.cycle, "cat").state == "decided"


def test_only_hr_or_the_owner_name_the_judge(appealed):
    for person in ("cat", "leader"):
        with pytest.raises(NotAllowedRefusal):
            act.assign_judge(viewer_of_person(person), appealed.pk, role_account("hr").pk)
    with pytest.raises(NotFoundRefusal):
        act.assign_judge(viewer_of_person("bob"), appealed.pk, role_account("hr").pk)


def test_the_judge_hears_both_sides(appealed):
    given_to_hr(appealed)
    judge = viewer_as("hr")
    act.ask_side(judge, appealed.pk, Party.MANAGER, "那天系统如何？")
    act.ask_side(judge, appealed.pk, Party.SUBJECT, "有截图吗？")
    act.comment(viewer_of_person("leader"), appealed.pk, "停了两小时")
    act.comment(viewer_of_person("cat"), appealed.pk, "有")
    said = [(each.side, each.question, each.text) for each in appealed.statements.all()]
    assert said == [("manager", "那天系统如何？", "停了两小时"), ("subject", "有截图吗？", "有")]
    with pytest.raises(NotFoundRefusal):
        act.comment(viewer_of_person("ann"), appealed.pk, "x")
    with pytest.raises(NotAllowedRefusal):
        act.ask_side(viewer_of_person("leader"), appealed.pk, Party.SUBJECT, "x")


def test_a_judge_who_is_too_close_steps_aside(appealed):
    given_to_hr(appealed)
    act.step_aside(viewer_as("hr"), appealed.pk, "认识双方")
    appealed.refresh_from_db()
    assert (appealed.state, appealed.judge) == ("filed", None)


def test_nobody_but_the_judge_decides(appealed):
    given_to_hr(appealed)
    for viewer in (viewer_of_person("cat"), viewer_of_person("leader"), viewer_as("owner")):
        with pytest.raises(NotAllowedRefusal):
            decide(viewer, appealed.pk, RIGHT)
    with pytest.raises(NotFoundRefusal):
        decide(viewer_of_person("bob"), appealed.pk, RIGHT)
    assert review_of(appealed.participant.cycle, "cat").state == "appealed"


def test_a_new_grade_becomes_a_row_and_the_next_version_and_nothing_before_is_lost(appealed):
    given_to_hr(appealed)
    decide(viewer_as("hr"), appealed.pk, RIGHT)
    row = table_lines(current("grade_decisions.csv").text)[-1]
    assert (row["person"], row["stage"], row["before"], row["grade"]) == ("cat", "appeal", "A", "S")
    assert done("outcomes.recompute").state == "done"
    kept = list(ResultVersion.objects.filter(participant=appealed.participant))
    assert [(each.number, each.kind, each.content["total"]["grade"]) for each in kept] == [
        (1, "release", "A"),
        (2, "appeal", "S"),
    ]
    assert ResultVersion.objects.exclude(participant=appealed.participant).filter(number=2).count() == 0
    assert accounts_told("notice.new_version") == {"account-cat"}
    page = client_of_person("cat").get(f"/outcomes/{appealed.participant_id}/").content.decode()
    assert "第 2 版" in page
    with pytest.raises(NotAllowedRefusal):
        decide(viewer_as("hr"), appealed.pk, RIGHT)


def test_a_rejected_appeal_changes_nothing(appealed):
    given_to_hr(appealed)
    with pytest.raises(ConflictRefusal, match="rejected_changes_nothing"):
        decide(viewer_as("hr"), appealed.pk, Decision(Verdict.REJECTED, "x", grade="S"))
    decide(viewer_as("hr"), appealed.pk, Decision(Verdict.REJECTED, "数据无误"))
    assert done("outcomes.recompute") is None
    assert ResultVersion.objects.filter(participant=appealed.participant).count() == 1
    assert review_of(appealed.participant.cycle, "cat").state == "decided"


def test_a_grade_that_the_plan_does_not_give_is_refused_and_nothing_moves(appealed):
    given_to_hr(appealed)
    with pytest.raises(ConflictRefusal, match="no_such_grade"):
        decide(viewer_as("hr"), appealed.pk, Decision(Verdict.UPHELD, "x", grade="Z"))
    appealed.refresh_from_db()
    assert (appealed.state, appealed.verdict) == ("assigned", "")


def test_data_to_be_mended_go_to_the_steward_and_are_computed_again(appealed, own_folder):
    account_for("steward", "", Role.STEWARD)
    given_to_hr(appealed)
    decide(viewer_as("hr"), appealed.pk, Decision(Verdict.PARTLY, "漏了一次表扬", mending="补 10 月 22 日的表扬"))
    assert accounts_told("notice.appeal_mending") == {"steward", "owner"}
    events = own_folder / "events.csv"
    events.write_text(events.read_text("utf-8") + "praise,cat,2026-10-22,1,another letter\n", "utf-8")
    with pytest.raises(NotAllowedRefusal):
        mended(viewer_of_person("leader"), appealed.pk, "x")
    mended(viewer_as("steward"), appealed.pk, "补了一行")
    assert done("outcomes.recompute").state == "done"
    kept = ResultVersion.objects.filter(participant=appealed.participant).order_by("number")
    assert [each.content["total"]["total"] for each in kept] == ["97.00", "99.00"]
    assert Appeal.objects.get(pk=appealed.pk).state == "decided"

"""Issuing: from the plans in force, for everybody at once, with notice, one entry in the trail, by few queries."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from merit.kernel.refusals import ConflictRefusal, NotFoundRefusal
from merit.reviews.life import ReviewState
from merit.targets.agreement import AgreementState
from merit_desk.agreements.actions.issue import issue, issue_in_background, withdraw
from merit_desk.agreements.models import Agreement, NoticeGiven, Terms
from merit_desk.agreements.queries.terms import digest_of, lines_of
from merit_desk.audit.models import Entry
from merit_desk.cycles.models import Participant
from merit_desk.jobs.models import Job
from merit_desk.notices.models import Notice
from tests.desk.agreements.agreed import hr, person
from tests.desk.conftest import account_for
from tests.desk.cycle_world import october_cycle, review_of
from tests.desk.database import work_off


def of(who) -> Agreement:
    return Agreement.objects.exclude(state="withdrawn").get(participant__person=who)


def test_everybody_of_the_cycle_gets_the_terms_of_their_plan_and_is_told(own_folder):
    account_for("ann", "ann")
    october_cycle()
    found = issue(hr(), "2026-10")
    assert (found.issued, found.noticed, found.without_plan) == (4, 4, 0)
    [line] = lines_of(of("ann").terms)
    assert (line["kpi"], line["weight"], line["target"], line["of"]) == ("paid_sales", "100", "3600", "person")
    assert {one.state for one in Agreement.objects.all()} == {AgreementState.NOTIFIED}
    assert Terms.objects.filter(number=1, why="issued").count() == NoticeGiven.objects.count() == 4
    assert Notice.objects.get(account__username="ann").code == "notice.agreement_given"
    assert of("ann").digest == digest_of(of("ann").terms)


def test_the_whole_batch_is_one_entry_of_the_trail(own_folder):
    october_cycle()
    issue(hr(), "2026-10")
    [entry] = Entry.objects.filter(action__startswith="agreement")
    assert (entry.action, entry.subject) == ("agreement.issued", "2026-10")
    assert entry.after == {"issued": 4, "noticed": 4, "without_plan": 0}


def test_a_transfer_in_mid_cycle_has_the_days_of_each_plan_as_a_part(own_folder):
    cycle = october_cycle()
    review = review_of(cycle, "ann")
    review.segments = [
        {"start": "2026-10-01", "end": "2026-10-11", "plan": "service", "leave": ""},
        {"start": "2026-10-12", "end": "2026-10-20", "plan": "sales", "leave": ""},
        {"start": "2026-10-21", "end": "2026-10-23", "plan": "sales", "leave": "sick"},
        {"start": "2026-10-24", "end": "2026-10-31", "plan": "sales", "leave": ""},
    ]
    review.save()
    issue(hr(), "2026-10")
    parts = [(part["plan"], part["from"], part["to"]) for part in of("ann").terms["parts"]]
    assert parts == [("service", "2026-10-01", "2026-10-11"), ("sales", "2026-10-12", "2026-10-31")]


def test_who_has_one_is_left_in_peace_and_a_withdrawn_one_can_be_issued_again(own_folder):
    october_cycle()
    issue(hr(), "2026-10")
    with pytest.raises(ConflictRefusal, match="all_issued"):
        issue_in_background(hr(), "2026-10")
    withdraw(hr(), of("cat").pk, "方案有误")
    assert issue(hr(), "2026-10").issued == 1


def test_drafts_are_known_to_the_line_and_not_to_the_person(own_folder):
    october_cycle()
    issue(hr(), "2026-10", notify=False)
    assert {one.state for one in Agreement.objects.all()} == {AgreementState.DRAFT}
    assert NoticeGiven.objects.count() == Notice.objects.count() == 0


def test_ones_own_stays_a_draft_for_ones_manager(own_folder):
    october_cycle()
    account = hr()
    found = issue(
        type(account)(account.account, "HR", "leader", account.granted, account.roles, account.today), "2026-10"
    )
    assert (found.issued, found.noticed) == (4, 3)
    assert of("leader").state == AgreementState.DRAFT


def test_a_settled_review_gets_no_agreement_any_more(own_folder):
    october_cycle(ReviewState.SETTLED)
    with pytest.raises(ConflictRefusal):
        issue_in_background(hr(), "2026-10")


@pytest.mark.parametrize("who", ["ann", "leader"])
def test_nobody_issues_who_does_not_run_cycles(who, own_folder):
    october_cycle()
    with pytest.raises(NotFoundRefusal):
        issue(person(who), "2026-10")
    assert not Agreement.objects.exists()


def test_the_job_tells_what_came_of_it(own_folder):
    october_cycle()
    job = issue_in_background(hr(), "2026-10")
    work_off()
    job.refresh_from_db()
    assert (job.state, job.outcome) == ("done", {"issued": 4, "noticed": 4, "without_plan": 0})
    assert Job.objects.get() == job


def test_the_number_of_queries_does_not_grow_with_the_people(own_folder):
    cycle = october_cycle(people=("ann", "bob"))
    with CaptureQueriesContext(
        connection,
    ) as few:
        issue(hr(), "2026-10")
    days = {"start": date(2026, 10, 1), "end": date(2026, 10, 31)}
    Participant.objects.bulk_create(
        Participant(cycle=cycle, person=f"p{at}", plan="sales", plan_version=1, **days) for at in range(200)
    )
    with CaptureQueriesContext(connection) as many:
        issue(hr(), "2026-10")
    assert len(many) <= len(few) + 4  # rows are inserted in batches
    assert Agreement.objects.count() == 202

"""Attacks on the performance cycle: in another capacity, after the seal, on what is somebody's alone."""

import json
from datetime import date

import pytest
from django.test import Client
from django.utils import timezone

from merit.kernel.moves import Party
from merit.kernel.refusals import ConflictRefusal, NotAllowedRefusal, NotFoundRefusal
from merit.reviews.appeal import AppealMatter
from merit.reviews.enrolment import Charge
from merit.reviews.life import ReviewMove, ReviewState
from merit.reviews.stages import Stage
from merit.targets.agreement import AgreementState
from merit_desk.accounts.access import Role
from merit_desk.accounts.viewer import viewer_for
from merit_desk.agreements.actions.issue import notify, withdraw
from merit_desk.agreements.actions.negotiate import propose, read
from merit_desk.agreements.models import NoticeGiven
from merit_desk.api.actions.tokens import make_token
from merit_desk.api.models import Answered
from merit_desk.api.scopes import EVERY_SCOPE
from merit_desk.calibration.actions.change import Wanted, change
from merit_desk.calibration.models import Seat, Session
from merit_desk.calibration.queries.board import board_of
from merit_desk.cycles.actions.move import move
from merit_desk.cycles.models import Cycle
from merit_desk.cycles.queries.columns import in_charge_columns
from merit_desk.cycles.queries.parties import parties_of
from merit_desk.outcomes.actions import appeal as appealing
from merit_desk.outcomes.actions import interview as act
from merit_desk.outcomes.actions.appeal import Disputed, assign_judge, file_appeal
from merit_desk.outcomes.actions.judge import Decision, Verdict, decide
from merit_desk.outcomes.queries.versions import latest_version
from merit_desk.surveys.models import Invitation, Survey
from tests.desk.agreements.agreed import agreement
from tests.desk.agreements.agreed import person as viewer_named
from tests.desk.conftest import account_for, client_for, role_account, viewer_as
from tests.desk.cycle_world import october_cycle, review_of
from tests.desk.outcomes.conftest import after_release, client_of_person, released, settled, viewer_of_person

__all__ = ["released", "settled"]
EVERY_MOVE = [move for move in ReviewMove if move is not ReviewMove.SEAL]


def bearer(account):
    """What the account's machine sends."""
    _, shown = make_token(viewer_for(account), "machine", sorted(EVERY_SCOPE), 30)
    return {"authorization": f"Bearer {shown}"}


def told(answer):
    """What an answer says, JSON with its letters as they are."""
    if "json" in answer.headers["Content-Type"]:
        return json.dumps(json.loads(answer.content), ensure_ascii=False)
    return answer.content.decode()


def sealed(cycle):
    """The cycle as its seal leaves it."""
    Cycle.objects.filter(pk=cycle.pk).update(sealed_at=timezone.now())
    return Cycle.objects.get(pk=cycle.pk)


@pytest.mark.parametrize("state", [str(each) for each in ReviewState])
def test_hr_who_is_a_person_does_nothing_on_their_own_review_but_what_its_subject_does(own_folder, state):
    cycle = october_cycle(ReviewState(state))
    viewer = viewer_for(account_for("hr-cat", "cat", Role.HR))
    own = {ReviewMove.SUBMIT_SELF, ReviewMove.CONFIRM, ReviewMove.APPEAL, ReviewMove.WITHDRAW_APPEAL}
    for wanted in EVERY_MOVE:
        if wanted in own | {ReviewMove.SIGN_INTERVIEW}:
            continue
        with pytest.raises((NotAllowedRefusal, ConflictRefusal)):
            move(viewer, review_of(cycle, "cat").pk, wanted, "x")
    assert review_of(cycle, "cat").state == state


def test_who_managed_for_a_part_of_the_time_does_not_endorse_what_they_submitted_themselves(own_folder):
    cycle = october_cycle(ReviewState.SKIP_REVIEW)
    one = review_of(cycle, "ann")
    one.skip_managers = [{"person": "leader", "days": 9}]
    one.save()
    assert parties_of(viewer_named("leader"), one) == {Party.MANAGER}
    with pytest.raises((NotAllowedRefusal, ConflictRefusal)):
        move(viewer_named("leader"), one.pk, ReviewMove.ENDORSE)
    assert move(viewer_as("hr"), one.pk, ReviewMove.ENDORSE).state == "calibration"


def test_who_enrols_names_nobody_as_manager_and_as_the_next_level_of_the_same_review():
    both = (Charge("leader", 10), Charge("owner", 8))
    found = in_charge_columns(both[:1], both, [Stage.SKIP])
    assert found["skip_managers"] == [{"person": "owner", "days": 8}]


def test_nothing_of_a_sealed_cycle_moves_not_even_who_was_left_out(own_folder):
    cycle = october_cycle(ReviewState.LEFT_OUT)
    sealed(cycle)
    for wanted in EVERY_MOVE:
        with pytest.raises((NotAllowedRefusal, ConflictRefusal)):
            move(viewer_as("hr"), review_of(cycle, "ann").pk, wanted, "x")
    page = client_for(role_account("hr"))
    number = review_of(cycle, "ann").pk
    page.post(f"/cycles/reviews/{number}/bring_back/", {"note": "x"})
    page.post(f"/cycles/2026-10/move/?move=bring_back&review={number}", {"note": "x", "count": "1"})
    sent = {"move": "bring_back", "note": "x"}
    answer = page.post(f"/api/v1/reviews/{number}/moves", json.dumps(sent), content_type="application/json")
    assert answer.status_code in {403, 409}
    assert review_of(cycle, "ann").state == "left_out"


@pytest.mark.parametrize("state", ["notified", "proposed", "changing", "draft"])
def test_no_agreement_of_a_sealed_cycle_changes(own_folder, state):
    one = agreement(AgreementState(state), who="ann")
    sealed(one.participant.cycle)
    ann, hr = viewer_named("ann"), viewer_as("hr")
    attempts = [
        lambda: propose(ann, one.pk, one.digest, [], "别的"),
        lambda: notify(hr, [one.pk]),
        lambda: withdraw(hr, one.pk, "x"),
    ]
    for attempt in attempts:
        with pytest.raises((ConflictRefusal, NotAllowedRefusal, NotFoundRefusal)):
            attempt()
    if state != "draft":
        read(ann, one.pk)
        assert not NoticeGiven.objects.filter(agreement=one).exclude(read_at=None).exists()
    one.refresh_from_db()
    assert one.state == state
    assert one.proposals.filter(note="别的").count() == 0


def drafted(released):
    """cat's interview as the manager's draft."""
    one = after_release(released, "cat", ReviewState.CONFIRMED)
    written = act.Written(date(2026, 11, 20), "回复快", "还不该看到的话", (), 0)
    act.write_interview(viewer_of_person("leader"), one.pk, written)
    return one


def test_the_managers_draft_is_in_no_pack_and_no_answer_of_the_api(released):
    one = drafted(released)
    for who in ("cat", "owner"):
        client = client_of_person(who)
        for address in (f"/api/v1/outcomes/{one.pk}/pack", f"/api/v1/outcomes/{one.pk}/interview"):
            assert "还不该看到的话" not in told(client.get(address)), (who, address)
    for address in (f"/outcomes/{one.pk}/", f"/outcomes/{one.pk}/interview/"):
        assert "还不该看到的话" not in client_of_person("cat").get(address).content.decode()


def test_a_draft_that_was_never_handed_over_stays_the_managers_after_a_waiver(released):
    one = drafted(released)
    act.waive_interview(viewer_as("hr"), one.pk, "已离职")
    client = client_of_person("cat")
    for address in (f"/outcomes/{one.pk}/interview/", f"/api/v1/outcomes/{one.pk}/pack"):
        assert "还不该看到的话" not in told(client.get(address)), address
    answer = client.get(f"/api/v1/outcomes/{one.pk}/interview")
    assert "还不该看到的话" not in told(answer)


def test_a_judge_who_has_come_into_the_line_since_no_longer_decides(released, own_folder, monkeypatch):
    one = review_of(released, "cat")
    disputed = Disputed(AppealMatter.GRADE, "x", "x", "x")
    filed = file_appeal(viewer_of_person("cat"), one.pk, latest_version(one).digest, disputed)
    with (own_folder / "people.csv").open("a", encoding="utf-8") as file:
        file.write("")
    judge = account_for("judge", "", Role.HR)
    assign_judge(viewer_as("hr"), filed.pk, judge.pk)
    appealing.Appeal.objects.filter(pk=filed.pk).update(stand_in=False)
    monkeypatch.setattr("merit_desk.outcomes.actions.judge.may_judge", lambda *_: False)
    with pytest.raises(NotAllowedRefusal, match="not_outside"):
        decide(viewer_for(judge), filed.pk, Decision(Verdict.REJECTED, "x"))


def test_nobody_acts_on_their_own_review_through_a_seat_of_a_calibration(own_folder):
    cycle = october_cycle(ReviewState.CALIBRATION)
    session = Session.objects.create(cycle=cycle, title="x", opened_by=role_account("hr"))
    Seat.objects.create(session=session, person="cat")
    Seat.objects.create(session=session, person="leader")
    for viewer in (viewer_named("cat"), viewer_for(account_for("hr-ann", "ann", Role.HR))):
        board = board_of(viewer, session)
        assert viewer.person not in {each.person for each in board.people}
        with pytest.raises(NotFoundRefusal):
            change(viewer, session.pk, Wanted(viewer.person, {"grade": "B"}, {"grade": "A"}, "x"))
    leader = board_of(viewer_named("leader"), session)
    assert "leader" not in {each.person for each in leader.people}
    client = client_for(role_account("manager"))
    for address in (f"/calibration/{session.pk}/people/leader/", f"/calibration/{session.pk}/people/owner/"):
        assert client.get(address).status_code == 404


@pytest.mark.parametrize("percent", ["NaN", "1e999999999", "-0", "0/0", "101", "x"])
def test_a_reference_of_a_calibration_that_is_no_share_is_refused(own_folder, percent):
    october_cycle(ReviewState.CALIBRATION)
    sent = {"cycle": "2026-10", "title": "x", "reference": [["A", percent], ["B", "0"]]}
    client = client_for(role_account("hr"))
    answer = client.post("/api/v1/calibrations", json.dumps(sent), content_type="application/json")
    assert answer.status_code == 422
    assert not Session.objects.exists()


def test_an_answer_to_a_pulse_is_kept_under_no_key_of_the_api(own_folder):
    cycle, hr = october_cycle(), role_account("hr")
    told = {"kind": "pulse", "title": "x", "state": "open", "cycle": cycle, "closes": date(2099, 1, 1)}
    survey = Survey.objects.create(made_by=hr, **told)
    cat = role_account("employee")
    Invitation.objects.create(survey=survey, account=cat, department="trade")
    headers = {**bearer(cat), "idempotency-key": "k"}
    address, sent = f"/api/v1/surveys/{survey.pk}/answer", json.dumps({"clarity": 1})
    answer = Client(SERVER_NAME="127.0.0.1").post(address, sent, content_type="application/json", headers=headers)
    assert answer.status_code == 204
    assert not Answered.objects.exists()
    assert survey.ballots.get().scores == {"clarity": 1}


@pytest.mark.parametrize("body", ['{"subject": "a\\u0000b"}', '{"subject": "a\\\\\\u0000b"}'])
def test_a_nul_is_refused_before_it_reaches_the_database(own_folder, body):
    client = client_for(role_account("hr"))
    assert client.post("/api/v1/follow/requests", body, content_type="application/json").status_code == 400
    assert client.get("/api/v1/goals?period=%00").status_code == 400
    assert client.get("/follow/tasks/?q=%00").status_code == 404

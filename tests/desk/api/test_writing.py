"""A write through the API is the page's own: permitted, checked, on the trail, and carried out once."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from merit_desk.api.actions.asking import forget_answers
from merit_desk.api.models import Answered
from merit_desk.audit.models import Entry
from merit_desk.jobs.models import Job

TARGET = {"kpi": "paid_sales", "node_kind": "company", "node": "company", "period": "2026-11", "target": "12000"}


def test_targets_are_added_and_replaced(writing_program):
    asking = writing_program("hr")
    assert asking.ask("PUT", "/targets", {"rows": [TARGET], "reason": "plan"}).json()["path"] == "targets.csv"
    asking.ask("PUT", "/targets", {"rows": [{**TARGET, "target": "13000"}]})
    found = [each for each in asking.every("/targets") if each["period"] == "2026-11"]
    assert [each["target"] for each in found] == ["13000"]
    assert Entry.objects.filter(action="document.written").count() == 2


def test_a_target_that_is_wrong_changes_nothing_and_says_what_is_wrong(writing_program, own_folder):
    asking = writing_program("hr")
    before = (own_folder / "targets.csv").read_bytes()
    answer = asking.ask("PUT", "/targets", {"rows": [{**TARGET, "kpi": "no_such_kpi"}]})
    assert answer.status_code == 409
    assert any(each["severity"] == "error" and each["zh"] for each in answer.json()["problems"])
    assert (own_folder / "targets.csv").read_bytes() == before


@pytest.mark.parametrize("role", ["stranger", "employee", "manager", "steward", "finance", "auditor"])
def test_who_may_not_set_targets_is_told_nothing(writing_program, own_folder, role):
    assert writing_program(role).ask("PUT", "/targets", {"rows": [TARGET]}).status_code == 404
    assert not Entry.objects.filter(action="document.written").exists()


def test_a_file_is_replaced_only_from_the_state_that_was_seen(writing_program):
    asking = writing_program("hr")
    seen = asking.get("/documents/company.yaml").json()
    change = {"text": seen["text"] + "# a remark\n", "based_on": seen["digest"]}
    assert asking.ask("PUT", "/documents/company.yaml", change).status_code == 200
    stale = asking.ask("PUT", "/documents/company.yaml", change)
    now = asking.get("/documents/company.yaml").json()["digest"]
    assert (stale.status_code, stale.json()["digest"]) == (409, now)


def test_a_period_is_run_in_the_background(writing_program):
    asking = writing_program("hr")
    answer = asking.post("/periods/2026-10/runs")
    assert (answer.status_code, answer.json()["state"]) == (202, "waiting")
    job = answer.json()["id"]
    assert asking.get(f"/jobs/{job}").json()["kind"] == "periods.run"
    assert asking.ask("DELETE", f"/jobs/{job}").json()["state"] == "cancelled"
    assert asking.ask("DELETE", f"/jobs/{job}").status_code == 409
    assert writing_program("steward").get(f"/jobs/{job}").status_code == 404


def test_a_write_asked_twice_under_one_key_is_carried_out_once(writing_program):
    asking = writing_program("hr")
    first = asking.post("/periods/2026-10/runs", **{"idempotency-key": "k1"})
    again = asking.post("/periods/2026-10/runs", **{"idempotency-key": "k1"})
    assert (first.status_code, again.status_code) == (202, 202)
    assert first.content == again.content
    assert again["Idempotency-Replayed"] == "true"
    assert Job.objects.count() == 1


def test_a_key_belongs_to_one_content_and_one_asker(writing_program):
    asking = writing_program("hr")
    asking.ask("PUT", "/targets", {"rows": [TARGET]}, **{"idempotency-key": "k"})
    other = asking.ask("PUT", "/targets", {"rows": [{**TARGET, "target": "1"}]}, **{"idempotency-key": "k"})
    assert (other.status_code, other.json()["code"]) == (422, "api.key_of_another")
    somebody = writing_program("owner").ask(
        "PUT", "/targets", {"rows": [{**TARGET, "target": "9"}]}, **{"idempotency-key": "k"}
    )
    assert somebody.status_code == 200


def test_a_key_whose_answer_is_still_being_made_waits(writing_program):
    asking = writing_program("hr")
    asking.post("/periods/2026-10/runs", **{"idempotency-key": "k"})
    Answered.objects.update(status=None)
    assert asking.post("/periods/2026-10/runs", **{"idempotency-key": "k"}).status_code == 409


def test_kept_answers_are_forgotten_after_a_day(writing_program):
    from datetime import timedelta

    from django.utils import timezone

    writing_program("hr").post("/periods/2026-10/runs", **{"idempotency-key": "k"})
    forget_answers()
    assert Answered.objects.count() == 1
    Answered.objects.update(at=timezone.now() - timedelta(hours=25))
    forget_answers()
    assert Answered.objects.count() == 0


def test_asking_too_often_is_refused_with_the_time_to_wait(writing_program, settings):
    settings.MERIT_API_RATE = 3
    asking = writing_program("hr")
    answers = [asking.get("/me") for _ in range(4)]
    assert [each.status_code for each in answers] == [200, 200, 200, 429]
    assert [each["RateLimit-Remaining"] for each in answers] == ["2", "1", "0", "0"]
    assert 0 < int(answers[-1]["Retry-After"]) <= 60
    assert writing_program("owner").get("/me").status_code == 200


def test_a_file_is_handed_in_once(writing_program):
    asking = writing_program("steward")

    def send():
        file = SimpleUploadedFile("tasks.csv", b"task_id,owner,due_at\nT77,cat,2026-10-08\n", "text/csv")
        return asking.client.post(
            "/api/v1/uploads", {"file": file}, headers={"authorization": f"Bearer {asking.secret}"}
        )

    first, again = send(), send()
    assert (first.status_code, again.json()["id"]) == (201, first.json()["id"])
    assert [each["name"] for each in asking.every("/uploads")] == ["tasks.csv"]


def test_a_file_that_is_none_is_refused_with_reasons(writing_program):
    asking = writing_program("steward")
    file = SimpleUploadedFile("run.exe", b"MZ\x00\x00")
    answer = asking.client.post("/api/v1/uploads", {"file": file}, headers={"authorization": f"Bearer {asking.secret}"})
    assert (answer.status_code, answer.json()["code"]) == (409, "api.file_not_taken")
    assert answer.json()["problems"]


def test_a_body_that_does_not_fit_is_told_place_by_place(writing_program):
    asking = writing_program("hr")
    answer = asking.ask("PUT", "/targets", {"rows": [{"kpi": "x" * 200}]})
    assert answer.status_code == 422
    assert any("kpi" in each["field"] for each in answer.json()["errors"])
    broken = asking.client.generic(
        "PUT",
        "/api/v1/targets",
        b"{",
        content_type="application/json",
        headers={"authorization": f"Bearer {asking.secret}"},
    )
    assert (broken.status_code, broken["Content-Type"]) == (400, "application/problem+json")

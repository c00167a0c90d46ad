"""Five failures lock one name from one address out for a quarter of an hour, and the page says until when."""

from datetime import timedelta

from axes.models import AccessAttempt
from django.utils import timezone

from merit_desk.audit.models import Entry
from tests.desk.accounts.conftest import sign_in
from tests.desk.conftest import account_for, client_for
from tests.desk.pages import text


def fail(client, times, login="cat", **extra):
    for _ in range(times):
        answer = sign_in(client, login, "not it at all", **extra)
    return answer


def test_the_fifth_failure_locks_out_and_says_until_when(nobody, cat):
    assert fail(nobody, 4).status_code == 200
    answer = fail(nobody, 1)
    until = timezone.localtime(AccessAttempt.objects.get().attempt_time + timedelta(minutes=15))
    assert answer.status_code == 429
    assert f"要等到 {until:%H:%M} 再试" in text(answer)


def test_while_locked_out_the_right_password_does_not_help_and_the_time_does_not_move(nobody, cat):
    fail(nobody, 5)
    before = AccessAttempt.objects.get().attempt_time
    assert sign_in(nobody, "cat").status_code == 429
    assert AccessAttempt.objects.get().attempt_time == before
    assert nobody.get("/accounts/me/").status_code == 302


def test_after_a_quarter_of_an_hour_the_right_password_opens_again(nobody, cat):
    fail(nobody, 5)
    AccessAttempt.objects.update(attempt_time=timezone.now() - timedelta(minutes=16))
    assert sign_in(nobody, "cat").status_code == 302


def test_capitals_and_spaces_do_not_make_another_name(nobody, cat):
    for login in ("cat", "CAT", " cat", "Cat ", "cAt"):
        answer = fail(nobody, 1, login)
    assert answer.status_code == 429


def test_a_colleague_behind_the_same_address_and_the_person_elsewhere_are_not_locked_out(nobody, cat):
    bob = account_for("bob", "bob")
    bob.set_password("harbour-seven-lychee")
    bob.save()
    fail(nobody, 5)
    assert sign_in(nobody, "bob", "harbour-seven-lychee").status_code == 302
    nobody.post("/sign-out/")
    assert sign_in(nobody, "cat", REMOTE_ADDR="10.0.0.9").status_code == 302


def test_success_forgets_earlier_failures(nobody, cat):
    fail(nobody, 4)
    sign_in(nobody, "cat")
    nobody.post("/sign-out/")
    assert fail(nobody, 4).status_code == 200


def test_failures_and_the_lock_out_are_on_the_trail_without_what_was_typed(nobody, cat):
    fail(nobody, 6)
    fail(nobody, 1, login="my-password-in-the-wrong-field")
    found = Entry.objects.filter(action__in=["accounts.sign_in_failed", "accounts.locked_out"]).order_by("number")
    assert [entry.action.partition(".")[2] for entry in found] == ["sign_in_failed"] * 4 + [
        "locked_out",
        "sign_in_failed",
    ]
    assert [entry.subject for entry in found] == [str(cat.pk)] * 5 + [""]
    assert {entry.address for entry in found} == {"127.0.0.1"}


def test_hr_can_let_somebody_in_again(nobody, cat, as_hr):
    fail(nobody, 5)
    assert "要等到" in text(as_hr.get(f"/accounts/{cat.pk}/"))
    as_hr.post(f"/accounts/{cat.pk}/open/")
    assert sign_in(nobody, "cat").status_code == 302


def test_a_wrong_password_when_asked_again_counts_too(nobody, cat):
    client = client_for(cat)
    for _ in range(5):
        answer = client.post("/accounts/me/again/", {"password": "not it at all"})
    assert answer.status_code == 429

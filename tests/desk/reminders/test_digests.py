"""One digest a day for each account, at its own hour on working days, in the application and by mail; never twice."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.core import mail

from merit.kernel.refusals import NotFoundRefusal
from merit.reviews.life import ReviewState
from merit_desk.accounts.models import Account
from merit_desk.audit.models import Entry
from merit_desk.cycles.models import Participant
from merit_desk.notices.actions import tell
from merit_desk.notices.models import Notice
from merit_desk.reminders.actions import send
from merit_desk.reminders.actions.wishes import keep_wishes
from merit_desk.reminders.models import Digest, Wishes
from merit_desk.reminders.queries.own import reminded_in
from tests.desk.conftest import client_for, role_account, viewer_as
from tests.desk.cycle_world import october_cycle

USUAL = {"hour": 9, "days_before": 3, "quiet_from": 21, "quiet_to": 8, "by_mail": True, "mentions_at_once": True}


def at(day, hour, month=11):
    """A moment on the company's clock in Shanghai."""
    return datetime(2026, month, day, hour, tzinfo=UTC) - timedelta(hours=8)


@pytest.fixture
def hr(company_folder):
    """Late in the cycle: the self-reviews ended on 4 November and still wait, so that HR has something to do."""
    account = role_account("hr")
    account.email = "hr@example.org"
    account.save()
    october_cycle(ReviewState.SELF_REVIEW)
    return account


def digests(account):
    return [each for each in Digest.objects.filter(account=account) if each.items]


def test_what_waits_comes_once_a_day_at_the_usual_hour(hr):
    assert send.send_due(at(5, 8))["digests"] == 0
    assert send.send_due(at(5, 9))["digests"] >= 1
    (digest,) = digests(hr)
    assert (digest.day, digest.items[0]["group"]) == (date(2026, 11, 5), "late")
    assert send.send_due(at(5, 10))["digests"] == 0
    assert Notice.objects.filter(account=hr, code="notice.digest").count() == 1
    assert send.send_due(at(6, 9))["digests"] >= 1
    assert len(digests(hr)) == 2


@pytest.mark.parametrize("moment", [at(7, 10), at(8, 10), at(1, 10, month=10)])
def test_nothing_comes_on_a_day_off(hr, moment):
    assert send.send_due(moment) == {"digests": 0, "mailed": 0}
    assert not Digest.objects.exists()


def test_nothing_comes_in_quiet_hours_and_later_it_does(hr):
    Wishes.objects.create(account=hr, hour=7, quiet_from=22, quiet_to=10)
    send.send_due(at(5, 9))
    assert digests(hr) == []
    send.send_due(at(5, 10))
    assert len(digests(hr)) == 1


def test_an_own_hour_is_kept(hr):
    Wishes.objects.create(account=hr, hour=15)
    send.send_due(at(5, 14))
    assert digests(hr) == []
    send.send_due(at(5, 15))
    assert len(digests(hr)) == 1


def test_who_has_nothing_to_do_hears_nothing(company_folder):
    account = role_account("stranger")
    send.send_due(at(5, 9))
    assert digests(account) == []
    assert not Notice.objects.filter(account=account).exists()


def test_mail_goes_out_where_there_is_an_address_and_is_not_sent_twice(hr):
    assert send.send_due(at(5, 9))["mailed"] == 1
    (message,) = mail.outbox
    assert message.to == ["hr@example.org"]
    assert "十月考核" in message.body
    assert "/reminders/2026-11-05/" in message.body
    assert digests(hr)[0].mailed_at is not None
    send.send_due(at(5, 11))
    assert len(mail.outbox) == 1


def test_who_does_not_want_mail_gets_none(hr):
    Wishes.objects.create(account=hr, by_mail=False)
    send.send_due(at(5, 9))
    assert len(digests(hr)) == 1
    assert mail.outbox == []


def test_without_a_mail_server_the_digest_stands_in_the_application(hr, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.console.EmailBackend"
    send.send_due(at(5, 9))
    assert len(digests(hr)) == 1
    assert digests(hr)[0].mailed_at is None


def test_a_mail_server_that_is_away_loses_nothing(hr, monkeypatch):
    def away(*_, **__):
        raise OSError

    monkeypatch.setattr(send, "send_mail", away)
    assert send.send_due(at(5, 9))["mailed"] == 0
    assert len(digests(hr)) == 1


def test_a_digest_speaks_the_language_of_its_reader(hr):
    Account.objects.filter(pk=hr.pk).update(language="en")
    send.send_due(at(5, 9))
    assert "late" in digests(hr)[0].items[0]["what"]


def test_after_the_deadline_the_manager_hears_who_is_late_but_not_with_what(company_folder):
    october_cycle(ReviewState.SELF_REVIEW)
    manager = role_account("manager")
    send.send_due(at(4, 9))
    assert not any(each["group"] == "escalated" for digest in digests(manager) for each in digest.items)
    send.send_due(at(5, 9))
    below = [each for digest in digests(manager) for each in digest.items if each["group"] == "escalated"]
    assert {each["what"] for each in below} == {
        "安安：自评有 1 份逾期",
        "凯特：自评有 1 份逾期",
    }  # bob has left by then


def test_answers_of_raters_are_escalated_to_nobody(company_folder):
    october_cycle(ReviewState.RATING)
    manager = role_account("manager")
    send.send_due(at(9, 9))
    assert not any(each["group"] == "escalated" for digest in digests(manager) for each in digest.items)


def test_a_mention_is_mailed_at_once_to_those_who_want_that_and_only_once(hr):
    Digest.objects.create(account=hr, day=date(2026, 11, 5))
    tell(hr.pk, "notice.mentioned", "/x/", name="安安", title="目标")
    now = Notice.objects.get().at.replace(hour=3, minute=0)
    Notice.objects.update(at=now - timedelta(minutes=1))
    Digest.objects.create(account=hr, day=(now + timedelta(hours=8)).date())
    send.send_due(now)
    assert [each.to for each in mail.outbox] == [["hr@example.org"]]
    send.send_due(now)
    assert len(mail.outbox) == 1


def test_a_mention_waits_for_the_digest_where_that_is_wished(hr):
    Wishes.objects.create(account=hr, mentions_at_once=False)
    tell(hr.pk, "notice.mentioned", "/x/", name="安安", title="目标")
    assert send.unsent_mentions(Notice.objects.get().at) == []


def test_hr_sees_who_of_a_cycle_was_reminded_when_and_nobody_else_does(company_folder):
    cycle = october_cycle(ReviewState.SELF_REVIEW)
    role_account("manager")
    send.send_due(at(5, 9))
    _, reminded = reminded_in(viewer_as("hr"), cycle.code)
    by_name = {each.name: each for each in reminded}
    assert (by_name["李得"].days, by_name["李得"].last) == (1, date(2026, 11, 5))
    assert (by_name["鲍勃"].days, by_name["鲍勃"].has_account) == (0, False)
    with pytest.raises(NotFoundRefusal):
        reminded_in(viewer_as("manager"), cycle.code)
    assert client_for(role_account("hr")).get(f"/reminders/cycles/{cycle.code}/").status_code == 200


def test_own_settings_are_kept_with_an_entry(as_employee):
    answer = as_employee.post("/reminders/wishes/", {**USUAL, "hour": "8", "by_mail": ""})
    assert answer.status_code == 302
    kept = Wishes.objects.get(account=as_employee.account)
    assert (kept.hour, kept.by_mail) == (8, False)
    entry = Entry.objects.get(action="reminders.wishes")
    assert (entry.before["hour"], entry.after["hour"]) == (9, 8)


def test_an_hour_that_is_quiet_all_day_is_refused_with_what_to_change(as_employee):
    answer = as_employee.post("/reminders/wishes/", {**USUAL, "hour": "22", "quiet_from": "21", "quiet_to": "8"})
    assert answer.status_code == 422
    assert "免打扰" in answer.content.decode()


def test_ones_own_digest_opens_and_somebody_elses_is_not_there(hr):
    send.send_due(at(5, 9))
    client = client_for(hr)
    assert client.get("/reminders/").status_code == 200
    page = client.get("/reminders/2026-11-05/").content.decode()
    assert "已逾期" in page
    assert client_for(role_account("employee")).get("/reminders/2026-11-05/").status_code == 404
    assert client.get("/reminders/nonsense/").status_code == 404


def test_nobody_who_is_not_signed_in_keeps_settings(company_folder):
    from merit_desk.accounts.viewer import NOBODY

    with pytest.raises(NotFoundRefusal):
        keep_wishes(NOBODY, USUAL)


def test_the_worker_asks_for_a_job_only_when_something_is_due(hr, monkeypatch):
    monkeypatch.setattr(send.timezone, "now", lambda: at(5, 8))
    assert send.ask_to_send() is None
    monkeypatch.setattr(send.timezone, "now", lambda: at(5, 9))
    assert send.ask_to_send() is not None
    assert send.ask_to_send() is None  # one is waiting already


def test_digests_of_many_take_a_bounded_number_of_queries_each(company_folder, django_assert_max_num_queries):
    cycle = october_cycle(ReviewState.SELF_REVIEW)
    Participant.objects.bulk_create(
        Participant(cycle=cycle, person=f"p{n}", start="2026-10-01", end="2026-10-31", state="self_review")
        for n in range(300)
    )
    role_account("employee")
    with django_assert_max_num_queries(120):
        send.send_due(at(5, 9))

"""Alerts are kept with their states, told to whom they concern and to nobody else, and become tasks."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from merit.alerts.standing import AlertMove
from merit.kernel.refusals import ConflictRefusal, NotFoundRefusal
from merit_desk.alerts.actions.moves import move_alert, snooze_alert, task_from
from merit_desk.alerts.actions.telling import tell_of
from merit_desk.alerts.models import Alert, Told
from merit_desk.alerts.queries.visible import open_alerts
from merit_desk.alerts.queries.waiting import waiting_here
from merit_desk.audit.models import Entry
from merit_desk.jobs.models import Job
from merit_desk.notices.models import Notice
from tests.desk.alerts.conftest import RULES, TODAY
from tests.desk.conftest import client_for, role_account, viewer_as


def moves(alert: Alert) -> list[str]:
    return [each.move for each in alert.steps.all()]


def quiet(folder) -> None:
    (folder / "alerts.yaml").write_text(RULES.replace("1000000", "1"), "utf-8")


def test_what_fires_is_kept_once_with_its_evidence_and_the_money_at_stake(looked) -> None:
    looked()
    company, ann = looked(TODAY + timedelta(days=1))
    assert (company.state, company.interval, moves(company)) == ("firing", "2026-09", ["fired"])
    assert company.stake == 1_000_000 - int(company.evidence[-1]["value"])
    assert (ann.node, ann.cause) == ("ann", company.cause)


def test_the_owner_hears_of_one_cause_once_by_the_alert_with_most_at_stake(looked) -> None:
    """ann's September is part of the company's, and lacks more of a million."""
    owner = client_for(role_account("owner"))
    _, ann = looked()
    looked()
    (notice,) = Notice.objects.filter(account=owner.account, code="notice.alert")
    assert notice.address == f"/alerts/{ann.pk}/"
    page = owner.get(notice.address).content.decode()
    assert "低于下限" in page
    assert "涉及金额约" in page


def test_nobody_is_told_of_a_figure_that_they_may_not_see(looked) -> None:
    """cat may see neither the company's sales nor ann's; leader is in charge of ann."""
    accounts = {role: role_account(role) for role in ("owner", "manager", "employee")}
    alert, ann = looked()
    told = {(each.account_id, each.alert_id) for each in Told.objects.all()}
    assert not any(account == accounts["employee"].pk for account, _ in told)
    assert (accounts["manager"].pk, ann.pk) in told
    assert client_for(accounts["employee"]).get(f"/alerts/{alert.pk}/").status_code == 404
    assert open_alerts(viewer_as("employee")) == []


def test_beyond_the_budget_an_alert_is_left_to_the_digest(looked) -> None:
    role_account("owner")
    alert, ann = looked()
    Told.objects.all().delete()
    Alert.objects.filter(pk=ann.pk).update(cause="another", to=["owner"])
    ann.refresh_from_db()
    tell_of([alert, ann], 1, TODAY, timezone.now())
    own = Told.objects.filter(account=role_account("owner")).order_by("pk")
    assert [each.later for each in own] == [False, True]
    (line,) = waiting_here(viewer_as("owner"))
    assert line.count == 2


def test_data_that_are_well_again_resolve_it_and_rearm_it(looked, ruled) -> None:
    looked()
    quiet(ruled)
    company, _ = looked(TODAY + timedelta(days=1))
    assert (company.state, moves(company)) == ("resolved", ["fired", "resolved"])
    company, _ = looked(TODAY + timedelta(days=2))
    assert (company.state, moves(company)[-1]) == ("ok", "rearmed")


def test_a_rule_that_is_switched_off_ends_its_alerts(looked, ruled) -> None:
    looked()
    (ruled / "alerts.yaml").write_text("off: all\n", "utf-8")
    assert {each.state for each in looked(TODAY + timedelta(days=1))} == {"resolved"}


def test_what_somebody_resolved_stays_so_until_later_data_are_bad(looked) -> None:
    role_account("owner")
    alert, _ = looked()
    told = Notice.objects.count()
    move_alert(viewer_as("owner"), alert.pk, AlertMove.RESOLVE, "大促前备货，已知")
    assert looked(TODAY + timedelta(days=1))[0].state == "resolved"
    assert Notice.objects.count() == told


def test_a_reason_is_asked_for_and_every_step_is_on_the_trail(looked) -> None:
    alert, _ = looked()
    owner = viewer_as("owner")
    with pytest.raises(ConflictRefusal):
        move_alert(owner, alert.pk, AlertMove.RESOLVE, " ")
    with pytest.raises(ConflictRefusal):
        snooze_alert(owner, alert.pk, owner.today, "later")
    move_alert(owner, alert.pk, AlertMove.ACKNOWLEDGE, "")
    snooze_alert(owner, alert.pk, owner.today + timedelta(days=3), "周五再看")
    assert moves(alert) == ["fired", "acknowledge", "snooze"]
    assert set(Entry.objects.values_list("action", flat=True)) >= {"alerts.acknowledge", "alerts.snooze"}


def test_while_it_sleeps_nobody_is_told(looked) -> None:
    alert, _ = looked()
    Notice.objects.all().delete()
    Alert.objects.filter(pk=alert.pk).update(snoozed_until=TODAY + timedelta(days=5))
    alert.refresh_from_db()
    assert tell_of([alert], 5, TODAY, timezone.now()) == 0
    assert not Notice.objects.exists()


def test_one_click_makes_it_a_task_and_only_one(looked) -> None:
    client = client_for(role_account("owner"))
    alert, _ = looked()
    first = client.post(f"/alerts/{alert.pk}/task/")
    again = client.post(f"/alerts/{alert.pk}/task/")
    assert first["Location"] == again["Location"]
    alert.refresh_from_db()
    assert alert.state == "acknowledged"
    task = client.get(first["Location"]).content.decode()
    assert f"/alerts/{alert.pk}/" in task
    assert f"/follow/tasks/{alert.task_id}/" in client.get(f"/alerts/{alert.pk}/").content.decode()


def test_who_is_not_concerned_cannot_move_it(looked) -> None:
    alert, _ = looked()
    for role in ("auditor", "finance"):
        with pytest.raises(NotFoundRefusal):
            move_alert(viewer_as(role), alert.pk, AlertMove.ACKNOWLEDGE, "")
    with pytest.raises(NotFoundRefusal):
        task_from(viewer_as("auditor"), alert.pk)


def test_the_worker_looks_when_data_rules_or_the_day_have_changed(ruled, looked) -> None:
    from merit_desk.alerts.actions.look import ask_to_look, company_today

    assert ask_to_look().kind == "alert.look"
    assert ask_to_look() is None, "one waits already"
    Job.objects.all().delete()
    looked(company_today())
    assert ask_to_look() is None
    quiet(ruled)
    assert ask_to_look() is not None


@pytest.mark.parametrize("address", ["/alerts/", "/alerts/?state=over", "/alerts/rules/", "/alerts/channels/"])
@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_pages_open_in_both_languages(looked, address, language) -> None:
    looked()
    page, _, asked = address.partition("?state=")
    shown = client_for(role_account("owner")).get(page, {"lang": language, "state": asked})
    assert shown.status_code == 200


def test_rules_are_kept_by_the_form_and_a_wrong_one_is_told_with_its_line(looked, ruled) -> None:
    client = client_for(role_account("owner"))
    page = client.get("/alerts/rules/")
    based_on = page.context["form"].initial["based_on"]
    given = {"budget": "3", "usual": ["paid_sales_band"], "based_on": based_on}
    wrong = client.post("/alerts/rules/", {**given, "own": "alerts:\n  - {name: x, kind: threshold, kpi: nothing}\n"})
    assert wrong.status_code == 422
    assert "alerts.yaml:2" in wrong.content.decode()
    kept = client.post(
        "/alerts/rules/", {**given, "own": "# 说明\nalerts:\n  - {name: x, kind: threshold, kpi: aov, below: 9}"}
    )
    assert kept.status_code == 302
    text = (ruled / "alerts.yaml").read_text("utf-8")
    assert "# 说明" in text
    assert "budget: 3" in text
    assert "paid_sales_band" not in text
    stale = client.post("/alerts/rules/", {**given, "own": ""})
    assert stale.status_code == 422, "somebody else has saved in between"
    assert client_for(role_account("finance")).post("/alerts/rules/", given).status_code == 404


def test_a_day_long_past_is_said_to_be_silent(looked) -> None:
    looked(date(2026, 11, 2))
    page = client_for(role_account("owner")).get("/alerts/").content.decode()
    assert "天没有新数据" in page

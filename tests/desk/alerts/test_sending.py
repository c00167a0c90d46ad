"""Robots and webhooks on loopback check every signature; what they refuse is never taken for sent."""

from datetime import UTC, datetime, timedelta

import pytest
from django.core import mail
from django.utils import timezone

from merit.kernel.refusals import ConflictRefusal, NotFoundRefusal
from merit_desk.alerts.actions.channels import add_channel, own_channel, robot_of
from merit_desk.alerts.actions.sending import PAUSES, begin_sending, deliver, send_overdue
from merit_desk.alerts.actions.telling import tell_of
from merit_desk.alerts.models import Channel, Sending, Told, Way
from merit_desk.notices.addresses import target_of
from tests.desk.alerts.conftest import TODAY
from tests.desk.alerts.robot_receivers import SECRETS
from tests.desk.conftest import client_for, role_account, viewer_as

NOON = datetime(2026, 11, 2, 4, tzinfo=UTC)
"""On the company's clock in Shanghai."""


def channel_to(there, way: str, secret: str | None = None) -> Channel:
    return add_channel(viewer_as("owner"), Way(way), "群", there.address, SECRETS[way] if secret is None else secret)[0]


def tried(sending: Sending) -> Sending:
    """As if the pause were over."""
    Sending.objects.filter(pk=sending.pk).update(next_at=timezone.now() - timedelta(seconds=1))
    deliver.call(sending.pk)
    sending.refresh_from_db()
    return sending


@pytest.mark.parametrize("way", SECRETS)
def test_an_alert_reaches_every_platform_signed(looked, platform, way) -> None:
    there = platform(way)
    channel_to(there, way)
    looked()
    (sending,) = Sending.objects.exclude(channel=None)
    assert tried(sending).delivered_at is not None
    ((message),) = there.received
    assert "低于下限" in str(message)
    assert f"/alerts/{sending.told.alert_id}/" in str(message)


@pytest.mark.parametrize("way", ["dingtalk", "feishu", "webhook"])
def test_a_wrong_secret_is_refused_though_the_answer_is_200_and_the_channel_says_so(ruled, platform, way) -> None:
    there = platform(way)
    wrong = {"dingtalk": "SECother", "feishu": "other", "webhook": "whsec_" + "REVG" * 8}[way]
    channel = channel_to(there, way, wrong)
    sending = tried(begin_sending(None, channel, timezone.now()))
    channel.refresh_from_db()
    if way == "webhook":  # a receiver that knows HTTP says no by its status; this one is as lenient as the platforms
        assert there.received == []
        return
    assert (sending.delivered_at, sending.failure) == (None, "refused")
    assert "sign not match" in channel.failed_with
    page = client_for(role_account("owner")).get("/alerts/channels/").content.decode()
    assert "对方拒绝了" in page


def test_it_is_tried_again_with_growing_pauses_and_sent_once(ruled, platform) -> None:
    there = platform("wecom", failing=2)
    sending = begin_sending(None, channel_to(there, "wecom"), timezone.now())
    assert tried(sending).failure == "refused"
    assert timedelta(0) < sending.next_at - timezone.now() <= PAUSES[0]
    assert tried(sending).attempts == 2
    assert tried(sending).delivered_at is not None
    tried(sending)
    assert len(there.received) == 1


def test_after_the_last_pause_it_is_given_up(ruled, platform) -> None:
    there = platform("wecom", failing=99)
    sending = begin_sending(None, channel_to(there, "wecom"), timezone.now())
    for _ in range(len(PAUSES) + 1):
        tried(sending)
    assert (sending.next_at, sending.delivered_at) == (None, None)
    assert there.tried == len(PAUSES) + 1


def test_what_a_dead_worker_left_is_taken_up(ruled, platform) -> None:
    sending = begin_sending(None, channel_to(platform("wecom"), "wecom"), timezone.now())
    Sending.objects.filter(pk=sending.pk).update(next_at=timezone.now() - timedelta(hours=1))
    assert send_overdue() == 1


def test_in_quiet_hours_it_waits_for_the_morning(looked, platform) -> None:
    """23:00 in Shanghai; quiet hours end at 8:00."""
    alert, _ = looked()
    channel_to(platform("wecom"), "wecom")
    Sending.objects.all().delete()
    Told.objects.all().delete()
    tell_of([alert], 5, TODAY, datetime(2026, 11, 2, 15, tzinfo=UTC))
    due = Sending.objects.get(channel__way="wecom").next_at
    assert due == datetime(2026, 11, 3, 0, tzinfo=UTC)


def test_it_is_mailed_where_there_is_a_server_and_an_address(looked) -> None:
    account = role_account("owner")
    account.email = "owner@example.org"
    account.save()
    alert, _ = looked()
    Told.objects.all().delete()
    tell_of([alert], 5, TODAY, NOON)
    tried(Sending.objects.get(channel=None))
    (letter,) = mail.outbox
    assert (letter.to, letter.subject) == (["owner@example.org"], "绩衡预警")
    assert "低于下限" in letter.body


def test_who_may_no_longer_see_the_figure_gets_no_message(looked, platform) -> None:
    """The role ends between telling and sending."""
    there = platform("wecom")
    account = role_account("hr")
    add_channel(viewer_as("hr"), Way.WECOM, "群", there.address)
    alert, _ = looked()
    told = Told.objects.create(alert=alert, account=account, day=TODAY)
    sending = begin_sending(told, Channel.objects.get(account=account), timezone.now())
    account.grants.all().delete()
    assert tried(sending).failure == "not_theirs"
    assert there.tried == 0


def test_address_and_secret_are_sealed_and_shown_to_nobody(ruled, platform) -> None:
    there = platform("dingtalk")
    channel = channel_to(there, "dingtalk")
    stored = " ".join(str(getattr(channel, each.name)) for each in Channel._meta.concrete_fields)
    page = client_for(role_account("owner")).get("/alerts/channels/").content.decode()
    for hidden in ("access_token", SECRETS["dingtalk"]):
        assert hidden not in stored
        assert hidden not in page
    assert robot_of(channel, "m").address == there.address
    with pytest.raises(NotFoundRefusal):
        own_channel(viewer_as("hr"), channel.pk)


@pytest.mark.parametrize(
    ("way", "address", "secret", "code"),
    [
        ("wecom", "https://example.org/cgi-bin/webhook/send?key=x", "", "alert.not_wecom"),
        ("wecom", "https://qyapi.weixin.qq.com/cgi-bin/webhook/send", "", "alert.not_wecom"),
        ("dingtalk", "https://oapi.dingtalk.com/robot/send?token=x", "", "alert.not_dingtalk"),
        ("dingtalk", "https://oapi.dingtalk.com/robot/send?access_token=x", "SEC-1", "alert.bad_secret"),
        ("feishu", "https://open.feishu.cn/hook/x", "", "alert.not_feishu"),
        ("feishu", "hello", "", "alert.not_feishu"),
        ("webhook", "http://93.184.216.34/x", "", "alert.failure.not_encrypted"),
        ("webhook", "https://127.0.0.1/x", "", "alert.failure.private_address"),
        ("webhook", "https://192.168.1.9/x", "", "alert.failure.private_address"),
        ("webhook", "https://93.184.216.34/x", "short", "alert.bad_webhook_secret"),
    ],
)
def test_an_address_that_does_not_fit_is_told_at_once(ruled, settings, way, address, secret, code) -> None:  # noqa: PLR0917
    settings.MERIT_WEBHOOK_ALLOW_PRIVATE = False
    with pytest.raises(ConflictRefusal) as told:
        add_channel(viewer_as("owner"), Way(way), "", address, secret)
    assert told.value.code == code
    assert not Channel.objects.exists()


def test_a_webhook_without_a_secret_gets_one_that_is_shown_once(ruled, platform) -> None:
    client = client_for(role_account("owner"))
    there = platform("webhook")
    made = client.post("/alerts/channels/", {"way": "webhook", "address": there.address, "name": "", "secret": ""})
    there.secret = made.context["made"]
    assert there.secret.startswith("whsec_")
    assert there.secret not in client.get("/alerts/channels/").content.decode()
    client.post(f"/alerts/channels/{Channel.objects.get().pk}/try/")
    tried(Sending.objects.get())
    assert len(there.received) == 1
    assert target_of(there.address).host in there.address
    client.post(f"/alerts/channels/{Channel.objects.get().pk}/remove/")
    assert not Channel.objects.exists()

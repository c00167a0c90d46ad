"""A webhook is signed, tried again until it is taken, never sent inside the own network, told of nothing personal."""

import base64
import hashlib
import hmac
import json
import threading
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest
from django.db import transaction
from django.utils import timezone

from merit.kernel.refusals import ConflictRefusal, NotFoundRefusal
from merit_desk.api.actions.delivering import PAUSES, deliver, send_waiting
from merit_desk.api.actions.webhooks import change_webhook, make_webhook, remove_webhook, send_again, try_webhook
from merit_desk.api.models import Delivery
from merit_desk.audit.actions import Subject, record
from merit_desk.audit.models import Entry
from merit_desk.jobs.models import Job
from merit_desk.jobs.states import JobState
from merit_desk.notices.addresses import Forbidden, target_of
from tests.desk.conftest import viewer_as


class Receiver:
    """Another system: answers with the statuses it is given, in order, and checks every signature itself."""

    def __init__(self, *statuses):
        self.statuses, self.received, self.secret = list(statuses), [], ""
        outer = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self):
                body = self.rfile.read(int(self.headers["Content-Length"]))
                outer.received.append((dict(self.headers), body, outer.signed(self.headers, body)))
                self.send_response(outer.statuses.pop(0) if outer.statuses else 200)
                self.send_header("Location", "http://127.0.0.1:9/")
                self.end_headers()

            def log_message(self, *_):
                """Quiet."""

        self.server = HTTPServer(("127.0.0.1", 0), Handler)
        self.address = f"http://127.0.0.1:{self.server.server_port}/hook?from=merit"
        self.thread = threading.Thread(target=self.server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
        self.thread.start()

    def signed(self, headers, body):
        signed = f"{headers['webhook-id']}.{headers['webhook-timestamp']}.".encode() + body
        key = base64.b64decode(self.secret.removeprefix("whsec_"))
        wanted = base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest()).decode()
        return hmac.compare_digest(headers["webhook-signature"], f"v1,{wanted}")

    def close(self):
        self.server.shutdown()
        self.server.server_close()
        self.thread.join()


@pytest.fixture
def receiver(company_folder, settings):
    settings.MERIT_WEBHOOK_ALLOW_PRIVATE = True
    made = []

    def make(*statuses, events=("period.released", "load.finished")):
        each = Receiver(*statuses)
        made.append(each)
        hook = make_webhook(viewer_as("owner"), each.address, list(events), "")
        each.secret, each.hook = hook.secret, hook
        return each

    yield make
    for each in made:
        each.close()


def due(delivery):
    """As if the pause were over."""
    Delivery.objects.filter(pk=delivery.pk).update(next_at=timezone.now() - timedelta(seconds=1))
    deliver.call(delivery.pk)
    delivery.refresh_from_db()
    return delivery


def test_a_message_is_signed_and_delivered_once(receiver):
    there = receiver()
    record(None, "period.released", Subject("period", "2026-10"))
    (delivery,) = Delivery.objects.all()
    due(delivery)
    deliver.call(delivery.pk)
    ((headers, body, signed),) = there.received
    assert signed
    assert headers["webhook-id"] == delivery.message
    assert headers["Host"] == there.address.split("/")[2]
    told = json.loads(body)
    assert (told["type"], told["data"]["period"]) == ("period.released", "2026-10")
    assert (delivery.status, delivery.next_at) == (200, None)


def test_a_receiver_that_fails_twice_gets_it_the_third_time(receiver):
    there = receiver(500, 503)
    record(None, "period.released", Subject("period", "2026-10"))
    (delivery,) = Delivery.objects.all()
    assert (due(delivery).status, delivery.failure, delivery.delivered_at) == (500, "refused", None)
    assert timedelta(0) < delivery.next_at - timezone.now() <= PAUSES[0]
    assert (due(delivery).status, delivery.attempts) == (503, 2)
    assert due(delivery).delivered_at is not None
    assert [signed for *_, signed in there.received] == [True] * 3
    assert len({headers["webhook-id"] for headers, *_ in there.received}) == 1


def test_pauses_grow_and_end(receiver):
    there = receiver(*[500] * 20)
    delivery = try_webhook(viewer_as("owner"), there.hook.pk)
    pauses = []
    while (delivery := due(delivery)).next_at is not None:
        pauses.append(delivery.next_at - timezone.now())
    assert len(pauses) == len(PAUSES)
    assert pauses == sorted(pauses)
    assert delivery.failure == "refused"


def test_what_was_given_up_can_be_sent_again_under_its_own_id(receiver):
    there = receiver(500)
    first = due(try_webhook(viewer_as("owner"), there.hook.pk))
    again = due(send_again(viewer_as("owner"), first.pk))
    assert again.delivered_at is not None
    assert again.message == first.message
    assert Entry.objects.filter(action="api.sent_again").count() == 1


def test_a_redirect_is_not_followed_and_gone_switches_off(receiver):
    there = receiver(302, 410)
    assert due(try_webhook(viewer_as("owner"), there.hook.pk)).failure == "refused"
    assert due(try_webhook(viewer_as("owner"), there.hook.pk)).failure == "gone"
    there.hook.refresh_from_db()
    assert there.hook.on is False


def test_an_event_goes_to_those_who_want_it_and_are_on(receiver):
    wanting, other, off, removed = (receiver(), receiver(events=("value.entered",)), receiver(), receiver())
    change_webhook(viewer_as("owner"), off.hook.pk, on=False)
    remove_webhook(viewer_as("owner"), removed.hook.pk)
    record(None, "period.released", Subject("period", "2026-10"))
    assert [each.webhook_id for each in Delivery.objects.all()] == [wanting.hook.pk]
    assert other.received == []


def test_a_load_that_ends_is_told_with_its_counts_alone(receiver):
    there = receiver()
    job = Job.objects.create(kind="intake.load", parameters={"files": ["raw/a.csv"]})
    job.state, job.outcome = JobState.DONE, {"loaded": 7, "rows": ["ann"]}
    job.save(update_fields=["state", "outcome"])
    (delivery,) = Delivery.objects.all()
    due(delivery)
    told = json.loads(there.received[0][1])
    assert told["data"] == {"job": job.pk, "outcome": {"loaded": 7}}


def test_what_is_undone_is_not_told(receiver):
    receiver()
    with transaction.atomic():
        record(None, "period.released", Subject("period", "2026-10"))
        transaction.set_rollback(True)
    assert Delivery.objects.count() == 0


def test_a_message_that_a_dead_worker_held_is_put_in_the_queue_again(receiver):
    there = receiver()
    delivery = try_webhook(viewer_as("owner"), there.hook.pk)
    Delivery.objects.update(next_at=timezone.now() - timedelta(minutes=5))
    assert send_waiting() == 1
    due(delivery)
    assert send_waiting() == 0


@pytest.mark.parametrize(
    ("address", "why"),
    [
        ("https://127.0.0.1/x", "private_address"),
        ("https://localhost/x", "private_address"),
        ("https://10.1.2.3/x", "private_address"),
        ("https://192.168.0.9:8443/x", "private_address"),
        ("https://169.254.169.254/latest/meta-data", "private_address"),
        ("https://[::1]/x", "private_address"),
        ("https://[::ffff:127.0.0.1]/x", "private_address"),
        ("https://[fd00::1]/x", "private_address"),
        ("https://0.0.0.0/x", "private_address"),
        ("https://2130706433/x", "private_address"),
        ("https://0x7f.1/x", "private_address"),
        ("http://93.184.216.34/x", "not_encrypted"),
        ("ftp://93.184.216.34/x", "bad_address"),
        ("file:///etc/passwd", "bad_address"),
        ("https://user:secret@93.184.216.34/", "bad_address"),
        ("https://:443/", "bad_address"),
        ("https://93.184.216.34:99999/", "bad_address"),
        ("", "bad_address"),
        ("https://no-such-host.invalid/", "unknown_name"),
    ],
)
def test_an_address_inside_is_refused(settings, address, why):
    settings.MERIT_WEBHOOK_ALLOW_PRIVATE = False
    with pytest.raises(Forbidden) as forbidden:
        target_of(address)
    assert forbidden.value.why == why


def test_a_public_address_is_called_by_what_was_checked_under_its_own_name(settings):
    settings.MERIT_WEBHOOK_ALLOW_PRIVATE = False
    target = target_of("https://93.184.216.34/a/b?c=d")
    assert (target.url, target.host) == ("https://93.184.216.34:443/a/b?c=d", "93.184.216.34")


def test_a_name_that_leads_inside_later_is_not_followed(receiver, settings):
    there = receiver()
    settings.MERIT_WEBHOOK_ALLOW_PRIVATE = False
    assert due(try_webhook(viewer_as("owner"), there.hook.pk)).failure == "not_encrypted"
    assert there.received == []


@pytest.mark.parametrize("role", ["stranger", "employee", "manager", "hr", "steward", "finance", "auditor"])
def test_who_may_not_integrate_makes_no_webhook(company_folder, role):
    with pytest.raises(NotFoundRefusal):
        make_webhook(viewer_as(role), "https://93.184.216.34/", ["period.released"], "")


def test_an_unknown_event_is_refused(company_folder):
    with pytest.raises(ConflictRefusal) as refused:
        make_webhook(viewer_as("owner"), "https://93.184.216.34/", ["period.exploded"], "")
    assert refused.value.code == "api.no_such_event"


def test_through_the_api_the_secret_is_shown_once_and_never_again(program):
    asking = program("owner")
    made = asking.post("/webhooks", {"address": "https://93.184.216.34/", "events": ["period.released"]}).json()
    assert made["secret"].startswith("whsec_")
    assert "secret" not in asking.get(f"/webhooks/{made['id']}").json()
    assert made["secret"] not in repr(list(Entry.objects.values()))
    assert asking.ask("PATCH", f"/webhooks/{made['id']}", {"on": False}).json()["on"] is False
    inside = asking.post("/webhooks", {"address": "https://127.0.0.1/", "events": ["period.released"]})
    assert (inside.status_code, inside.json()["code"]) == (409, "api.failure_private_address")

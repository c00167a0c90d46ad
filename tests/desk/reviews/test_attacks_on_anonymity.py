"""Everybody who is curious tries to learn what one peer answered: pages, filters, files, API, trail, timing."""

import csv
import difflib
import json
import re
from datetime import UTC, datetime
from itertools import islice
from unittest import mock

import pytest
from django.apps import apps
from django.core.cache import cache
from django.db import transaction
from django.test import Client

from merit.reviews.life import ReviewMove, ReviewState
from merit.scores.indicators.ratings import Relation
from merit_desk.accounts.access import Role
from merit_desk.audit.models import Entry
from merit_desk.cycles.actions.move import move
from merit_desk.documents.models import Version
from merit_desk.jobs.models import Job
from merit_desk.notices.models import Notice
from merit_desk.results.models import Release
from merit_desk.reviews.actions.answers import revise
from merit_desk.reviews.actions.publish import published_now
from merit_desk.reviews.jobs import publish_answers
from merit_desk.reviews.queries.reading import Reads, heard_of
from merit_desk.reviews.queries.record import record_of
from tests.desk.conftest import account_for, client_for, role_account
from tests.desk.reviews.world import (
    PEERS,
    RATED,
    account_of,
    cats_review,
    handed_in,
    hr,
    in_state,
    invited,
    judged_by_manager,
    viewer_of_person,
)

pytestmark = pytest.mark.usefixtures("rated_folder")
CURIOUS = ("employee", "manager", "hr", "owner", "auditor", "finance", "steward")
WORDS = ("dan 的话", "eva 的话", "fay 的话", "gus 的话")
_CHANGES = re.compile(
    r'name="csrfmiddlewaretoken" value="\w+"|"X-CSRFToken": ?"\w+"|nonce="[^"]+"|"request_id": "\w+"|/static/[^"]+'
)
"""What is random by nature. Moments stand as they are: a moment of an answer would tell."""
LOOKED_AT = datetime.now(UTC)
LOOKS = (
    *("/reviews/", "/reviews/?state=rating", "/reviews/?q=cat", "/reviews/?q=dan", "/reviews/proposals/"),
    *("/reviews/{n}/", "/reviews/{n}/raters/", "/reviews/{n}/as/manager/", "/reviews/{n}/as/self/"),
    *("/", "/trail/", "/trail/entries.csv", "/notices/", "/jobs/", "/find/?q=dan", "/cycles/2026-10/"),
    *("/documents/", "/documents/history/ratings.csv", "/api/v1/documents/ratings.csv", "/outcomes/{n}/"),
    *("/api/v1/reviews/{n}/answers", "/api/v1/review-forms", "/api/v1/reviews/{n}/raters"),
    *("/outcomes/cycles/2026-10/ranking.csv", "/explorer/view.csv"),
)


def bare(answer) -> tuple[int, str]:
    """What an address answers, without what changes from one look to the next."""
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    return answer.status_code, _CHANGES.sub("", body.decode("utf-8", "replace"))


def looks(one):
    """Everything that the curious see of the review, by role and address.

    Looking is on the trail itself: it always happens at the same moment and is taken back.
    """
    for each in PEERS:
        account_of(each)
    accounts = {role: role_account(role) for role in CURIOUS}
    cache.clear()  # counts in the navigation may be some seconds old: a difference of age is none of knowledge
    found = {}
    with transaction.atomic(), mock.patch("django.utils.timezone.now", return_value=LOOKED_AT):
        for role, account in accounts.items():
            client = client_for(account)
            found |= {(role, each): bare(client.get(each.format(n=one.pk))) for each in LOOKS}
        transaction.set_rollback(True)
    return found


def differing(before, after):
    """Who sees a difference where, with the first lines of it."""
    changed = [key for key in before if before[key] != after[key]]
    return [(*key, after[key][0], _lines(before[key][1], after[key][1])) for key in changed]


def _lines(before, after):
    found = difflib.unified_diff(before.splitlines(), after.splitlines(), lineterm="", n=0)
    return [line.strip()[:300] for line in islice(found, 3, 9)]


def rows(folder):
    with (folder / "ratings.csv").open(encoding="utf-8") as file:
        return [row for row in csv.DictReader(file) if row["subject"] == "cat"]


def calibrated(one):
    """The rating over, the manager heard, endorsed."""
    judged_by_manager(one, 4)
    return in_state(one, ReviewState.CALIBRATION)


def test_while_the_rating_is_open_nothing_changes_for_anybody_when_a_peer_answers():
    """Neither words nor counts nor the size of a page tell that somebody has begun, handed in or taken up again."""
    one = cats_review()
    invited(one)
    before = looks(one)
    handed_in(one, (1, 5, 5), comments=WORDS)
    revise(viewer_of_person("dan"), one.pk, "peer")
    assert differing(before, looks(one)) == []


def test_who_gave_which_grade_makes_no_difference_to_anybody_after_the_closing_nor_after_publishing():
    one = cats_review()
    invited(one)
    handed_in(one, (1, 5, 4, 2))
    in_state(one, ReviewState.MANAGER_REVIEW)
    closed = looks(one)
    turned(one, {"dan": 2, "eva": 4, "fay": 5, "gus": 1})
    assert differing(closed, looks(one)) == []
    calibrated(one)
    publish_answers(_Quiet(), "2026-10")
    public = looks(one)
    turned(one, {"dan": 3, "eva": 3, "fay": 3, "gus": 3})
    publish_answers(_Quiet(), "2026-10")
    assert differing(public, looks(one)) == []


def turned(one, grades):
    """The peers answered otherwise, with the same sum."""
    for each in one.assignments.filter(relation=Relation.PEER):
        each.answers.filter(question=RATED).update(score=grades[each.rater])


def test_the_mean_appears_for_the_manager_at_the_closing_and_for_the_person_at_the_release():
    one = cats_review()
    invited(one)
    handed_in(one, (1, 5, 4, 2))
    manager, person = (client_for(role_account(role)) for role in ("manager", "employee"))
    address = f"/reviews/{one.pk}/"
    assert "3.00" not in manager.get(address).content.decode()
    in_state(one, ReviewState.MANAGER_REVIEW)
    assert "同事均分" in manager.get(address).content.decode()
    for state in (ReviewState.MANAGER_REVIEW, ReviewState.SKIP_REVIEW, ReviewState.CALIBRATION, ReviewState.SETTLED):
        in_state(one, state)
        assert "同事均分" not in person.get(address).content.decode()
    in_state(one, ReviewState.RELEASED)
    assert "同事均分" in person.get(address).content.decode()


def test_below_the_floor_nothing_is_shown_nor_written(rated_folder):
    one = cats_review()
    invited(one)
    in_state(one, ReviewState.MANAGER_REVIEW)
    without = looks(one)
    in_state(one, ReviewState.RATING)
    handed_in(one, (1, 5), comments=WORDS)
    in_state(one, ReviewState.MANAGER_REVIEW)
    assert differing(without, looks(one)) == []
    calibrated(one)
    published_now(None, one.cycle)
    assert {row["relation"] for row in rows(rated_folder)} == {"manager"}


def test_somebody_who_cannot_judge_leaves_a_relation_below_the_floor_hidden():
    one = cats_review()
    invited(one)
    handed_in(one, (1, 5, "x", "x"))
    in_state(one, ReviewState.MANAGER_REVIEW)
    means = [each.means for each in heard_of(one, Reads(own=True, managers=True, others=True))]
    assert means == [(), (), (), ()]


def test_the_folder_holds_evened_rows_under_pseudonyms_and_no_comment(rated_folder):
    one = cats_review()
    invited(one)
    handed_in(one, (1, 5, 5, 2), comments=WORDS)
    calibrated(one)
    published_now(None, one.cycle)
    peers = [row for row in rows(rated_folder) if row["relation"] == "peer"]
    assert sorted(row["score"] for row in peers) == ["3", "3", "3", "4"]
    text = (rated_folder / "ratings.csv").read_text("utf-8")
    assert not [name for name in PEERS if re.search(rf"2026-10,cat,{name}\b", text)]
    assert all(row["rater"].startswith("~") for row in peers)
    assert not [row for row in peers if row["comment"]]


def test_every_set_of_answers_with_one_sum_gives_the_same_file_to_the_byte(rated_folder):
    one = cats_review()
    invited(one)
    handed_in(one, (1, 5, 5, 2))
    calibrated(one)
    published_now(None, one.cycle)
    first = (rated_folder / "ratings.csv").read_bytes()
    turned(one, {"dan": 4, "eva": 3, "fay": 2, "gus": 4})
    assert published_now(None, one.cycle) == 0
    assert (rated_folder / "ratings.csv").read_bytes() == first


def test_a_returned_review_published_again_differs_in_the_managers_row_alone(rated_folder):
    one = cats_review()
    invited(one)
    handed_in(one, (1, 5, 5, 2))
    calibrated(one)
    published_now(None, one.cycle)
    first = rows(rated_folder)
    one.assignments.get(relation=Relation.MANAGER).answers.filter(question=RATED).update(score=1)
    assert published_now(None, one.cycle) == 1
    again = rows(rated_folder)
    differing = [(a, b) for a, b in zip(first, again, strict=True) if a != b]
    assert [(a["relation"], a["score"], b["score"]) for a, b in differing] == [("manager", "4", "1")]
    assert Version.objects.filter(path="ratings.csv").count() == 3


def test_a_rating_that_was_closed_once_takes_no_latecomer_even_when_the_review_is_brought_back():
    """Else the latecomer's answer would be the difference of two means."""
    one = cats_review()
    invited(one)
    handed_in(one, (1, 5, 5))
    move(hr(), one.pk, ReviewMove.CLOSE_RATING)
    move(hr(), one.pk, ReviewMove.LEAVE_OUT)
    move(hr(), one.pk, ReviewMove.BRING_BACK)
    in_state(one, ReviewState.RATING)
    late = client_for(account_of("gus"))
    before = looks(one)
    answer = late.post(f"/reviews/{one.pk}/as/peer/", {f"grade-{RATED}": "1", "do": "submit"})
    assert answer.status_code == 409
    assert differing(before, looks(one)) == []


def test_no_address_names_a_peer_beside_an_answer_or_quotes_one_to_who_may_not_read_it():
    one = cats_review()
    invited(one)
    handed_in(one, (1, 5, 5, 2), comments=WORDS)
    calibrated(one)
    publish_answers(_Quiet(), "2026-10")
    own = {f"/reviews/{one.pk}/", f"/api/v1/reviews/{one.pk}/answers"}
    for (role, address), (_, page) in looks(one).items():
        read = (role in _READ_COMMENTS and address.format(n=one.pk) in own) or (role, address) == _JUDGING
        assert read or not [words for words in WORDS if words in page], (role, address)
        assert not re.search(r"cat,(dan|eva|fay|gus),peer", page), (role, address)


_JUDGING = ("manager", "/reviews/{n}/as/manager/")
_READ_COMMENTS = ("manager", "hr", "owner", "auditor")


class _Quiet:
    account = None

    def progress(self, done, total, **outcome):
        """Nobody watches."""

    def cancelled(self):
        return False


def test_the_trail_has_no_entry_from_which_an_answer_or_its_moment_could_be_told():
    one = cats_review()
    invited(one)
    handed_in(one, (1, 5, 5, 2), comments=WORDS)
    client_for(account_of("dan")).post(f"/reviews/{one.pk}/as/peer/revise/")
    assert not Entry.objects.filter(subject_kind__in=("review", "cycle")).exists()
    assert not Entry.objects.filter(action__startswith="review").exists()


def test_notices_go_to_raters_alone_and_tell_no_grade():
    one = cats_review()
    invited(one)
    handed_in(one, (1, 5, 5, 2))
    assert Notice.objects.count() == 0


def test_the_outcome_of_the_job_counts_reviews_not_answers():
    one = cats_review()
    invited(one)
    handed_in(one, (1, 5, 5, 2))
    calibrated(one)
    assert publish_answers(_Quiet(), "2026-10") == {"reviews": 1}
    assert Entry.objects.get(action="reviews.published").after == {"reviews": 1}


def test_the_record_of_the_cycle_and_the_evidence_pack_name_no_rater_and_no_single_answer():
    one = cats_review()
    invited(one)
    handed_in(one, (1, 5, 5, 2), comments=WORDS)
    calibrated(one)
    text = json.dumps(record_of(one), ensure_ascii=False)
    assert not [name for name in PEERS if f'"{name}"' in text]
    assert '"mean": "3.25"' in text
    assert record_of(one) == record_of(one)


def test_comments_stand_in_an_order_that_does_not_depend_on_who_wrote_first():
    one = cats_review()
    invited(one)
    handed_in(one, (1, 5, 5, 2), comments=WORDS)
    in_state(one, ReviewState.MANAGER_REVIEW)
    shown = heard_of(one, Reads(own=True, managers=True, others=True))[0].comments
    for each in one.assignments.filter(relation=Relation.PEER):
        mirrored = dict(zip(PEERS, reversed(WORDS), strict=True))
        each.answers.filter(question=RATED).update(comment=mirrored[each.rater])
    assert heard_of(one, Reads(own=True, managers=True, others=True))[0].comments == shown


@pytest.mark.parametrize("role", ["finance", "steward", "stranger"])
def test_who_reads_no_review_texts_finds_no_review(role):
    one = in_state(cats_review(), ReviewState.MANAGER_REVIEW)
    assert client_for(role_account(role)).get(f"/reviews/{one.pk}/").status_code == 404


def test_a_peer_sees_neither_the_review_nor_what_other_peers_said():
    one = cats_review()
    invited(one)
    handed_in(one, (1, 5, 5), comments=WORDS)
    client = client_for(account_of("gus"))
    assert client.get(f"/reviews/{one.pk}/").status_code == 404
    assert client.get(f"/reviews/{one.pk}/raters/").status_code == 404
    page = client.get(f"/reviews/{one.pk}/as/peer/").content.decode()
    assert not [words for words in WORDS if words in page]
    assert "自评" not in page.split("</main>")[0].split("<main")[1].replace("<li>自评", "").split("data-question")[1]


def test_hr_who_is_rated_reads_nothing_of_their_own_before_the_release(rated_folder):
    """On one's own review one is its subject alone, whatever else one is."""
    account = account_for("evahr", "cat", Role.HR)
    one = cats_review()
    invited(one)
    handed_in(one, (1, 5, 5, 2), comments=WORDS)
    calibrated(one)
    page = client_for(account).get(f"/reviews/{one.pk}/").content.decode()
    assert "同事均分" not in page
    assert not [words for words in WORDS if words in page]


def test_nobody_signed_in_finds_nothing():
    one = cats_review()
    assert Client(SERVER_NAME="127.0.0.1").get(f"/reviews/{one.pk}/").status_code in {302, 404}


def test_the_secret_of_a_cycle_stands_in_no_file_of_the_folder(rated_folder):
    one = cats_review()
    invited(one)
    handed_in(one, (1, 5, 5, 2))
    calibrated(one)
    published_now(None, one.cycle)
    key = apps.get_model("reviews", "CycleKey").objects.get().key
    files = [each for each in rated_folder.rglob("*") if each.is_file() and ".merit" not in each.parts]
    assert not [each for each in files if key.encode() in each.read_bytes()]


def test_an_endorsement_publishes_once_nobody_is_under_judgement_any_more():
    one = judged_by_manager(cats_review(), 4)
    client = client_for(role_account("owner"))
    assert client.post(f"/reviews/{one.pk}/endorse/").status_code == 302
    assert Job.objects.filter(kind="reviews.publish").count() == 1
    one.refresh_from_db()
    assert one.state == ReviewState.CALIBRATION
    assert Release.objects.count() == 0
    assert viewer_of_person("owner").person == "owner"

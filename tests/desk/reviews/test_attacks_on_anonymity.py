"""Everybody who is curious tries to learn what one peer answered: pages, filters, files, API, trail, timing."""

import csv
import json
import re

import pytest
from django.apps import apps
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
    r'name="csrfmiddlewaretoken" value="\w+"|nonce="[^"]+"|"request_id": "\w+"|\d\d:\d\d|/static/[^"]+'
)
LOOKS = ("/reviews/", "/reviews/{n}/", "/reviews/{n}/raters/", "/reviews/{n}/as/manager/", "/reviews/{n}/as/self/")
LOOKS += (
    "/reviews/?state=rating",
    "/reviews/?q=cat",
    "/reviews/proposals/",
    "/",
    "/trail/",
    "/notices/",
    "/find/?q=dan",
)
LOOKS += ("/api/v1/reviews/{n}/answers", "/api/v1/review-forms", "/api/v1/reviews/{n}/raters")
FILES = ("/documents/", "/trail/", "/jobs/", "/api/v1/documents", "/api/v1/jobs", "/api/v1/trail", "/notices/")


def bare(answer) -> str:
    """What a page says, without what changes from one look to the next."""
    return _CHANGES.sub("", answer.content.decode())


def looks(one, role):
    """Everything that the role sees of the review, by address."""
    client = client_for(role_account(role))
    return {address: bare(client.get(address.format(n=one.pk))) for address in LOOKS}


def rows(folder):
    with (folder / "ratings.csv").open(encoding="utf-8") as file:
        return [row for row in csv.DictReader(file) if row["subject"] == "cat"]


def calibrated(one):
    """The rating over, the manager heard, endorsed."""
    judged_by_manager(one, 4)
    return in_state(one, ReviewState.CALIBRATION)


@pytest.mark.parametrize("role", CURIOUS)
def test_while_the_rating_is_open_no_page_changes_when_a_peer_answers(role):
    """Neither words nor counts nor the size of a page tell that somebody has begun, handed in or taken up again."""
    one = cats_review()
    invited(one)
    before = looks(one, role)
    handed_in(one, (1, 5, 5), comments=WORDS)
    assert looks(one, role) == before


@pytest.mark.parametrize("role", CURIOUS)
def test_who_gave_which_grade_makes_no_difference_to_any_page_after_the_closing(role):
    one = cats_review()
    invited(one)
    handed_in(one, (1, 5, 4, 2))
    in_state(one, ReviewState.MANAGER_REVIEW)
    first = looks(one, role)
    turned(one, {"dan": 2, "eva": 4, "fay": 5, "gus": 1})
    assert looks(one, role) == first
    turned(one, {"dan": 3, "eva": 3, "fay": 3, "gus": 3})
    assert looks(one, role) == first


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


@pytest.mark.parametrize("count", [1, 2])
@pytest.mark.parametrize("role", CURIOUS)
def test_below_the_floor_nothing_is_shown_nor_written(role, count, rated_folder):
    one = cats_review()
    invited(one)
    in_state(one, ReviewState.MANAGER_REVIEW)
    without = looks(one, role)
    in_state(one, ReviewState.RATING)
    handed_in(one, (1, 5)[:count], comments=WORDS)
    in_state(one, ReviewState.MANAGER_REVIEW)
    assert looks(one, role) == without
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
    before = looks(one, "manager")
    answer = client_for(account_of("gus")).post(f"/reviews/{one.pk}/as/peer/", {f"grade-{RATED}": "1", "do": "submit"})
    assert answer.status_code == 409
    assert looks(one, "manager") == before


@pytest.mark.parametrize("role", CURIOUS)
def test_no_file_trail_job_notice_or_search_names_a_peer_or_quotes_one(role, rated_folder):
    one = cats_review()
    invited(one)
    handed_in(one, (1, 5, 5, 2), comments=WORDS)
    calibrated(one)
    publish_answers(_Quiet(), "2026-10")
    client = client_for(role_account(role))
    for address in FILES:
        page = client.get(address).content.decode()
        assert not [words for words in WORDS if words in page], address
    for address in ("/documents/file/?path=ratings.csv", "/api/v1/documents/ratings.csv"):
        page = client.get(address).content.decode()
        assert not [words for words in WORDS if words in page], address
        assert not re.search(r"cat,(dan|eva|fay|gus),peer", page), address


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

"""Signs for the data steward: listed, read with their rows, settled with a reason, and known to nobody else."""

import pytest

from merit.insight.signs.sign import Evidence, Method, NotLookedFor, Sign, SignKind, SignsFound, Subject, SubjectKind
from merit.kernel.explain import LineRef
from merit.kernel.period import Period
from merit.kernel.refusals import ConflictRefusal, NotFoundRefusal
from merit_desk.audit.models import Entry
from merit_desk.signs.actions.find import write_finding
from merit_desk.signs.actions.look import keep, look_in_background
from merit_desk.signs.jobs import look_at_period
from merit_desk.signs.models import Look, Outcome, SeenSign
from merit_desk.signs.queries.known import signs_known_to
from merit_desk.signs.queries.waiting import waiting_here
from tests.desk.conftest import client_for, role_account, viewer_as
from tests.desk.permission.lines.signs import seen

OCTOBER = Period.parse("2026-10")
WHY = "Same recipient, a company that buys in parts"


def sign(orders: int = 6) -> Sign:
    gaps: dict[str, str | int] = {"orders": orders, "sum": "300", "credited": 6, "refunded": 0}
    row = Evidence("orders", LineRef("facts/orders.csv", 7), (("order_id", "17"),))
    about = Subject(SubjectKind.PERSON, "cat")
    return Sign(SignKind.SELF_PURCHASE, about, OCTOBER, gaps, (row,), orders, 0.0001, Method.GEOMETRIC)


def test_the_steward_reads_a_sign_with_its_rows_and_an_innocent_explanation(company_folder) -> None:
    number = seen().pk
    client = client_for(role_account("steward"))
    listed = client.get("/signs/").content.decode()
    assert "刷单迹象" in listed
    page = client.get(f"/signs/{number}/").content.decode()
    assert "facts/orders.csv:7" in page
    assert "可能的正常原因" in page
    assert Entry.objects.filter(action="signs.read").exists()


@pytest.mark.parametrize("role", ["hr", "manager", "employee", "finance", "auditor"])
def test_nobody_else_finds_a_sign(company_folder, role) -> None:
    number = seen().pk
    client = client_for(role_account(role))
    assert client.get("/signs/").status_code == 404
    assert client.get(f"/signs/{number}/").status_code == 404
    assert not signs_known_to(viewer_as(role)).exists()
    assert list(waiting_here(viewer_as(role))) == []


def test_a_finding_is_written_with_its_reason_and_stands_on_the_trail(company_folder) -> None:
    number = seen().pk
    assert [each.count for each in waiting_here(viewer_as("steward"))] == [1]
    write_finding(viewer_as("steward"), number, Outcome.EXPLAINED, WHY)
    entry = Entry.objects.get(action="signs.found")
    assert entry.after == {"outcome": "explained", "reason": WHY}
    assert list(waiting_here(viewer_as("steward"))) == []


def test_a_finding_without_a_reason_is_asked_for_one_and_keeps_what_was_chosen(company_folder) -> None:
    number = seen().pk
    client = client_for(role_account("steward"))
    answer = client.post(f"/signs/{number}/finding/", {"outcome": "correct", "reason": "no"})
    assert answer.status_code == 422
    assert SeenSign.objects.get(pk=number).outcome == "open"


def test_another_look_keeps_the_finding_and_says_what_is_not_seen_any_more(company_folder) -> None:
    keep(OCTOBER, SignsFound((sign(),), (NotLookedFor(SignKind.STOCK_MOVED, ("stock",)),)))
    number = SeenSign.objects.get().pk
    write_finding(viewer_as("steward"), number, Outcome.CORRECT, WHY)
    keep(OCTOBER, SignsFound((sign(orders=4),), ()))
    again = SeenSign.objects.get()
    assert (again.pk, again.outcome, again.gaps["orders"], again.still_seen) == (number, "correct", 4, True)
    keep(OCTOBER, SignsFound((), ()))
    assert not SeenSign.objects.get().still_seen


def test_a_steward_is_not_shown_a_sign_about_themselves(company_folder) -> None:
    viewer = viewer_as("steward")
    number = seen(viewer.or_nobody, "person").pk
    assert not signs_known_to(viewer).exists()
    with pytest.raises(NotFoundRefusal):
        write_finding(viewer, number, Outcome.EXPLAINED, WHY)


def test_a_look_runs_in_the_background_and_tells_what_it_could_not_look_for(company_folder) -> None:
    job = look_in_background(viewer_as("steward"), "2026-10")
    with pytest.raises(ConflictRefusal):
        look_in_background(viewer_as("steward"), "2026-10")

    class Quiet:
        account = job.started_by_id

        def progress(self, done: int, total: int, **outcome: int | str) -> None:
            pass

        def cancelled(self) -> bool:
            return False

    assert look_at_period(Quiet(), "2026-10") == {"signs": 0}
    assert {each["kind"] for each in Look.objects.get().blind} >= {"stock_moved"}


@pytest.mark.parametrize("period", ["", "October"])
def test_what_is_no_period_is_told(company_folder, period) -> None:
    client = client_for(role_account("steward"))
    assert client.post("/signs/look/", {"period": period}).status_code == 422

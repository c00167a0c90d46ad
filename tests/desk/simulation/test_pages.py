"""Who may simulate sees what everybody would be paid; nobody else finds so much as the address."""

import json
from io import BytesIO

import openpyxl
import pytest

from merit_desk.audit.models import Entry
from merit_desk.results.queries.open_company import declared_company
from merit_desk.simulation.models import Replay, Simulation
from merit_desk.simulation.queries.asked import asking
from tests.desk.conftest import client_for, role_account
from tests.desk.database import work_off
from tests.desk.simulation.conftest import ready

GIVEN = {"title": "试", "first": "2026-10", "last": "2026-10", "profit_limit": "50", "starts": "2099-01-01"}


def actions() -> list[str]:
    found = Entry.objects.filter(action__startswith="simulation.").order_by("number")
    return list(found.values_list("action", flat=True))


@pytest.mark.parametrize("role", ["as_hr", "as_owner", "as_finance"])
def test_who_may_simulate_makes_one_and_the_trail_knows(role, request):
    client = request.getfixturevalue(role)
    assert client.post("/simulation/new/", GIVEN).status_code == 302
    assert (Simulation.objects.get().title, actions()) == ("试", ["simulation.created"])


@pytest.mark.parametrize("role", ["as_manager", "as_employee", "as_steward", "as_auditor", "stranger"])
def test_nobody_else_finds_a_page_of_it(role, request, tried):
    client = request.getfixturevalue(role)
    pages = ["", "new/", f"{tried.pk}/", f"{tried.pk}/board/", f"{tried.pk}/people/cat/", f"{tried.pk}/export.csv"]
    assert {client.get(f"/simulation/{page}").status_code for page in pages} == {404}
    assert client.post(f"/simulation/{tried.pk}/move/", {"k:A": "1.3", "version": 1}).status_code == 404
    assert "方案试算" not in client.get("/").content.decode()


def test_a_span_that_is_none_is_said_at_the_form_and_nothing_is_lost(as_hr):
    answer = as_hr.post("/simulation/new/", {**GIVEN, "first": "2026-11"})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "2026-11 到 2026-10 不是一段月份" in page
    assert 'value="2099-01-01"' in page


def test_the_board_follows_the_sliders_of_its_address(as_hr, tried):
    ready(tried)
    page = as_hr.get(f"/simulation/{tried.pk}/board/?k:A=1.3").content.decode()
    assert "1 人 +308.70" in page
    assert "凯特" in page
    checks = as_hr.get(f"/simulation/{tried.pk}/checks/?k:A=1.3").content.decode()
    assert "1 份新版本还没有发布" in checks


def test_one_persons_difference_is_shown_by_month_and_reading_it_is_noted(as_hr, tried):
    ready(tried)
    page = as_hr.get(f"/simulation/{tried.pk}/people/cat/?k:A=1.3").content.decode()
    assert "4,013.10" in page
    assert "+308.70" in page
    assert Entry.objects.filter(action="result.read", subject="cat").exists()
    assert as_hr.get(f"/simulation/{tried.pk}/people/nobody/").status_code == 404


@pytest.mark.parametrize("what", ["cost", "share", "related", "department:交易部", "month:2026-10"])
def test_every_figure_of_the_board_opens(as_hr, tried, what):
    ready(tried)
    assert as_hr.get(f"/simulation/{tried.pk}/why/{what}/").status_code == 200
    assert as_hr.get(f"/simulation/{tried.pk}/why/nonsense/").status_code == 404


def test_the_table_behind_the_chart_finds_by_name_and_by_who_gains(as_hr, tried):
    ready(tried)
    page = as_hr.get(f"/simulation/{tried.pk}/people/?k:A=1.3&only=gain").content.decode()
    assert "凯特" in page
    assert "安安" not in page
    assert "安安" in as_hr.get(f"/simulation/{tried.pk}/people/?q=安安").content.decode()


def test_a_kept_replay_equals_the_fast_figures_and_opens_both_workings(own_folder, tried):
    client = client_for(role_account("hr"))
    answer = client.post(f"/simulation/{tried.pk}/move/", {"version": 1, "k:A": "1.3", "do": "replay"})
    assert answer.status_code == 302
    work_off()
    replay = Replay.objects.get()
    ready(Simulation.objects.get())
    board = asking(declared_company(), Simulation.objects.get(), {"k:A": "1.3"}).board()
    fast = {each.person: (each.now, each.draft) for each in board.people if each.now or each.draft}
    kept = {row.person: (row.now, row.draft) for row in replay.people.all() if row.now or row.draft}
    assert kept == fast
    assert "与滑块下的数一分不差" in client.get(f"/simulation/{tried.pk}/board/").content.decode()
    for side, amount in (("now", "3,704.40"), ("draft", "4,013.10")):
        address = f"/simulation/workings/{replay.pk}/{side}/2026-10/cat/service-bonus/bonus/1/"
        assert amount in client.get(address).content.decode()
    assert client.get(f"/simulation/{tried.pk}/people/cat/").content.decode().count("/workings/") == 4
    assert actions() == ["simulation.created", "simulation.moved", "simulation.replayed"]


def test_a_replay_of_other_sliders_or_data_is_said_to_be_out_of_date(own_folder, tried):
    client = client_for(role_account("hr"))
    client.post(f"/simulation/{tried.pk}/replay/")
    work_off()
    compare = f"/simulation/compare/?with={tried.pk}"
    assert "已过时" not in client.get(compare).content.decode()
    client.post(f"/simulation/{tried.pk}/move/", {"version": 1, "k:A": "1.3"})
    assert "已过时" in client.get(compare).content.decode()


def test_two_people_moving_the_same_sliders_lose_nothing_unseen(as_hr, tried):
    as_hr.post(f"/simulation/{tried.pk}/move/", {"version": 1, "k:A": "1.3"})
    answer = as_hr.post(f"/simulation/{tried.pk}/move/", {"version": 1, "k:A": "1.1"})
    assert "k%3AA=1.1" in answer.headers["Location"]  # what was moved stays where it is
    assert Simulation.objects.get().levers == {"k:A": "1.3"}


def test_the_export_is_marked_and_exact(as_hr, tried):
    ready(tried)
    text = as_hr.get(f"/simulation/{tried.pk}/export.csv?k:A=1.3").content.decode()
    assert text.splitlines()[0].startswith("\ufeff")
    row = next(line for line in text.splitlines() if ",cat," in line)
    assert row.startswith("试算，不影响任何人")
    assert row.endswith("3704.4,4013.1,308.7")
    book = openpyxl.load_workbook(BytesIO(as_hr.get(f"/simulation/{tried.pk}/export.xlsx?k:A=1.3").content))
    assert [sheet["A1"].value for sheet in book] == ["试算，不影响任何人"] * 4
    assert actions()[-1] == "simulation.exported"


def test_deleting_asks_first_and_takes_the_replays_along(own_folder, tried):
    client = client_for(role_account("hr"))
    assert client.get(f"/simulation/{tried.pk}/delete/").status_code == 200
    assert Simulation.objects.count() == 1
    assert client.post(f"/simulation/{tried.pk}/delete/").status_code == 302
    assert (Simulation.objects.count(), actions()[-1]) == (0, "simulation.deleted")


def test_another_month_of_a_stale_form_is_refused(as_hr, tried):
    assert as_hr.post(f"/simulation/{tried.pk}/change/", {**GIVEN, "version": 7}).status_code == 422
    assert as_hr.post(f"/simulation/{tried.pk}/change/", {**GIVEN, "version": 1}).status_code == 302
    assert json.dumps(Simulation.objects.get().title, ensure_ascii=False) == '"试"'

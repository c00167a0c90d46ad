"""Dashboards are made, filled, arranged and shared by their owner; each reader sees only what is theirs to see."""

import pytest

from merit_desk.accounts.access import Role
from merit_desk.audit.models import Entry
from merit_desk.explorer.models import Card, Dashboard
from tests.desk.conftest import account_for, client_for, role_account
from tests.desk.pages import text

SALES = "kpi=paid_sales&grain=whole&span=own&from=2026-10&to=2026-10"
REPLIES = "kpi=reply_3min&grain=whole&span=own&from=2026-10&to=2026-10"


@pytest.fixture
def board(as_owner):
    """The owner's, with three cards."""
    for kind, query in (("figure", SALES), ("table", f"{SALES}&by=shop"), ("chart", REPLIES)):
        found = Dashboard.objects.first()
        put = {"board": found.pk if found else "", "kind": kind, "query": query}
        assert as_owner.post("/explorer/boards/put/", put).status_code == 302
    return Dashboard.objects.get()


def order(board) -> list[tuple[int, int]]:
    return list(board.cards.values_list("pk", "width"))


def arranged(client, board, do: str = "", version: int | None = None, cards=None):
    named = order(board) if cards is None else cards
    given = {"version": version or board.version, "card": [f"{pk}:{width}" for pk, width in named], "do": do}
    return client.post(f"/explorer/boards/{board.pk}/arrange/", given)


def last_entry() -> str:
    return Entry.objects.latest("number").action


def test_a_view_of_the_explorer_is_put_on_a_new_dashboard(as_owner, board):
    assert [card.kind for card in board.cards.all()] == ["figure", "table", "chart"]
    assert last_entry() == "dashboard.card_added"
    page = as_owner.get(f"/explorer/boards/{board.pk}/")
    assert "支付金额 · 店铺 · 2026 年 10 月" in text(page)


def test_a_card_shows_its_figure_with_its_explanation(as_owner):
    shown = as_owner.get(f"/explorer/card/?as=figure&{SALES}")
    assert "1.10 万" in text(shown)
    assert "/periods/live/why/kpi/2026-10/paid_sales/company/company/" in shown.content.decode()


@pytest.mark.parametrize(
    ("step", "expected"),
    [
        ("right", lambda a, b, c: [b, a, c]),
        ("left", lambda a, b, c: [a, b, c]),
        ("wider", lambda a, b, c: [(a[0], 4), b, c]),
        ("narrower", lambda a, b, c: [a, b, c]),
        ("remove", lambda _, b, c: [b, c]),
        ("nonsense", lambda a, b, c: [a, b, c]),
    ],
)
def test_each_step_moves_widens_or_removes_one_card(as_owner, board, step, expected):
    cards = order(board)
    board.refresh_from_db()
    assert arranged(as_owner, board, f"{step}:{cards[0][0]}").status_code == 302
    assert order(board) == expected(*cards)
    assert last_entry() == "dashboard.arranged"


def test_a_drag_sends_the_whole_order(as_owner, board):
    cards = order(board)
    arranged(as_owner, board, cards=cards[::-1])
    assert order(board) == cards[::-1]


def test_a_stale_arrangement_changes_nothing_and_shows_both(as_owner, board):
    first, *rest = order(board)
    stale = board.version
    arranged(as_owner, board, f"wider:{first[0]}")
    refused = arranged(as_owner, board, version=stale, cards=[*rest, first])
    assert refused.status_code == 409
    assert "左边是看板现在的样子" in text(refused)
    assert order(board) == [(first[0], 4), *rest]


def test_a_stale_title_keeps_what_was_typed(as_owner, board):
    given = {"version": board.version - 1, "title": "十月早会", "role": ""}
    refused = as_owner.post(f"/explorer/boards/{board.pk}/change/", given)
    assert refused.status_code == 409
    assert "十月早会" in text(refused)


def test_cards_of_another_dashboard_cannot_be_smuggled_in(as_owner, board):
    other = Dashboard.objects.create(title="x", owner=role_account("hr"))
    foreign = Card.objects.create(dashboard=other, position=0, kind="text", text="y")
    arranged(as_owner, board, cards=[*order(board), (foreign.pk, 6), (order(board)[0][0], 5)])
    assert other.cards.get() == foreign
    assert foreign.pk not in dict(order(board))


def test_words_stand_on_a_card_as_words(as_owner, board):
    given = {"title": "怎么看", "text": "<b>先看</b>\n再问"}
    assert as_owner.post(f"/explorer/boards/{board.pk}/text/", given).status_code == 302
    shown = as_owner.get(f"/explorer/boards/{board.pk}/").content.decode()
    assert "&lt;b&gt;先看&lt;/b&gt;<br>再问" in shown


def test_title_and_words_of_a_card_can_be_changed(as_owner, board):
    card = board.cards.first()
    given = {"version": board.version, "title": "十月卖了多少", "text": "ignored"}
    assert as_owner.post(f"/explorer/boards/{board.pk}/cards/{card.pk}/", given).status_code == 302
    card.refresh_from_db()
    assert (card.title, card.text) == ("十月卖了多少", "")


@pytest.mark.parametrize("address", ["", "edit/", "delete/"])
def test_a_private_dashboard_is_not_there_for_others(as_hr, board, address):
    assert as_hr.get(f"/explorer/boards/{board.pk}/{address}").status_code == 404


@pytest.mark.parametrize("address", ["change/", "arrange/", "text/", "delete/now/", "cards/1/"])
def test_nobody_changes_somebody_elses(as_hr, as_auditor, board, address):
    Dashboard.objects.filter(pk=board.pk).update(role=Role.HR)
    for client in (as_hr, as_auditor):
        given = {"version": board.version, "title": "mine", "text": "x", "card": ["1:6"]}
        assert client.post(f"/explorer/boards/{board.pk}/{address}", given).status_code == 404
    board.refresh_from_db()
    assert (board.title, board.cards.count()) == ("我的看板", 3)


def test_a_shared_dashboard_shows_each_reader_only_what_they_may_see(as_owner, as_employee, board):
    given = {"version": board.version, "title": "早会", "role": "employee"}
    as_owner.post(f"/explorer/boards/{board.pk}/change/", given)
    assert last_entry() == "dashboard.changed"
    said = text(as_employee.get(f"/explorer/boards/{board.pk}/"))
    assert "三分钟人工响应率" in said
    assert "支付金额" not in said
    assert "1.10 万" not in text(as_employee.get(f"/explorer/card/?as=figure&{SALES}"))
    assert as_employee.get(f"/explorer/boards/{board.pk}/edit/").status_code == 404


def test_who_may_not_share_keeps_dashboards_private(as_manager):
    as_manager.post("/explorer/boards/new/", {"title": "我的"})
    board = Dashboard.objects.get()
    given = {"version": board.version, "title": "我的", "role": "employee"}
    assert as_manager.post(f"/explorer/boards/{board.pk}/change/", given).status_code == 404
    board.refresh_from_db()
    assert board.role == ""


@pytest.mark.parametrize("role", ["owner", "hr", "manager", "employee", "steward", "finance", "auditor"])
def test_every_role_has_a_dashboard_from_the_start_and_copies_it_to_change_it(company_folder, role):
    client = client_for(role_account(role))
    assert client.get(f"/explorer/boards/of/{role}/").status_code == 200
    made = client.post("/explorer/boards/new/", {"copy_role": role})
    assert made.status_code == 302
    assert client.get(made["Location"]).status_code == 200


def test_an_employees_dashboard_has_the_kpis_of_their_own_plan(as_employee):
    said = text(as_employee.get("/explorer/boards/of/employee/"))
    assert "三分钟人工响应率 · 凯特" in said
    assert "满意率" in said


def test_a_role_one_does_not_have_has_no_dashboard(as_employee):
    assert as_employee.get("/explorer/boards/of/owner/").status_code == 404
    assert as_employee.post("/explorer/boards/new/", {"copy_role": "owner"}).status_code == 404
    assert as_employee.get("/explorer/boards/of/nonsense/").status_code == 404


def test_a_dashboard_is_deleted_only_after_being_asked(as_owner, board):
    assert "3 张卡" in text(as_owner.get(f"/explorer/boards/{board.pk}/delete/"))
    assert as_owner.get(f"/explorer/boards/{board.pk}/delete/now/").status_code == 405
    assert as_owner.post(f"/explorer/boards/{board.pk}/delete/now/").status_code == 302
    assert (Dashboard.objects.count(), last_entry()) == (0, "dashboard.deleted")


def test_a_full_dashboard_says_so(as_owner, board):
    Card.objects.bulk_create(Card(dashboard=board, position=at, kind="text", text="x") for at in range(21))
    refused = as_owner.post("/explorer/boards/put/", {"board": board.pk, "kind": "chart", "query": SALES})
    assert refused.status_code == 409
    assert "最多 24 张卡" in text(refused)


def test_without_a_csrf_token_nothing_is_changed(company_folder):
    from django.test import Client

    client = Client(SERVER_NAME="127.0.0.1", enforce_csrf_checks=True)
    client.force_login(account_for("owner"), backend="allauth.account.auth_backends.AuthenticationBackend")
    assert client.post("/explorer/boards/new/", {"title": "x"}).status_code == 403
    assert not Dashboard.objects.exists()

"""APIs that nobody wrote a reader for: every way of paging and of signing in that docs/live-sources.md names."""

import base64
import json
from importlib.util import find_spec

import pytest

from merit.kernel.refusals import ConflictRefusal
from tests.sources.live.fetching import MISSING, declare, enter, records
from tests.sources.live.platforms import Platform, Reply

pytestmark = pytest.mark.skipif(find_spec("dlt") is None, reason=MISSING.format("dlt"))

ROWS = [{"id": number, "at": f"2026-10-2{number}T00:00:00Z"} for number in range(1, 6)]
SECRET = "t0ken"  # noqa: S105 - of a server that ends with the tests


def declared(folder, shop, settings, enters=True):
    declare(folder, f"name: api, from: http, address: '{shop.address}', read: /v1/sales, {settings}", "table: orders")
    if enters:
        enter(folder, SECRET)


def ids(folder):
    return [row["id"] for row in records(folder)]


def two_a_page(params, by="page"):
    """The rows of that page, and whether more follow."""
    page = int(params.get(by, 1))
    return ROWS[2 * page - 2 : 2 * page], page, 2 * page < len(ROWS)


@pytest.mark.parametrize(("next_is", "parameter"), [("", "page"), (", next: p", "p")])
def test_pages_by_number_are_asked_for_until_one_is_empty(serve, tmp_path, next_is, parameter):
    shop = serve(lambda _shop, _path, params, *_: Reply(200, json.dumps(two_a_page(params, parameter)[0])))
    declared(tmp_path, shop, f"paging: page{next_is}")
    assert ids(tmp_path) == [1, 2, 3, 4, 5]
    assert [params.get(parameter) for _, params, _ in shop.asked] == ["1", "2", "3", "4"]


def test_pages_by_the_link_header_are_followed_to_the_last(serve, tmp_path):
    def linked(shop, path, params, *_):
        rows, page, more = two_a_page(params)
        link = {"Link": f'<{shop.address}{path}?page={page + 1}>; rel="next", <{shop.address}{path}>; rel="first"'}
        return Reply(200, json.dumps(rows), link if more else {})

    declared(tmp_path, serve(linked), "paging: link")
    assert ids(tmp_path) == [1, 2, 3, 4, 5]


def by_address(elsewhere=""):
    def answer(shop: Platform, path, params, *_):
        rows, page, more = two_a_page(params)
        further = f"{elsewhere or shop.address}{path}?page={page + 1}" if more else None
        return Reply(200, json.dumps({"rows": rows, "links": {"next": further}}))

    return answer


def test_pages_by_an_address_in_the_answer_are_followed_to_the_last(serve, tmp_path):
    declared(tmp_path, serve(by_address()), "rows: rows, paging: next_address, next: links.next")
    assert ids(tmp_path) == [1, 2, 3, 4, 5]


def test_an_address_that_leads_elsewhere_is_not_asked_and_never_sees_the_secret(serve, tmp_path):
    other = serve(by_address())
    declared(tmp_path, serve(by_address(other.address)), "rows: rows, paging: next_address, next: links.next")
    with pytest.raises(ConflictRefusal) as told:
        records(tmp_path)
    assert told.value.code == "sources.live_sent_elsewhere"
    assert other.asked == []


def test_without_paging_one_answer_is_all(serve, tmp_path):
    shop = serve(lambda *_: Reply(200, json.dumps(ROWS), {"Link": '<http://127.0.0.1:1/x>; rel="next"'}))
    declared(tmp_path, shop, "paging: none")
    assert ids(tmp_path) == [1, 2, 3, 4, 5]
    assert len(shop.asked) == 1


BASIC = "Basic " + base64.b64encode(f"merit:{SECRET}".encode()).decode()


@pytest.mark.parametrize(
    ("settings", "header", "shown"),
    [
        ("sign_in: basic, user: merit", "Authorization", BASIC),
        ("sign_in: header, header: X-Api-Key", "X-Api-Key", SECRET),
        ("sign_in: bearer", "Authorization", f"Bearer {SECRET}"),
        ("paging: none", "Authorization", f"Bearer {SECRET}"),
    ],
)
def test_the_secret_is_shown_as_declared_and_in_no_other_header(serve, tmp_path, settings, header, shown):
    shop = serve(lambda _shop, _path, _params, headers, _: Reply(200 if headers.get(header) == shown else 401, "[]"))
    declared(tmp_path, shop, settings)
    assert records(tmp_path) == []
    sent = shop.asked[0][2]
    assert [name for name, value in sent.items() if SECRET in value or value == BASIC] == [header]


def test_an_open_api_is_asked_without_any_secret(serve, tmp_path):
    shop = serve(lambda *_: Reply(200, json.dumps(ROWS)))
    declared(tmp_path, shop, "sign_in: none", enters=False)
    assert ids(tmp_path) == [1, 2, 3, 4, 5]
    assert "Authorization" not in shop.asked[0][2]


@pytest.mark.parametrize("settings", ["sign_in: basic, user: merit", "sign_in: header, header: X-Api-Key"])
def test_a_refused_secret_is_told_at_once(serve, tmp_path, settings):
    shop = serve(lambda *_: Reply(401, "{}"))
    declared(tmp_path, shop, settings)
    with pytest.raises(ConflictRefusal) as told:
        records(tmp_path)
    assert told.value.code == "sources.live_denied"
    assert len(shop.asked) == 1
    assert SECRET not in repr(told.value.params)

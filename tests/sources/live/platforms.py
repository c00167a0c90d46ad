"""A local HTTP server that answers as the platforms' documentation says, and fails as they do when told to.

WooCommerce: Basic key and secret, `per_page` of at most 100, `X-WP-Total`, `Link`, `modified_after` later than, GMT.
Shopify: `X-Shopify-Access-Token`, GraphQL by POST, cursors, THROTTLED and MAX_COST_EXCEEDED with status 200.
"""

import base64
import json
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlencode, urlsplit


@dataclass
class Reply:
    """What goes back; `cut` bytes are promised and not sent."""

    status: int = 200
    body: str = ""
    headers: dict[str, str] = field(default_factory=dict)
    cut: int = 0


class Platform:
    """The server. `faults` are the next replies, whatever is asked; `asked` are (path, parameters, headers) so far."""

    def __init__(self, answer: Callable[["Platform", str, dict, dict, dict], Reply]) -> None:
        self.faults: list[Reply | None] = []
        self.asked: list[tuple[str, dict, dict]] = []
        self.answer = answer
        platform = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                platform._reply(self, {})

            def do_POST(self) -> None:
                text = self.rfile.read(int(self.headers["Content-Length"])).decode()
                as_json = self.headers["Content-Type"] == "application/json"
                platform._reply(self, json.loads(text) if as_json else dict(_flat(parse_qs(text))))

            def log_message(self, *_: object) -> None:
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()

    @property
    def address(self) -> str:
        """As sources.yaml has it."""
        return f"http://127.0.0.1:{self._server.server_address[1]}"

    def stop(self) -> None:
        """Answer nothing more."""
        self._server.shutdown()
        self._server.server_close()

    def _reply(self, handler: BaseHTTPRequestHandler, body: dict) -> None:
        parts = urlsplit(handler.path)
        params = dict(_flat(parse_qs(parts.query)))
        self.asked.append((parts.path, params, dict(handler.headers)))
        fault = self.faults.pop(0) if self.faults else None
        reply = fault or self.answer(self, parts.path, params, dict(handler.headers), body)
        data = reply.body.encode()
        handler.send_response(reply.status)
        for name, value in reply.headers.items():
            handler.send_header(name, value)
        handler.send_header("Content-Type", "application/json; charset=utf-8")
        handler.send_header("Content-Length", str(len(data) + reply.cut))
        handler.send_header("Connection", "close")
        handler.end_headers()
        handler.wfile.write(data)


def _flat(found: dict[str, list[str]]) -> list[tuple[str, str]]:
    return [(name, values[0]) for name, values in found.items()]


KEY, SECRET = "ck_test", "cs_geheim"


def woocommerce(orders: list[dict]) -> Callable[..., Reply]:
    """A shop with these orders, which the test may change."""

    def answer(shop: Platform, path: str, params: dict, headers: dict, _: dict) -> Reply:
        expected = "Basic " + base64.b64encode(f"{KEY}:{SECRET}".encode()).decode()
        if headers.get("Authorization") != expected:
            said = {"code": "woocommerce_rest_cannot_view", "message": "Sorry, you cannot list resources."}
            return Reply(401, json.dumps(said))
        if path != "/wp-json/wc/v3/orders":
            return Reply(404, json.dumps({"code": "rest_no_route"}))
        assert int(params["per_page"]) <= 100
        assert params["orderby"] == "modified"
        since = params.get("modified_after", "")
        assert not since or params["dates_are_gmt"] == "true"
        found = [each for each in orders if each["date_modified_gmt"] > since]
        found.sort(key=lambda each: each["date_modified_gmt"], reverse=params["order"] == "desc")
        size, page = int(params["per_page"]), int(params.get("page", 1))
        pages = -(-len(found) // size)
        sent = {"X-WP-Total": str(len(found)), "X-WP-TotalPages": str(pages)}
        if page < pages:
            further = urlencode({**params, "page": page + 1})
            sent["Link"] = f'<{shop.address}{path}?{further}>; rel="next"'
        return Reply(200, json.dumps(found[(page - 1) * size : page * size]), sent)

    return answer


TOKEN = "shpat_geheim"  # noqa: S105 - of a server that ends with the tests


def shopify(orders: list[dict], most: int = 1000) -> Callable[..., Reply]:
    """A shop whose query may ask for `most` orders at once."""

    def answer(_shop: Platform, path: str, _params: dict, headers: dict, body: dict) -> Reply:
        if path == "/admin/oauth/access_token":
            good = (body["client_id"], body["client_secret"]) == ("app", "app-geheim")
            return Reply(200, json.dumps({"access_token": TOKEN, "expires_in": 86399})) if good else Reply(400, "{}")
        if headers.get("X-Shopify-Access-Token") != TOKEN:
            return Reply(401, json.dumps({"errors": "[API] Invalid API key or access token"}))
        given = body["variables"]
        if "id" in given:
            return Reply(200, json.dumps({"data": {"order": _more_lines(orders, given)}}))
        if given["first"] > most:
            return Reply(200, json.dumps(graphql_error("MAX_COST_EXCEEDED", "Query cost is 2003")))
        since = given["chosen"].partition("'")[2].partition("'")[0]
        found = sorted((each for each in orders if each["updatedAt"] >= since), key=lambda each: each["updatedAt"])
        begin = int(given["after"] or 0)
        page = found[begin : begin + given["first"]]
        end = begin + len(page)
        nodes = [{**each, "lineItems": _lines(each, 0, 2)} for each in page]
        info = {"hasNextPage": end < len(found), "endCursor": str(end)}
        return Reply(200, json.dumps({"data": {"orders": {"nodes": nodes, "pageInfo": info}}}))

    return answer


def graphql_error(code: str, message: str) -> dict:
    """An answer of Shopify that is an error, with status 200."""
    return {"errors": [{"message": message, "extensions": {"code": code}}]}


def _lines(order: dict, begin: int, size: int) -> dict:
    nodes = order["lineItems"][begin : begin + size]
    end = begin + len(nodes)
    return {"nodes": nodes, "pageInfo": {"hasNextPage": end < len(order["lineItems"]), "endCursor": str(end)}}


def _more_lines(orders: list[dict], given: dict) -> dict:
    (order,) = (each for each in orders if each["id"] == given["id"])
    return {"lineItems": _lines(order, int(given["after"]), 100)}

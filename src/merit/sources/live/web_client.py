"""dlt's REST client, held to our rules: the secret goes to the declared address alone, numbers keep their digits,
pauses follow the server's wishes, and every failure is a refusal in our words."""

import base64
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from merit.kernel.refusals import ConflictRefusal
from merit.sources.live.secret_store import Secret
from merit.sources.live.source import LiveSource, SignIn, SourceKind

TRIES = 6
LONGEST_PAUSE = 60
"""Seconds, also where the server asks for more: then the next scheduled fetch comes later still."""
TIMEOUT = (15, 90)
_REFUSED = {401: "sources.live_denied", 403: "sources.live_denied", 404: "sources.live_no_such_address"}


@dataclass(frozen=True, slots=True)
class Answers:
    """A client for one source."""

    source: LiveSource
    client: Any

    def pages(self, path: str, params: dict[str, Any], paginator: Any, rows: str = "") -> Iterator[list[Any]]:
        """The records of one page after another. `rows` is where they are in an answer; `$` without it."""
        asked = self.client.paginate(
            path, params=params, paginator=paginator, data_selector=rows or "$", allow_redirects=False
        )
        with _Translated(self.source):
            for page in asked:
                yield [self.record(each) for each in page]

    def asked(self, path: str, body: Mapping[str, Any]) -> Any:
        """The JSON answer to one POST."""
        with _Translated(self.source):
            response = self.client.post(path, json=dict(body), allow_redirects=False)
            response.raise_for_status()
            return answer_of(response)

    def record(self, found: Any) -> Mapping[str, Any]:
        """A record as it came. Raises ConflictRefusal for anything else."""
        if not isinstance(found, Mapping):
            raise ConflictRefusal("sources.live_no_records", name=self.source.name)
        return found

    def by_link(self) -> Any:
        """Pages that follow one another by the header `Link`."""
        from dlt.sources.helpers.rest_client.paginators import HeaderLinkPaginator

        return HeaderLinkPaginator()

    def as_declared(self) -> Any:
        """Pages as the source's `paging` says."""
        from dlt.sources.helpers.rest_client import paginators

        answer = self.source.answer
        match answer.paging:
            case "link":
                return paginators.HeaderLinkPaginator()
            case "page":
                return paginators.PageNumberPaginator(base_page=1, page_param=answer.next or "page", total_path=None)
            case "next_address":
                return paginators.JSONLinkPaginator(next_url_path=answer.next)
            case "next_mark":
                name = answer.next.rpartition(".")[2]
                return paginators.JSONResponseCursorPaginator(cursor_path=answer.next, cursor_param=name)
            case _:
                return paginators.SinglePagePaginator()


def opened_client(source: LiveSource, secret: Secret) -> Answers:
    """A client for the source's address that shows the secret there and nowhere else."""
    headers = sign_in_headers(source, secret)
    if source.kind is SourceKind.SHOPIFY and source.user:
        headers = sign_in_headers(source, _lent_token(_client(source, {}), secret))
    return _client(source, headers)


def _lent_token(answers: Answers, secret: Secret) -> Secret:
    """An access token for a day, for an app's id and secret (OAuth's client credentials)."""
    asked = {"grant_type": "client_credentials", "client_id": answers.source.user, "client_secret": secret.text}
    with _Translated(answers.source):
        response = answers.client.post("/admin/oauth/access_token", data=asked, allow_redirects=False)
        if response.status_code == 400:
            response.status_code = 401
        response.raise_for_status()
        return Secret(str(answer_of(response)["access_token"]))


def _client(source: LiveSource, shown: Mapping[str, str]) -> Answers:
    from dlt.common.configuration.specs import RuntimeConfiguration
    from dlt.sources.helpers.requests import Client

    address = source.address if "://" in source.address else f"https://{source.address}"
    session = Client(
        request_timeout=TIMEOUT,
        raise_for_status=False,
        request_max_attempts=TRIES,
        request_backoff_factor=1,
        request_max_retry_delay=LONGEST_PAUSE,
        retry_condition=_asks_for_patience,
    ).session
    session.headers["User-Agent"] = "merit"
    made = _client_class(source)(
        base_url=address,
        auth=_only_there(source, address, shown),
        session=session,
        config=RuntimeConfiguration(dlthub_telemetry=False),
    )
    return Answers(source, made)


def sign_in_headers(source: LiveSource, secret: Secret) -> dict[str, str]:
    """The headers that show the secret."""
    basic = base64.b64encode(f"{source.user}:{secret.text}".encode()).decode("ascii")
    if source.kind is SourceKind.SHOPIFY:
        return {"X-Shopify-Access-Token": secret.text}
    if source.kind is SourceKind.WOOCOMMERCE or source.sign_in is SignIn.BASIC:
        return {"Authorization": f"Basic {basic}"}
    if source.sign_in is SignIn.BEARER:
        return {"Authorization": f"Bearer {secret.text}"}
    return {source.answer.header: secret.text} if source.sign_in is SignIn.HEADER else {}


def answer_of(response: Any) -> Any:
    """The JSON of an answer; a number with a point stays the text that it was written as."""
    return json.loads(response.text, parse_float=str)


def _client_class(source: LiveSource) -> Any:
    from dlt.common import jsonpath
    from dlt.sources.helpers.rest_client import RESTClient

    class ExactClient(RESTClient):  # type: ignore[misc]
        """Reads answers without floats."""

        def extract_response(self, response: Any, data_selector: Any) -> list[Any]:
            """The records of a page; a single one is a page of one."""
            if response.is_redirect:
                raise ConflictRefusal("sources.live_sent_elsewhere", name=source.name, address=source.address)
            found = jsonpath.find_values(data_selector, answer_of(response))
            data = found[0] if len(found) == 1 else found
            return data if isinstance(data, list) else [data]

    return ExactClient


def _only_there(source: LiveSource, address: str, shown: Mapping[str, str]) -> Any:
    from requests.auth import AuthBase

    class OnlyThere(AuthBase):  # type: ignore[misc]
        """An answer that sends us elsewhere for its next page does not get the secret there."""

        def __call__(self, request: Any) -> Any:
            if _origin(request.url) != _origin(address):
                raise ConflictRefusal("sources.live_sent_elsewhere", name=source.name, address=source.address)
            request.headers.update(shown)
            return request

    return OnlyThere()


def _origin(address: str) -> tuple[str, str, int | None]:
    parts = urlsplit(address)
    return parts.scheme, parts.hostname or "", parts.port


def _asks_for_patience(response: Any, _: BaseException | None) -> bool:
    """An answer with status 200 by which Shopify says that it was asked too much, or that ends in the middle."""
    if response is None or response.status_code != 200:
        return False
    return '"THROTTLED"' in response.text or not response.text.rstrip().endswith(("]", "}"))


class _Translated:
    """Turns the failures of requests into ours; the address is named, headers and parameters never."""

    def __init__(self, source: LiveSource) -> None:
        self.source = source

    def __enter__(self) -> None:
        return None

    def __exit__(self, _: object, error: BaseException | None, __: object) -> None:
        if error is None:
            return
        import requests

        params: dict[str, str | int] = {"name": self.source.name, "address": self.source.address}
        if isinstance(error, requests.HTTPError) and error.response is not None:
            raise _by_status(error.response.status_code, params) from None
        if isinstance(error, ValueError) and not isinstance(error, requests.ConnectionError):
            raise ConflictRefusal("sources.live_not_json", **params) from None
        if isinstance(error, requests.RequestException):
            params["reason"] = type(error).__name__
            raise ConflictRefusal("sources.live_unreachable", **params) from None


def _by_status(status: int, params: dict[str, str | int]) -> ConflictRefusal:
    if status == 429:
        return ConflictRefusal("sources.live_too_often", **params)
    if status in _REFUSED:
        return ConflictRefusal(_REFUSED[status], **params)
    return ConflictRefusal("sources.live_answered", status=status, **params)

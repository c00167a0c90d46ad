"""The description of the API is a file in docs/, says every operation in both languages, and is true."""

import json
from pathlib import Path

import pytest
import schemathesis
from django.test import Client
from hypothesis import HealthCheck, Phase, settings

from merit_desk.accounts.viewer import viewer_for
from merit_desk.api.actions.tokens import make_token
from merit_desk.api.scopes import EVERY_SCOPE
from merit_desk.api.views.operations import api
from tests.desk.conftest import role_account

FILE = Path(__file__).parents[3] / "docs" / "openapi.json"
METHODS = {"get", "put", "post", "patch", "delete"}


def described():
    """As `python -m tests.desk.api.test_description` would write it: the server's own text, in a stable order."""
    return (
        json.dumps(json.loads(json.dumps(api.get_openapi_schema(), default=str)), indent=1, ensure_ascii=False) + "\n"
    )


def test_the_description_in_the_documents_is_the_one_that_is_served(company_folder):
    assert FILE.read_text("utf-8") == described()
    served = Client(SERVER_NAME="127.0.0.1").get("/api/v1/openapi.json")
    assert served.json() == json.loads(FILE.read_text("utf-8"))


def test_every_operation_needs_somebody_and_says_what_goes_wrong():
    for path, methods in json.loads(FILE.read_text("utf-8"))["paths"].items():
        for method, operation in methods.items():
            assert method in METHODS, path
            assert operation["security"], path
            assert {"401", "404", "429"} <= set(operation["responses"]), path
            assert operation["summary"] != operation["description"].split("\n")[0], path


def test_the_reference_page_shows_every_operation(as_owner):
    page = as_owner.get("/api/").content.decode()
    for methods in json.loads(FILE.read_text("utf-8"))["paths"].values():
        for operation in methods.values():
            assert f'id="{operation["operationId"]}"' in page


schema = schemathesis.openapi.from_dict(json.loads(FILE.read_text("utf-8")) if FILE.exists() else {"openapi": "3.1.0"})


@pytest.fixture
def secret(own_folder, settings):
    settings.MERIT_API_RATE = 10**9
    return make_token(viewer_for(role_account("owner")), "trial", EVERY_SCOPE, 1)[1]


@schema.parametrize()
@settings(
    max_examples=3,
    deadline=None,
    phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
    derandomize=True,
)
def test_whatever_is_asked_the_answer_is_as_described_and_never_a_failure(case, secret):
    client = Client(SERVER_NAME="127.0.0.1", raise_request_exception=False)
    answer = ask(client, case, secret)
    assert answer.status_code < 500, answer.content
    assert str(answer.status_code) in {*case.operation.definition.raw["responses"], "405"}
    if answer.status_code >= 400:
        assert answer["Content-Type"] == "application/problem+json"
        assert {"zh", "en", "code", "status"} <= set(answer.json())


def ask(client, case, secret):
    """The case through Django's own client, which shares the test's transaction."""
    sent = case.as_transport_kwargs(base_url="http://127.0.0.1")
    query = dict(sent.get("params") or {})
    address = sent["url"].removeprefix("http://127.0.0.1")
    headers = {"authorization": f"Bearer {secret}"}
    content = sent.get("json")
    body = {} if content is None else {"data": json.dumps(content), "content_type": "application/json"}
    return client.generic(sent["method"], address, query_params=query, headers=headers, **body)

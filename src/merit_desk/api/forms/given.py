"""What the API gives. Amounts, scores and rates are exact decimals as text; days are ISO dates, moments in UTC."""

from datetime import date, datetime
from typing import Any, Generic, TypeVar

from ninja import Schema
from pydantic import ConfigDict

T = TypeVar("T")


class Given(Schema):
    """Read from attributes or mappings."""

    model_config = ConfigDict(from_attributes=True)


class Page(Given, Generic[T]):
    """One page of a list; `next` is the cursor of the next one, null on the last."""

    items: list[T]
    next: str | None


class ProblemGiven(Given):
    """RFC 9457: `title` in the reader's language, `zh` and `en` in both."""

    type: str
    title: str
    status: int
    code: str
    zh: str
    en: str
    params: dict[str, Any] | None = None
    problems: list[dict[str, Any]] | None = None
    request_id: str | None = None


class Me(Given):
    """Who asks."""

    account: int
    name: str
    person: str
    roles: list[str]
    abilities: list[str]
    scopes: list[str]


class CompanyGiven(Given):
    """company.yaml."""

    name: str
    currency: str
    time_zone: str
    day_cut: str
    region: str


class PersonGiven(Given):
    """Somebody on that day."""

    person: str
    name: str
    post: str
    team: str
    managers: list[str]
    status: str
    since: date


class TeamGiven(Given):
    """A team on that day."""

    team: str
    name: str
    parent: str
    leader: str
    kind: str


class CreditGiven(Given):
    """Whose a shop, a channel, an agent account… is; `end` is the last day."""

    kind: str
    subject: str
    person: str
    share: str
    role: str
    start: date | None
    end: date | None


class KpiGiven(Given):
    """A KPI of the catalogue."""

    kpi: str
    version: int
    title: dict[str, str]
    group: str
    unit: str
    direction: str
    nodes: list[str]
    minimum_sample: int
    note: dict[str, str]


class ValueGiven(Given):
    """A KPI's value for a node over a period; `value` is null where there is none, and `status` says why."""

    kpi: str
    version: str
    node_kind: str
    node: str
    period: str
    value: str | None
    numerator: str | None
    denominator: str | None
    n: int
    status: str


class PartGiven(Given):
    """One number behind a value: how many rows counted, and the query that reads them."""

    kpi: str
    period: str
    rows: int
    sql: str


class ExplanationGiven(Given):
    """How a value came about, down to its queries; the rows themselves stand at `rows`."""

    value: ValueGiven
    title: str
    definition: str
    working: str
    parts: list[PartGiven]


class RowGiven(Given):
    """A source row: file, line, whether it counted and for what share."""

    kpi: str
    file: str
    line: int
    counted: bool
    share: str
    fields: dict[str, str]


class TargetGiven(Given):
    """One row of targets.csv."""

    kpi: str
    node_kind: str
    node: str
    period: str
    target: str
    basis: str
    start: date | None
    reason: str


class DocumentGiven(Given):
    """A file of the company folder; `digest` is what a change of it has to be based on."""

    path: str
    digest: str
    text: str | None = None


class VersionGiven(Given):
    """A version that a change has made."""

    path: str
    number: int
    digest: str
    at: datetime


class PlanGiven(Given):
    """A score plan or a reward as its file declares it."""

    plan: str
    kind: str
    version: int
    title: dict[str, str]
    posts: list[str]
    file: str

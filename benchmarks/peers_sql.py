"""The handwritten SQL of every question: one query each, as someone would write it who knows DuckDB and the tables.

What adds up is added up by subject and day before credits are joined; credits and teams come ready-made by day.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace

from handwritten import QUERIES, Handwritten
from peers_questions import OF_SALES, PEOPLE, Question

_ART = {each.kpi: each for each in QUERIES}["art.part"]
_STOCK = Handwritten("inventory_value", "stock f", "f.day", "warehouse", "f.warehouse",
                     "f.on_hand // 10000 * f.unit_cost", shop="")  # fmt: skip
_FIRSTS = Handwritten("new_customers", "numbered f", "f.paid_at_day", "shop", "f.shop", "1", "f.number = 1",
                      channel="f.channel")  # fmt: skip
NUMBERED_ORDERS = """SELECT shop, channel, paid_at_day, row_number() OVER buyers AS number,
    lead(paid_at_day) OVER buyers - paid_at_day AS until_next
    FROM orders WHERE paid_at IS NOT NULL AND coalesce(invalid_reason, '') = '' AND coalesce(buyer, '') <> ''
    WINDOW buyers AS (PARTITION BY buyer ORDER BY paid_at, shop, order_id)"""


@dataclass(frozen=True)
class Parts:
    """What a KPI is the sum of, or the quotient."""

    part: Handwritten
    whole: Handwritten | None = None


def parts_of(kpi: str) -> Parts:
    """The rows and values behind a KPI."""
    known = {each.kpi: each for each in QUERIES}
    sales, visits = known["line_sales"], known["sessions"]
    quotients = {
        "goods_per_order": Parts(sales, known["orders_paid"]),
        "refunds_over_sales": Parts(known["refund_amt"], sales),
        "cvr_session": Parts(replace(visits, where="f.purchased"), visits),
        "art": Parts(_ART, replace(_ART, value="f.rounds", where="f.reply_seconds IS NOT NULL")),
        "repurchase_C_30": Parts(replace(_FIRSTS, where="f.number = 1 AND f.until_next <= 30"), _FIRSTS),
    }
    seconds = "date_diff('second', f.started_at, f.first_reply_at)"
    others = {
        "inventory_value": Parts(_STOCK),
        "frt_p90": Parts(replace(known["conversations"], value=seconds)),
    } | dict.fromkeys(OF_SALES, Parts(sales))
    return (quotients | others).get(kpi) or Parts(known[kpi])


def query_of(question: Question) -> str:
    """Node, first day of the period, value."""
    return _HOW[question.asked.how](question)


def rows_of(query: Handwritten, question: Question) -> str:
    """The rows as node, day and value `v`, those of one subject and day together; by people times the share."""
    low, past = question.read_from, question.span[1]
    held = f"{query.where} AND {query.day} >= DATE '{low}' AND {query.day} < DATE '{past}'"
    rows = (
        f"(WITH numbered AS ({NUMBERED_ORDERS}) SELECT * FROM numbered) f" if "numbered" in query.rows else query.rows
    )
    if question.level not in PEOPLE:
        node = {"shop": query.shop, "channel": query.channel}.get(question.level, "'company'")
        return (
            f"SELECT {node} AS node, {query.day} AS day, sum({query.value}) AS v FROM {rows} WHERE {held} GROUP BY 1, 2"
        )
    daily = (
        f"SELECT {query.subject} AS subject, {query.day} AS day, {query.credit_day or query.day} AS credit_day,"
        f" sum({query.value}) AS v FROM {rows} WHERE {held} GROUP BY 1, 2, 3"
    )
    return _credited(daily, query.kind, question.level, "v * coalesce(c.share, 10000) AS v")


def _credited(rows: str, kind: str, level: str, value: str) -> str:
    """Rows of subject, day and credit_day by the people credited for them, or where those stood on the day."""
    credited = f"({rows}) d LEFT JOIN credit c ON c.kind = '{kind}' AND c.subject = d.subject AND c.day = d.credit_day"
    person = "coalesce(c.person, 'unassigned')"
    if level == "person":
        return f"SELECT {person} AS node, d.day, {value} FROM {credited}"
    standing = f"JOIN stands m ON m.member = {person} AND m.day = d.day"
    return f"SELECT m.{level} AS node, d.day, {value} FROM {credited} {standing}"


def _start(question: Question) -> str:
    return f"date_trunc('{question.grain}', day)::DATE"


def _summed(question: Question) -> str:
    rows = rows_of(parts_of(question.asked.kpi).part, question)
    return f"SELECT node, {_start(question)} AS start, sum(v) FROM ({rows}) GROUP BY 1, 2"


def _quotient(question: Question) -> str:
    parts = parts_of(question.asked.kpi)
    assert parts.whole is not None
    both = (
        f"SELECT node, day, v AS p, 0 AS w FROM ({rows_of(parts.part, question)}) UNION ALL"
        f" SELECT node, day, 0, v FROM ({rows_of(parts.whole, question)})"
    )
    over = "sum(p)::DOUBLE / nullif(sum(w), 0)::DOUBLE"
    return f"SELECT node, {_start(question)} AS start, {over} FROM ({both}) GROUP BY 1, 2"


def _each_row(question: Question, aggregate: str) -> str:
    """What does not add up is aggregated over the rows themselves."""
    query = parts_of(question.asked.kpi).part
    held = f"{query.where} AND {query.day} >= DATE '{question.read_from}' AND {query.day} < DATE '{question.span[1]}'"
    node = {"shop": query.shop, "channel": query.channel}.get(question.level, "'company'")
    columns = f"{query.day} AS day, {query.value} AS v FROM {query.rows} WHERE {held}"
    rows = f"SELECT {node} AS node, {columns}"
    if question.level in PEOPLE:
        of_subject = f"SELECT {query.subject} AS subject, {query.day} AS credit_day, {columns}"
        rows = _credited(of_subject, query.kind, question.level, "v")
    return f"SELECT node, {_start(question)} AS start, {aggregate} FROM ({rows}) GROUP BY 1, 2"


def _last(question: Question) -> str:
    """The sum of the last day of each period on which there is any stock."""
    low, past = question.span
    newest = (
        f"SELECT {_start(question)} AS start, max(day) AS day FROM stock"
        f" WHERE day >= DATE '{low}' AND day < DATE '{past}' GROUP BY 1"
    )
    rows = rows_of(parts_of(question.asked.kpi).part, question)
    return f"SELECT node, start, sum(v) FROM ({rows}) JOIN ({newest}) USING (day) GROUP BY 1, 2"


def _running(question: Question, since: str) -> str:
    rows = rows_of(parts_of(question.asked.kpi).part, question)
    low, past = question.span
    days = f"SELECT unnest(generate_series(DATE '{low}', DATE '{past}' - 1, INTERVAL 1 DAY))::DATE AS until"
    daily = f"SELECT node, day, sum(v) AS v FROM ({rows}) GROUP BY 1, 2"
    return f"SELECT node, until, sum(v) FROM ({daily}) JOIN ({days}) ON day BETWEEN {since} AND until GROUP BY 1, 2"


def _growth(question: Question) -> str:
    return (
        f"WITH sold(node, start, v) AS ({_summed(question)})"
        " SELECT now.node, now.start, (now.v - before.v)::DOUBLE / nullif(before.v, 0)::DOUBLE FROM sold now"
        " JOIN sold before ON before.node = now.node AND before.start = now.start - INTERVAL 1 MONTH"
    )


_HOW: dict[str, Callable[[Question], str]] = {
    "sum": _summed,
    "ratio": _quotient,
    "distinct": lambda question: _each_row(question, "count(DISTINCT v)"),
    "quantile": lambda question: _each_row(question, "quantile_disc(v, 0.9)"),
    "last": _last,
    "to_date": lambda question: _running(question, "date_trunc('month', until)::DATE"),
    "rolling": lambda question: _running(question, "until - 6"),
    "growth": _growth,
}

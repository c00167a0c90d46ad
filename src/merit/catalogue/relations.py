# ruff: noqa: E501  (one line per relation)
"""The relations that measures speak of, as data: columns, the day that dates a row, and who is credited by default.

`merit.metrics.relations` builds each of them as a query; here stands only what definitions are checked against. Every
fact table is a relation of the same name, most with columns added.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from merit.catalogue.kpi import Credit, CreditBy
from merit.facts.columns import ColumnKind
from merit.facts.tables import TABLES

CREDIT_DAY = "credit_day"
"""Where a relation has this column, the credit of a row is resolved as of this day (a refund: the day its order was
paid), else as of the day by which the measure dates the row."""

_ORDER = "buyer region channel campaign customer_type"

# name | defining fact table | day or instant that dates a row by default | default credit | columns added
_RELATIONS = f"""
orders | orders | paid_at | shop | valid:flag
order_lines | order_lines | paid_at | as orders | {_ORDER} paid_at shipped_at signed_at closed_at status invalid_reason valid:flag order_key charges:amount buyer_paid:amount
refunds | refunds | refunded_at | as orders | {_ORDER} ordered_at paid_at shipped_at signed_at agent sku category valid:flag succeeded:flag is_adjustment:flag order_key credit_day:day
buyer_orders | orders | paid_at | as orders | valid:flag order_amount:amount number:count is_first:flag first_order_amount:amount first_paid_day:day previous_paid_day:day next_paid_day:day month_number:count is_new_in_a_year:flag repurchased_30:flag repurchased_60:flag repurchased_90:flag repurchased_180:flag
served_orders | orders | paid_at | agent | valid:flag order_amount:amount refunded:amount agent talked_at order_key
fees | fees | at | as orders | {_ORDER} paid_at shipped_at signed_at valid:flag
settlements | settlements | settled_at | as orders | {_ORDER} paid_at ledger_amount:amount
customers | customers | since | person=owner |
leads | leads | created_at | person=owner |
owners | owners | from | person=person |
owned_orders | orders | paid_at | person=owner | valid:flag order_amount:amount owner order_key
owned_leads | leads | won_at | person=won_by | won_by
visits | visits | started_at | shop | single_page:flag
traffic_daily | traffic_daily | day | shop |
platform_daily | platform_daily | day | shop |
ads | ads | day | campaign |
conversations | conversations | started_at | agent | buyer_day
inquiries | conversations | started_at | agent | inquiry:flag next_paid_at paid_same_day:flag paid_by_next_day:flag paid_in_the_end:flag
service_daily | service_daily | day | agent |
messages | messages | at | nobody |
complaints | complaints | opened_at | agent | region channel paid_at judged:flag solved_in_24h:flag order_key credit_day:day
ratings_product | ratings_product | rated_at | shop |
shipments | shipments | due_at | warehouse | region channel paid_at picked_in_time:flag delivered_in_time:flag order_key
order_deliveries | shipments | delivered_at | warehouse | region channel paid_at picked_in_time:flag delivered_in_time:flag perfect:flag parcels:count order_key packer_day
stock | stock | day | warehouse | available:number
stock_ages | stock | day | warehouse | available:number last_sold_day:day first_stocked_day:day dead_90:flag dead_180:flag
stocktakes | stocktakes | day | warehouse | equal:flag difference:number unit_cost:amount
purchases | purchases | promised_at | supplier | on_time:flag in_full:flag late_days:count
page_loads | page_loads | at | page |
uptime | uptime | at | page:site |
tasks | tasks | due_at | person=owner | done:flag on_time:flag cancelled:flag
posts_daily | posts_daily | day | account | interactions:count
search_ranks | search_ranks | day | keyword |
expenses | expenses | day | team=team |
budgets | budgets | month | team=team |
surveys | surveys | sent_at | agent |
leave | leave | from | person=person |
forecasts | forecasts | from | sku | frozen:flag actual:number
agent_hours | agent_hours | day | agent |
interests_daily | interests_daily | day | shop |
requests_daily | requests_daily | day | page:site |
ad_tests | ad_tests | to | campaign |
solutions | solutions | solved_at | agent | shop agent
supplier_payments | supplier_payments | paid_at | supplier |
shop_scores | shop_scores | day | shop |
experiment_assignments | experiment_assignments | assigned_at | nobody |
experiment_daily | experiment_daily | day | nobody |
staff_accounts | staff_accounts | since | nobody |
rounds | messages | at | agent | shop agent buyer minute:count waited:number answered:flag in_3min:flag
talk_messages | messages | at | agent | shop agent
agent_load | conversations | started_at | agent | at_once:count
solved_conversations | conversations | last_solved_at | agent | first_solved_at last_solved_at times_solved:count
order_contributions | orders | paid_at | shop | valid:flag order_amount:amount contribution:amount is_first:flag first_paid_day:day days_since_first:count
order_experience | orders | signed_at | shop | valid:flag asked_back_at first_reason worst_rating:number best_rating:number
filled_orders | shipments | delivered_at | warehouse | region channel paid_at picked_in_time:flag delivered_in_time:flag perfect:flag parcels:count order_key units:number
stock_daily | stock | day | warehouse | available:number counted_day:day carried:flag
standings | manual_values | day | team=node | reached:flag
"""

_KINDS = {
    "kpi": ColumnKind.ID,
    "node_kind": ColumnKind.TEXT,
    "node": ColumnKind.ID,
    "day": ColumnKind.DAY,
    "value": ColumnKind.NUMBER,
    "target": ColumnKind.NUMBER,
}
_TEXTS = frozenset({"status", "invalid_reason", "customer_type", "first_reason"})


@dataclass(frozen=True, slots=True)
class Relation:
    """What may be said of a relation. `columns` holds the derived `<instant>_day` and `<instant>_minute` too."""

    name: str
    fact: str
    """The fact table whose rows these are: its `source_file` and `source_line` are kept."""
    at: str
    credit: Credit
    follows: str
    """The relation whose default credit this one shares, or empty."""
    columns: Mapping[str, ColumnKind]

    @property
    def day(self) -> str:
        """The day column that dates a row by default."""
        return day_column(self, self.at)

    @property
    def credit_day(self) -> str:
        """The day column as of which credit is resolved, or empty: then the day of the measure itself."""
        return CREDIT_DAY if CREDIT_DAY in self.columns else ""


def day_column(relation: Relation, at: str) -> str:
    """The column that holds the business day of `at`, which is a day itself or an instant."""
    return f"{at}_day" if relation.columns.get(at) is ColumnKind.INSTANT else at


def _fact_columns(fact: str) -> dict[str, ColumnKind]:
    if fact not in TABLES:
        return dict(_KINDS)
    table = TABLES[fact]
    columns = {column.name: column.kind for column in table.columns}
    minutes = {f"{column.name}_minute": ColumnKind.COUNT for column in table.columns if column.clock}
    return columns | minutes


def _added(written: str) -> dict[str, ColumnKind]:
    columns: dict[str, ColumnKind] = {}
    for part in written.split():
        name, _, kind = part.partition(":")
        columns[name] = ColumnKind(kind) if kind else _kind_of(name)
    return columns


def _kind_of(name: str) -> ColumnKind:
    if name.endswith("_at"):
        return ColumnKind.INSTANT
    return ColumnKind.TEXT if name in _TEXTS or name == "region" else ColumnKind.ID


def _credit(written: str) -> Credit:
    if "=" in written:
        by, _, column = written.partition("=")
        return Credit(CreditBy(by), "", column)
    if written == "nobody":
        return Credit()
    kind, _, column = written.partition(":")
    return Credit(CreditBy.SUBJECT, kind, column or kind)


def _relation(line: str) -> Relation:
    name, fact, at, credit, added = (part.strip() for part in line.split("|"))
    columns = _fact_columns(fact) | _added(added)
    days = {f"{column}_day": ColumnKind.DAY for column, kind in columns.items() if kind is ColumnKind.INSTANT}
    bookkeeping = {"source_file": ColumnKind.TEXT, "source_line": ColumnKind.COUNT}
    follows = credit.removeprefix("as ") if credit.startswith("as ") else ""
    return Relation(name, fact, at, _credit("shop" if follows else credit), follows, columns | days | bookkeeping)


RELATIONS: dict[str, Relation] = {
    relation.name: relation for relation in map(_relation, _RELATIONS.strip().splitlines())
}

CREDIT_KINDS = frozenset(
    "shop region channel campaign sku category agent warehouse packer supplier account page keyword order customer".split()
)
"""The kinds of subject that credits.csv may speak of."""


def default_credit(relation: str, overrides: Mapping[str, Credit]) -> Credit:
    """Who is credited for the rows of `relation`: the company's own rule, that of the relation it follows, or ours."""
    declared = RELATIONS[relation]
    if relation in overrides:
        return overrides[relation]
    followed = overrides.get(declared.follows)
    if followed is not None and (not followed.column or followed.column in declared.columns):
        return followed
    return declared.credit


DEFAULT_CREDIT: dict[str, Credit] = {name: default_credit(name, {}) for name in RELATIONS}

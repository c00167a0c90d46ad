"""The canonical fact tables: columns, keys and kinds.

`*` marks a required column, `#` one that is hashed on the way in,
`?` a part of the key that may be empty, `@` an instant whose local minute of the day is kept.

A column's kind follows from its name (`…_at` is an instant, `…amount` is money) or is written after a colon.
"""

from merit.facts.columns import Column, ColumnKind, FactTable

_TABLES = """
orders | shop order_id | ordered_at | buyer# region ordered_at* paid_at shipped_at signed_at closed_at status* paid_amount freight:amount tax:amount discount_merchant:amount discount_platform:amount channel campaign customer_type invalid_reason
order_lines | shop order_id line_id | ordered_at | ordered_at sku category quantity:number* unit_price:amount* paid_amount* unit_cost:amount agent
refunds | shop refund_id | refunded_at | order_id:id line_id:id buyer# region amount* quantity:number kind=unshipped/refund_only/return/adjustment reason applied_at refunded_at status* borne_by=person/company
fees | shop fee_id | at | order_id:id kind* amount* at*
settlements | shop settlement_id | settled_at | order_id:id line_id:id amount* settled_at* kind
customers | customer# | since | type owner since:day segment region
owners | customer#? lead? from | from | from* person* to:day
leads | lead | created_at | owner* source created_at* qualified_at won_at lost_at value:amount
visits | visit_id | started_at | visitor# shop* channel device started_at* pageviews:count seconds:number engaged:flag added_to_cart:flag began_checkout:flag payment_attempts:count payment_failures:count purchased:flag
traffic_daily | day shop channel? sku? | day | visitors:count pageviews:count visits:count bounces:count
platform_daily | day shop report sku? category? | day | visitors:count pageviews:count favourites:count buyers:count orders:count units:number sales:amount refunds:amount ad_spend:amount ad_sales:amount
ads | day shop campaign channel? | day | impressions:count clicks:count spend:amount* orders:count sales:amount
conversations | conversation_id | started_at | shop* agent* buyer# presale:flag started_at*@ first_reply_at rounds:count rounds_in_3min:count reply_seconds:number resolved_at reopened:flag rating:number rated_at order_id:id
service_daily | day shop agent | day | consulted:count received:count received_well:count inquirers:count orderers:count payers:number conversations:count first_reply_seconds:number reply_seconds:number replied:number replied_in_3min:number rated:count rated_well:count sales:amount units:number orders:count refunded:amount
messages | conversation_id at number | at | sender*=buyer/agent/robot
complaints | complaint_id | opened_at | order_id:id shop* agent opened_at* resolved_at
ratings_product | rating_id | rated_at | order_id:id sku shop* score:number* rated_at*
shipments | shipment_id | due_at | order_id:id* shop warehouse carrier packer due_at picked_up_at promised_at delivered_at complete:flag undamaged:flag documents_ok:flag accurate:flag
stock | day warehouse sku | day | on_hand:number* reserved:number unit_cost:amount listed:flag
stocktakes | day warehouse sku | day | booked:number* counted:number* counted_by
purchases | po line | promised_at | supplier* sku* buyer_person ordered_quantity:number* received_quantity:number promised_at* received_at unit_price:amount standard_price:amount
page_loads | load_id | at | at* page* device lcp_ms:number inp_ms:number cls:number load_ms:number js_error:flag
uptime | site at | at | ok:flag* ms:number
tasks | task_id | due_at | owner* kind created_at due_at*@ done_at cancelled_at returned:count quality:number
posts_daily | day account | day | platform posts:count views:count reach:count likes:count comments:count shares:count saves:count follows:count unfollows:count sales:amount
search_ranks | day keyword engine? | day | position:number impressions:count clicks:count searches:count
expenses | expense_id | day | day* team* category* amount*
budgets | month team category | month | amount* variable_with
surveys | survey_id | sent_at | kind*=csat/nps/pulse respondent# shop agent sent_at* answered_at score:number
forecasts | from sku shop? made_on | from | to:day* made_on:day* quantity:number*
agent_hours | day agent | day | hours:number*
interests_daily | day shop channel? sku? | day | visitors:count* favourited:count carted:count either:count*
requests_daily | day site | day | requests:count* failed:count*
ad_tests | test_id | to | campaign from:day* to:day* spend:amount* test_sales:amount* baseline_sales:amount*
solutions | conversation_id solved_at | solved_at | solved_at* solved_by:id
supplier_payments | payment_id | paid_at | supplier* po:id amount* received_at paid_at*
shop_scores | day shop kind | day | kind:id* score:number*
staff_accounts | buyer# | since | person* since:day
experiment_assignments | experiment unit? customer#? arm assigned_at | assigned_at | segment device region channel
experiment_daily | day experiment arm metric | day | units:count* successes:count total:number squares:number base:number base_squares:number products:number
leave | person from | from | to:day* kind*=annual/sick/maternity/paternity/unpaid/other
"""

_BY_NAME = {"day": ColumnKind.DAY, "from": ColumnKind.DAY, "month": ColumnKind.DAY, "at": ColumnKind.INSTANT}
_IDS = frozenset(
    "account agent buyer buyer_person campaign carrier category channel counted_by customer engine keyword owner packer"
    " page person region respondent shop site sku supplier team visitor warehouse".split()
)
_BY_ENDING = {"_at": ColumnKind.INSTANT, "amount": ColumnKind.AMOUNT, "_id": ColumnKind.ID}


def _column(written: str, in_key: bool) -> Column:
    written, _, choices = written.partition("=")
    name, _, kind = written.partition(":")
    flags = "".join(mark for mark in "*#@?" if mark in written)
    name, kind = name.rstrip("*#@?"), kind.rstrip("*#@?")
    return Column(
        name=name,
        kind=ColumnKind(kind) if kind else _kind_of(name, in_key),
        required=(in_key and "?" not in flags) or "*" in flags,
        choices=tuple(choices.split("/")) if choices else (),
        personal="#" in flags,
        clock="@" in flags,
    )


def _kind_of(name: str, in_key: bool) -> ColumnKind:
    if name in _BY_NAME:
        return _BY_NAME[name]
    for ending, kind in _BY_ENDING.items():
        if name.endswith(ending):
            return kind
    return ColumnKind.ID if in_key or name in _IDS else ColumnKind.TEXT


def _table(line: str) -> FactTable:
    name, key, dated_by, columns = (part.strip() for part in line.split("|"))
    key_names = tuple(part.rstrip("#?") for part in key.split())
    written = {part.rstrip("*#@?").split(":")[0].split("=")[0].rstrip("*#@?") for part in columns.split()}
    key_columns = [_column(part, in_key=True) for part in key.split() if part.rstrip("#?") not in written]
    return FactTable(
        name, key_names, dated_by, (*key_columns, *(_column(part, in_key=False) for part in columns.split()))
    )


TABLES: dict[str, FactTable] = {table.name: table for table in map(_table, _TABLES.strip().splitlines())}

"""A tiny, complete, valid company whose figures can be worked out by hand; every stage may test against it.

**Who.** `owner` leads the company `all`, `leader` leads the department `trade` and its teams `north` and `south`.
`cat` (cs_agent) is in north all along; `ann` (sales) moves from north to south on 12 October 2026; `bob` (sales,
south) leaves: his last day is 14 October. Official calendar: September 2026 has 22 working days, October 18 (the 1st
to the 7th are off, Saturday the 10th is made up). October on duty: ann 3 days in north + 15 in south = 18; bob 6 of
18 = 1/3; the others 18. September: leader 20 of 22 (annual leave on the 21st and 22nd).

**Credits.** Shop s1: ann 60 %, bob 40 % up to 14 October, from then 40 % unassigned. Shop s2: bob up to 14 October,
then unassigned. Agent account cs1: cat. cs2: nobody.

**Sales.** Product P1 sells at 1,000 (cost 600), P2 at 250 (cost 150). No freight, no tax, no discount.

| | September | October |
|---|---|---|
| orders placed (valid) | 8 | 11 (A17 is never paid) |
| orders paid (valid) | 8 | 10 (B15 is a test order and does not count) |
| lines paid | 10 | 13 |
| units paid | 13 | 20 (13 in s1, 7 in s2) |
| `paid_sales` = `line_sales` | 10,000 (s1 6,000, s2 4,000) | 11,000 (s1 7,000, s2 4,000) |
| `gmv_placed` | 10,000 | 12,000 |
| paying buyers | 4 (b1, b2, b5, b6) | 5 (b1 … b5); new ones b3, b4 |
| `refund_amt` | 0 | 2,000 (R1 500, R2 500, R3 1,000), s1 1,000, s2 1,000 |
| `net_sales` | 10,000 | 9,000 |
| shipped (paid + 1 day): lines' amount | 8,000 | 13,000 |
| signed (paid + 3 days): lines' amount | 7,500 | 13,500 |
| cost of the lines paid / shipped | 6,000 / 4,800 | 6,600 / 7,800 |

October: aov 1,100, spend per buyer 2,200, asp 550, upt 2. Channel search = s1, live = s2. Order A11 is paid at 16:30
UTC on the 7th, which is 00:30 on the 8th in the shop; A04 is paid on 30 September at 23:59:59.

| `paid_sales` of | September | October |
|---|---|---|
| ann | 3,600 | 4,200 (1,800 while in north, 2,400 in south) |
| bob | 6,400 | 3,600 |
| unassigned | 0 | 3,200 (1,200 of s1, 2,000 of s2) |
| north / south / trade / company | 3,600 / 6,400 / 10,000 / 10,000 | 1,800 / 6,000 / 7,800 / 11,000 |

`net_sales` in October: ann 3,600 (−300 for R1 while in north, −300 for R2 in south), bob 2,200 (−200, −200, −1,000),
unassigned 3,200; north 1,500, south 4,300, trade 5,800, company 9,000. Row counts, October: ann 3.6 orders paid, bob
3.6, unassigned 2.8.

**Service.** October: 10 conversations on cs1, 40 rounds, 36 within 3 minutes: `reply_3min` 0.9. First replies 10, 20,
30, 30, 30, 40, 50, 60, 90 seconds and one never: median 30. Ratings 5, 5, 5, 5, 1 dated in October: `csat` 0.8 of 5.
September: one conversation on cs1 (5 of 5 rounds, rated 5), one on cs2 (5 of 5 rounds, not rated): company 1, cat 1.

**Tasks.** Due in October: T1 on time, T2 late, T3 on time, T4 never done, T5 on time, T6 cancelled: 3 of 5 on time
(cat 1 of 2, ann 1 of 2, leader 1 of 1).

**Targets for `paid_sales`.** October: company 10,000, ann 3,600, bob 9,000 (for a full month); September: company
10,000, ann 4,000, bob 8,000.

**Scores in October.** cat: reply_3min 0.9 of 0.9 → 100 × 50 %, csat 0.8 → 90 points × 50 %, praise +2: 50 + 45 + 2 =
97.00, A. leader: paid_sales of the department 7,800 of 7,800 → 100 × 70 %, collaboration (manager 5 → 100, peers 4,
4, 4 → 75, 0.6 × 100 + 0.4 × 75 = 90) × 30 %: 70 + 27 = 97.00, A. owner: paid_sales of the company 11,000 of 10,000 →
110.00, S. bob: target 9,000 × 6 ÷ 18 = 3,000; 3,600 → 120.00, S. ann: north 1,800 against 3,600 × 3 ÷ 18 = 600 →
capped 120; south 2,400 against 3,600 × 15 ÷ 18 = 3,000 → 80; (3 × 120 + 15 × 80) ÷ 18 = 86.67, B.

**Pay in October, September being sealed.** cat's bonus: 3,000.00 × 1.2 (A) × 1.05 (department sold at least 5,000) ×
0.98 (company at 1.1 of its target) = 3,704.40. Commission, 1 % of paid sales: ann 42.00, clawed back for R1 3.00 and
R2 3.00 → 36.00; bob 36.00, clawed back 2.00, 2.00 and 10.00 → 22.00. September's commission: ann 36.00, bob 64.00.
Unsealed, September has paid nothing, and R1 takes nothing back.
"""

from datetime import date, timedelta
from pathlib import Path

FILES: dict[str, str] = {
    "company.yaml": """\
name: 微店
currency: CNY
time_zone: Asia/Shanghai
day_cut: "00:00"
region: CN-44
holidays: CN
anonymity_floor: 3
""",
    "people.csv": """\
person,name,post,team,manager,from,to,status,bonus_base,wage
owner,欧文,boss,all,,2026-01-01,,regular,,20000
leader,李得,lead,trade,owner,2026-01-01,,regular,4000,12000
ann,安安,sales,north,,2026-01-01,2026-10-11,regular,2000,8000
ann,安安,sales,south,,2026-10-12,,regular,2000,8000
bob,鲍勃,sales,south,,2026-01-01,2026-10-14,regular,2000,8000
cat,凯特,cs_agent,north,,2026-01-01,,regular,3000,7000
""",
    "teams.csv": """\
team,name,parent,leader,kind,from,to
all,微店,,owner,company,,
trade,交易部,all,leader,department,,
north,北组,trade,leader,team,,
south,南组,trade,leader,team,,
""",
    "shops.csv": """\
shop,name,platform,time_zone
s1,一号店,taobao,Asia/Shanghai
s2,二号店,douyin,Asia/Shanghai
""",
    "credits.csv": """\
kind,subject,person,share,role,from,to
shop,s1,ann,0.6,,,
shop,s1,bob,0.4,,,2026-10-14
shop,s2,bob,1,,,2026-10-14
agent,cs1,cat,1,,,
""",
    "targets.csv": """\
kpi,node_kind,node,period,target,basis,from,reason
paid_sales,company,company,2026-09,10000,absolute,,
paid_sales,person,ann,2026-09,4000,absolute,,
paid_sales,person,bob,2026-09,8000,absolute,,
paid_sales,company,company,2026-10,10000,absolute,,
paid_sales,person,ann,2026-10,3600,absolute,,
paid_sales,person,bob,2026-10,9000,absolute,,
""",
    "benchmarks.csv": """\
kpi,segment,period,value,source,as_of
aov,all,2026-10,1000,invented industry report,2026-11-01
""",
    "ratings.csv": """\
period,subject,rater,relation,indicator,score,comment
2026-10,leader,owner,manager,collaboration,5,
2026-10,leader,ann,peer,collaboration,4,
2026-10,leader,bob,peer,collaboration,4,
2026-10,leader,cat,peer,collaboration,4,
""",
    "events.csv": """\
event,person,at,count,note
praise,cat,2026-10-21,1,a letter from a buyer
""",
    "platform_figures.csv": """\
day,shop,kpi,value
2026-10-08,s1,paid_sales,1000
""",
    "plans/sales.yaml": """\
plan: sales
version: 1
title: {zh: 销售, en: Sales}
for: {post: sales}
cycle: month
valid_from: 2026-01-01
indicators:
  - {kpi: paid_sales, weight: 100, curve: {proportional: {cap: 120}}, missing: block}
grades: [[S, 110], [A, 95], [B, 80], [C, 60], [D, 0]]
""",
    "plans/service.yaml": """\
plan: service
version: 1
title: {zh: 客服, en: Service}
for: {post: cs_agent}
cycle: month
valid_from: 2026-01-01
indicators:
  - {kpi: reply_3min, weight: 50, target: 0.90, curve: {proportional: {cap: 120}}, missing: block}
  - {kpi: csat, weight: 50, curve: {bands: [[0, 0], [0.80, 90], [0.90, 100]]}, missing: reweight}
modifiers:
  - {bonus_points: {event: praise, points: 2, limit: 10}}
grades: [[S, 110], [A, 95], [B, 80], [C, 60], [D, 0]]
""",
    "plans/leading.yaml": """\
plan: lead
version: 1
title: {zh: 主管, en: Lead}
for: {post: lead}
cycle: month
valid_from: 2026-01-01
indicators:
  - {kpi: paid_sales, of: department, weight: 70, target: 7800, curve: {proportional: {cap: 120}}, missing: block}
  - {rated: collaboration, weight: 30, scale: [1, 5], raters: {manager: 60, peer: 40}, missing: reweight}
grades: [[S, 110], [A, 95], [B, 80], [C, 60], [D, 0]]
---
plan: boss
version: 1
title: {zh: 总经理, en: Managing director}
for: {post: boss}
cycle: month
valid_from: 2026-01-01
indicators:
  - {kpi: paid_sales, of: company, weight: 100, target: 10000, curve: {proportional: {cap: 120}}, missing: block}
grades: [[S, 110], [A, 95], [B, 80], [C, 60], [D, 0]]
""",
    "rewards/rewards.yaml": """\
reward: service-bonus
kind: bonus
for: {post: cs_agent}
coefficients: {S: 1.5, A: 1.2, B: 1.0, C: 0.6, D: 0}
department_coefficient: {kpi: paid_sales, of: department, bands: [[0, 0.9], [5000, 1.05]]}
company_coefficient: {kpi: paid_sales, of: company, on: attainment, bands: [[0, 0.8], [0.9, 0.98], [1.2, 1.0]]}
---
reward: sales-commission
kind: commission
for: {post: sales}
base: {kpi: paid_sales, date_basis: paid}
rates: {mode: marginal, bands: [[0, 0.01], [10000, 0.02]]}
refunds: clawback
""",
    "facts/leave.csv": """\
person,from,to,kind
leader,2026-09-21,2026-09-22,annual
""",
    "facts/refunds.csv": """\
shop,refund_id,order_id,line_id,buyer,region,amount,quantity,kind,reason,applied_at,refunded_at,status,borne_by
s1,R1,A02,1,b2,east,500.00,,refund_only,late,2026-10-09T09:00,2026-10-10T09:00,success,person
s1,R2,A12,2,b2,east,500.00,2,return,quality,2026-10-12T09:00,2026-10-13T09:00,success,person
s2,R3,B11,1,b5,east,1000.00,1,return,size,2026-10-13T09:00,2026-10-14T09:00,success,person
""",
    "facts/conversations.csv": """\
conversation_id,shop,agent,buyer,presale,started_at,first_reply_at,rounds,rounds_in_3min,reply_seconds,resolved_at,reopened,rating,rated_at,order_id
C01,s1,cs1,b1,true,2026-09-10T10:00:00,2026-09-10T10:00:20,5,5,100,2026-09-10T10:30:00,false,5,2026-09-10T11:00:00,
C02,s2,cs2,b5,false,2026-09-15T10:00:00,2026-09-15T10:00:40,5,5,200,2026-09-15T10:30:00,false,,,B02
C11,s1,cs1,b1,true,2026-10-08T10:00:00,2026-10-08T10:00:10,4,4,40,2026-10-08T10:30:00,false,5,2026-10-08T11:00:00,A11
C12,s1,cs1,b2,true,2026-10-09T10:00:00,2026-10-09T10:00:20,4,4,80,2026-10-09T10:30:00,false,5,2026-10-09T11:00:00,A12
C13,s1,cs1,b3,true,2026-10-10T10:00:00,2026-10-10T10:00:30,4,4,120,2026-10-10T10:30:00,false,5,2026-10-10T11:00:00,
C14,s1,cs1,b4,true,2026-10-12T10:00:00,2026-10-12T10:00:30,4,4,120,2026-10-12T10:30:00,false,5,2026-10-12T11:00:00,
C15,s1,cs1,b1,false,2026-10-13T10:00:00,2026-10-13T10:00:30,4,4,120,2026-10-13T10:30:00,true,1,2026-10-13T11:00:00,A13
C16,s1,cs1,b2,false,2026-10-14T10:00:00,2026-10-14T10:00:40,4,4,160,2026-10-14T10:30:00,false,,,
C17,s1,cs1,b3,true,2026-10-15T10:00:00,2026-10-15T10:00:50,4,4,200,2026-10-15T10:30:00,false,,,
C18,s1,cs1,b4,true,2026-10-16T10:00:00,2026-10-16T10:01:00,4,4,240,2026-10-16T10:30:00,false,,,
C19,s1,cs1,b1,false,2026-10-19T10:00:00,2026-10-19T10:01:30,4,2,900,2026-10-19T10:30:00,false,,,
C20,s1,cs1,b5,false,2026-10-20T10:00:00,,4,2,,,false,,,
""",
    "facts/tasks.csv": """\
task_id,owner,kind,created_at,due_at,done_at,cancelled_at,returned,quality
T1,cat,guide,2026-10-08T09:00,2026-10-10T18:00,2026-10-09T18:00,,0,90
T2,cat,guide,2026-10-08T09:00,2026-10-20T18:00,2026-10-22T18:00,,1,70
T3,ann,listing,2026-10-08T09:00,2026-10-15T18:00,2026-10-15T10:00,,0,80
T4,ann,listing,2026-10-08T09:00,2026-10-25T18:00,,,0,
T5,leader,report,2026-10-08T09:00,2026-10-30T18:00,2026-10-29T18:00,,0,100
T6,leader,report,2026-10-08T09:00,2026-10-12T18:00,,2026-10-11T09:00,0,
""",
}

# order, buyer, ordered and paid at, lines as product × quantity
_ORDERS = """
s1 A01 b1 2026-09-01T12:00:00 P1x1
s1 A02 b2 2026-09-10T12:00:00 P1x1 P1x1
s1 A03 b1 2026-09-20T12:00:00 P1x1
s1 A04 b6 2026-09-30T23:59:59 P1x2
s2 B01 b5 2026-09-05T12:00:00 P1x1
s2 B02 b2 2026-09-15T12:00:00 P1x1
s2 B03 b6 2026-09-25T12:00:00 P1x1 P2x2
s2 B04 b1 2026-09-28T12:00:00 P2x2
s1 A11 b1 2026-10-07T16:30:00Z P1x1
s1 A12 b2 2026-10-09T12:00:00 P1x1 P2x2
s1 A13 b1 2026-10-11T12:00:00 P2x2
s1 A14 b3 2026-10-12T12:00:00 P1x1
s1 A15 b2 2026-10-20T12:00:00 P1x1 P2x4
s1 A16 b4 2026-10-28T12:00:00 P1x1
s1 A17 b4 2026-10-29T12:00:00 P1x1 unpaid
s2 B11 b5 2026-10-09T12:00:00 P1x1
s2 B12 b5 2026-10-14T12:00:00 P1x1
s2 B13 b1 2026-10-15T12:00:00 P2x2
s2 B14 b4 2026-10-25T12:00:00 P1x1 P2x2
s2 B15 b6 2026-10-21T12:00:00 P1x1 test
"""
_PRICES = {"P1": (1000, 600), "P2": (250, 150)}
_ORDER_HEADER = (
    "shop,order_id,buyer,region,ordered_at,paid_at,shipped_at,signed_at,closed_at,status,paid_amount,freight,tax,"
    "discount_merchant,discount_platform,channel,campaign,customer_type,invalid_reason"
)
_LINE_HEADER = "shop,order_id,line_id,ordered_at,sku,category,quantity,unit_price,paid_amount,unit_cost,agent"


def write_tiny_company(folder: Path) -> None:
    """Write the whole company folder, facts included, into `folder` (made when it is not there)."""
    for name, text in {**FILES, **_order_files()}.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, "utf-8")


def _order_files() -> dict[str, str]:
    orders, lines = [_ORDER_HEADER], [_LINE_HEADER]
    for written in _ORDERS.strip().splitlines():
        shop, order, buyer, at, *rest = written.split()
        sold = [part.split("x") for part in rest if "x" in part]
        total = sum(_PRICES[sku][0] * int(quantity) for sku, quantity in sold)
        orders.append(_order_row((shop, order, buyer), at, total, rest[-1]))
        for number, (sku, quantity) in enumerate(sold, start=1):
            price, cost = _PRICES[sku]
            amount = price * int(quantity)
            category = "dear" if sku == "P1" else "cheap"
            lines.append(f"{shop},{order},{number},{at},{sku},{category},{quantity},{price},{amount},{cost},")
    return {"facts/orders.csv": "\n".join(orders) + "\n", "facts/order_lines.csv": "\n".join(lines) + "\n"}


def _order_row(who: tuple[str, str, str], at: str, total: int, note: str) -> str:
    shop, order, buyer = who
    channel = "search" if shop == "s1" else "live"
    if note == "unpaid":
        return f"{shop},{order},{buyer},east,{at},,,,,unpaid,{total},0,0,0,0,{channel},,,"
    paid_on = date.fromisoformat("2026-10-08" if at.endswith("Z") else at[:10])
    shipped, signed = (f"{paid_on + timedelta(days=later)}T10:00:00" for later in (1, 3))
    reason = "test" if note == "test" else ""
    return f"{shop},{order},{buyer},east,{at},{at},{shipped},{signed},,signed,{total},0,0,0,0,{channel},,,{reason}"

"""Which sold orders were refunded since, and whose they are: what clawback and rates by order need to know."""

from collections.abc import Iterable, Iterator
from fractions import Fraction
from typing import Any

import ibis
import pyarrow as pa

from merit.catalogue.kpi import Aggregate, Measure
from merit.company import Company
from merit.engines.credit_tables import credit_tables
from merit.engines.query_engine import QueryEngine
from merit.kernel.exact import STORED_SCALE, from_stored
from merit.kernel.explain import LineRef
from merit.kernel.node import UNASSIGNED
from merit.kernel.period import Period
from merit.kernel.refusals import ConflictRefusal
from merit.metrics.component_query import Pass, asked_rows, compiled, with_shares
from merit.metrics.components import family_of, leaves
from merit.metrics.credit_ranges import WHOLE
from merit.metrics.credited import CreditTables
from merit.metrics.cut import Cut
from merit.rewards.payment.paid_before import Sale
from merit.rewards.payment.refund_bearer import bearers_that_count
from merit.rewards.plan.reward_plan import CommissionTerms, RewardPlan

REFUNDS = "refund_amt"
"""The KPI that says which refunds count and what they are worth."""
ORDER = ("shop", "order_id")


def sold_orders(company: Company, engine: QueryEngine, sold: Period) -> tuple[Sale, ...]:
    """Credited orders with all refunds up to the period's end, for commissions that follow refunds or count by order.

    Orders sold within `sold`, refunded up to its end. An order is a sale; a person's part of its refunds is their part
    of its amount. Orders without any refund are left out unless the reward's rates count by order.
    """
    credited = credit_tables(engine, company.organisation, company.credits)
    refunds = _refunds_by_order(company, engine, credited, sold)
    sales: list[Sale] = []
    for plan, terms in _followed(company.rewards):
        for measure in _order_measures(company, engine, terms.base.kpi):
            rows = _sold(engine, credited, measure, sold)
            sales += _sales(plan.reward, terms, engine, rows.left_join(refunds, list(ORDER)))
    return tuple(sorted(sales, key=lambda sale: (sale.reward, sale.person, sale.sold_on, sale.sale)))


def _followed(rewards: Iterable[RewardPlan]) -> Iterator[tuple[RewardPlan, CommissionTerms]]:
    """One version of each reward will do: they share the base."""
    seen: set[tuple[str, str]] = set()
    for plan in rewards:
        terms = plan.terms
        if not isinstance(terms, CommissionTerms) or (plan.reward, terms.base.kpi) in seen:
            continue
        if terms.needs_refunded_sales or terms.needs_every_sale:
            seen.add((plan.reward, terms.base.kpi))
            yield plan, terms


def _order_measures(company: Company, engine: QueryEngine, kpi: str) -> list[Measure]:
    found = [measure for measure in leaves(company.catalogue, kpi) if measure.aggregate is Aggregate.SUM]
    return [each for each in found if set(ORDER) <= set(engine.view(each.relation).columns)]


def _sold(engine: QueryEngine, credited: CreditTables, measure: Measure, history: Period) -> Any:
    """Per person, order and day: the person's part and the whole amount, in the measure's stored unit."""
    this = _pass(engine, credited, measure, history, Cut(("person",)))
    everything = _pass(engine, credited, measure, history, Cut())
    shared = _valued(with_shares(asked_rows(this), this), measure, this)
    parts = shared.group_by(*ORDER, "by_person", "on_day").agg(part=(shared.worth * shared.share).sum())
    whole = _valued(asked_rows(everything), measure, everything)
    return parts.inner_join(whole.group_by(*ORDER).agg(whole=whole.worth.sum()), list(ORDER))


def _refunds_by_order(company: Company, engine: QueryEngine, credited: CreditTables, history: Period) -> Any:
    (measure,) = leaves(company.catalogue, REFUNDS)
    this = _pass(engine, credited, measure, history, Cut())
    rows = _valued(asked_rows(this), measure, this).filter(ibis._.order_id.notnull())
    rows = rows.left_join(_bearers(company, engine), [("shop", "at_shop"), ("refund_id", "refund")])
    goodwill = ibis.ifelse(ibis.coalesce(rows.bearer, rows.borne_by) == "company", rows.worth, 0)
    where = ibis.struct({"file": rows.source_file, "line": rows.source_line})
    decided = ibis.struct({"file": rows.decided_in, "line": rows.decided_line})
    return rows.group_by(*ORDER).agg(
        refunded=rows.worth.sum(),
        borne=goodwill.sum(),
        found_at=where.collect(),
        decided_at=decided.collect(where=rows.bearer.notnull()),
    )


def _bearers(company: Company, engine: QueryEngine) -> Any:
    """Who bears which refund by decision, with the row that says so."""
    found = bearers_that_count(company.refund_bearers)
    columns = {
        "at_shop": pa.array([each.shop for each in found], pa.string()),
        "refund": pa.array([each.refund_id for each in found], pa.string()),
        "bearer": pa.array([str(each.borne_by) for each in found], pa.string()),
        "decided_in": pa.array([each.source.file for each in found], pa.string()),
        "decided_line": pa.array([each.source.line for each in found], pa.int64()),
    }
    return engine.put("refund_bearers", pa.table(columns))


def _pass(engine: QueryEngine, credited: CreditTables, measure: Measure, history: Period, cut: Cut) -> Pass:
    family = family_of(measure)
    return Pass(family, engine.view(family.relation), credited, cut, (history,))


def _valued(rows: Any, measure: Measure, this: Pass) -> Any:
    """The rows that count, with what each is worth in ten-thousandths of a currency unit."""
    found = compiled(measure, rows, this)
    if found.unit != Fraction(1, STORED_SCALE):
        raise ConflictRefusal("metrics.base_is_no_amount", relation=this.family.relation)
    valued = rows.mutate(worth=found.value, counts=found.counts if found.counts is not None else ibis.literal(True))
    return valued.filter(ibis.coalesce(valued.counts, ibis.literal(False)))


def _sales(reward: str, terms: CommissionTerms, engine: QueryEngine, rows: Any) -> Iterator[Sale]:
    credited = rows.filter(rows.by_person != UNASSIGNED)
    wanted = credited if terms.needs_every_sale else credited.filter(credited.refunded.notnull())
    for row in engine.run(wanted).to_pylist():
        part = Fraction(int(row["part"]), WHOLE)
        share = part / int(row["whole"]) if row["whole"] else Fraction(0)
        yield Sale(
            person=row["by_person"],
            reward=reward,
            sale=f"{row['shop']}/{row['order_id']}",
            sold_on=row["on_day"],
            amount=part / STORED_SCALE,
            refunded=share * from_stored(int(row["refunded"] or 0)),
            borne_by_company=share * from_stored(int(row["borne"] or 0)),
            refunded_at=_lines(row["found_at"], row["decided_at"]),
        )


def _lines(*found: list[dict[str, Any]] | None) -> tuple[LineRef, ...]:
    """The rows of the refunds, then those of decisions about them."""
    return tuple(line for each in found for line in sorted({LineRef(**row) for row in each or ()}, key=_by_place))


def _by_place(line: LineRef) -> tuple[str, int]:
    return line.file, line.line

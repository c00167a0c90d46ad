"""Advertising and hours of service read from rows of facts."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction
from pathlib import Path

import pytest

from merit.allocation.moves import Standing
from merit.allocation.shifts import ServiceGoal
from merit.allocation.spending import Cut
from merit.allocation.workload import NOBODYS
from merit.engines.ad_days import AdQuestion, ad_days, ad_span, judged_units
from merit.engines.figures import open_engine
from merit.engines.query_engine import QueryEngine
from merit.engines.service_hours import staffed_teams, talk_span, workload_in
from merit.kernel.period import Period
from tests.engines.tiny_company import company, share, snapshot_of, spell

ACME = company(
    (),
    (spell("ann", "north"), spell("bob", "south")),
    (share("a1", "ann", kind="agent"), share("a2", "bob", kind="agent")),
)
Rows = list[dict[str, object]]
FIRST = date(2026, 7, 1)


def engine_of(folder: Path, facts: Mapping[str, Rows]) -> QueryEngine:
    return open_engine(ACME, snapshot_of(folder, facts))


def ads(days: int = 3) -> Rows:
    """A of s1 spends 100, 200, … and sells 300, 301, 302, 300… whatever it spends; B of s2 spends 10, sells 5."""
    found: Rows = []
    for at in range(days):
        day = (FIRST + timedelta(days=at)).isoformat()
        more = 100 * (at % 4 + 1)
        found.append(
            {"day": day, "shop": "s1", "campaign": "A", "channel": "x", "spend": str(more), "sales": str(300 + at % 3)}
        )
        found.append({"day": day, "shop": "s2", "campaign": "B", "channel": "x", "spend": "10", "sales": "5"})
    return found


def orders() -> tuple[Rows, Rows]:
    """Shop s1 sold 100 at a cost of 60 in an order without a campaign on the second day; one of A, 50 at 20."""
    paid = [("1", "100", "60", ""), ("2", "50", "20", "A")]
    made: Rows = []
    lines: Rows = []
    for number, amount, cost, campaign in paid:
        moment = "2026-07-02T04:00:00"
        same = {"shop": "s1", "order_id": number, "ordered_at": moment}
        more = {"paid_at": moment, "paid_amount": amount, "status": "signed", "buyer": "b"}
        made.append({**same, **more, "campaign": campaign or None})
        line = {"line_id": "1", "sku": "P", "quantity": "1", "paid_amount": amount, "unit_cost": cost}
        lines.append({**same, **line})
    return made, lines


def asked(days: int = 3, **changed: object) -> AdQuestion:
    span = Period(FIRST, FIRST + timedelta(days=days))
    return replace(AdQuestion(Cut.CAMPAIGN, span, ("",) * days), **changed)


def test_spend_and_sales_by_day_with_the_shops_other_sales_and_the_margin_of_its_orders(tmp_path: Path) -> None:
    """150 was paid in s1 and 70 is left after goods: 7/15. Only the order without a campaign is demand."""
    made, lines = orders()
    engine = engine_of(tmp_path, {"ads": ads(), "orders": made, "order_lines": lines})
    first, second = ad_days(engine, asked())
    assert (first.unit, first.shops, list(first.spend), list(first.sales)) == (
        "A",
        ("s1",),
        [100, 200, 300],
        [300, 301, 302],
    )
    assert list(first.elsewhere) == [0, 100, 0]
    assert first.margin == Fraction(7, 15)
    assert (second.unit, second.margin) == ("B", None)


def test_channels_and_shops_add_up_their_campaigns(tmp_path: Path) -> None:
    engine = engine_of(tmp_path, {"ads": ads()})
    (channel,) = ad_days(engine, asked(cut=Cut.CHANNEL))
    assert (channel.unit, list(channel.spend), channel.shops) == ("x", [110, 210, 310], ("s1", "s2"))
    assert [each.unit for each in ad_days(engine, asked(cut=Cut.SHOP))] == ["s1", "s2"]
    assert [each.unit for each in ad_days(engine, asked(shops=frozenset({"s2"})))] == ["B"]


def test_the_latest_test_of_a_campaign_goes_with_it_for_a_year(tmp_path: Path) -> None:
    """1,200 sold where 1,000 was foretold, for 400: 0.5 for each unit spent."""
    tested = {"campaign": "A", "spend": "400", "test_sales": "1200", "baseline_sales": "1000"}
    rows: Rows = [
        {"test_id": "T1", "from": "2026-05-01", "to": "2026-05-14", **tested},
        {"test_id": "T0", "from": "2025-05-01", "to": "2025-05-14", **tested, "campaign": "B"},
    ]
    first, second = ad_days(engine_of(tmp_path, {"ads": ads(), "ad_tests": rows}), asked())
    assert first.test is not None
    assert (first.test.test, first.test.incremental) == ("T1", Fraction(1, 2))
    assert second.test is None


def test_a_campaign_that_sells_the_same_whatever_is_spent_has_to_give(tmp_path: Path) -> None:
    engine = engine_of(tmp_path, {"ads": ads(90)})
    span = ad_span(engine, 60)
    assert span == Period(FIRST + timedelta(days=30), FIRST + timedelta(days=90))
    found = {each.days.unit: each for each in judged_units(engine, asked(90, margin=Fraction(1, 2)))}
    assert found["A"].standing is Standing.TAKE
    assert found["A"].back is not None
    assert found["A"].back.middle == pytest.approx(0, abs=0.02)
    assert found["B"].standing is Standing.UNREADABLE, "it spent the same every day"


def talks() -> Rows:
    """At half past three: two for a1, answered after 10 and 100 seconds; one for a3, whose is nobody's."""
    rows = [("1", "a1", 10), ("2", "a1", 100), ("3", "a3", 5)]
    return [
        {
            "conversation_id": number,
            "shop": "s1",
            "agent": agent,
            "started_at": "2026-07-01T03:30:00",
            "first_reply_at": f"2026-07-01T03:{30 + waited // 60}:{waited % 60:02d}",
            "reply_seconds": str(waited + 20),
            "resolved_at": "2026-07-01T03:50:00",
            "order_id": "9" if number == "1" else None,
        }
        for number, agent, waited in rows
    ]


def test_conversations_stand_in_the_hour_they_began_with_replies_in_time(tmp_path: Path) -> None:
    facts: Mapping[str, Rows] = {
        "conversations": talks(),
        "agent_hours": [{"day": "2026-07-01", "agent": "a1", "hours": "0.5"}],
    }
    engine = engine_of(tmp_path, facts)
    span = talk_span(engine, 28)
    assert span == Period(FIRST, FIRST + timedelta(days=1))
    workload = workload_in(engine, ACME, span, within=30)
    load = workload.loads["a1", 3]
    assert (load.talks, load.answered, load.in_time, load.waited, load.worked) == (2, 2, 1, 110, 150)
    assert (load.orders, load.present) == (1, 0.5)
    assert workload.groups == {"a1": "north", "a3": NOBODYS}
    assert [each.team for each in staffed_teams(workload, ServiceGoal())] == ["north"]


def test_without_facts_there_are_no_days(tmp_path: Path) -> None:
    engine = engine_of(tmp_path, {})
    assert ad_span(engine, 182) is None
    assert talk_span(engine, 28) is None

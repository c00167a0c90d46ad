"""Signs found in rows of facts, with the lines that show them; what cannot be looked for is told with its columns."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

from merit.company import Company
from merit.engines.figures import figures_of, open_engine
from merit.engines.signs.look import signs_of
from merit.insight.signs.sign import SignKind, SignsFound, SubjectKind
from merit.kernel.period import Period
from tests.engines.tiny_company import company, share, snapshot_of, spell

OCTOBER = Period.parse("2026-10")
ACME = company((), (spell("ann", "north"), spell("bob", "south")), (share("a1", "ann", kind="agent"),))
Facts = Mapping[str, list[dict[str, object]]]


def order(number: int, buyer: str, paid_at: datetime, amount: str = "100") -> dict[str, object]:
    moment = paid_at.isoformat(timespec="seconds")
    paid = {"ordered_at": moment, "paid_at": moment, "paid_amount": amount}
    return {"shop": "s1", "order_id": str(number), "buyer": buyer, "status": "signed", **paid}


def everyday(first: int = 1000) -> list[dict[str, object]]:
    """Ten buyers a day with one order each, all of different amounts, in the daytime."""
    start = datetime.fromisoformat("2026-10-01T04:00:00")
    hours = [start + timedelta(days=at // 10, minutes=7 * (at % 10)) for at in range(310)]
    return [order(first + at, f"b{at}", moment, str(50 + at)) for at, moment in enumerate(hours)]


def looked(folder: Path, facts: Facts, acme: Company = ACME) -> Iterator[SignsFound]:
    snapshot = snapshot_of(folder, facts)
    engine = open_engine(acme, snapshot)
    yield signs_of(acme, engine, figures_of(acme, snapshot), OCTOBER)
    engine.close()


def kinds(found: SignsFound) -> list[SignKind]:
    return [each.kind for each in found.signs]


def test_brushing_is_found_with_the_lines_of_its_orders(tmp_path: Path) -> None:
    """Fifteen orders of 9.90 at night by one buyer, who talked to nobody while a half of the others did."""
    night = datetime.fromisoformat("2026-10-08T18:00:00")
    brushed = [order(at, "x", night + timedelta(hours=24 * (at % 5), minutes=at), "9.9") for at in range(15)]
    said = {"shop": "s1", "agent": "a1", "started_at": "2026-10-08T03:00:00"}
    talks: list[dict[str, object]] = [
        {"conversation_id": str(at), "buyer": f"b{at}", **said} for at in range(0, 310, 2)
    ]
    for found in looked(tmp_path, {"orders": brushed + everyday(), "conversations": talks}):
        (sign,) = found.signs
        assert (sign.kind, sign.subject.id) == (SignKind.BRUSHING, "s1")
        assert (sign.seen["orders"], sign.seen["sum"], sign.seen["chatted"]) == (15, "148.5", 0)
        assert {(row.source.file, row.source.line) for row in sign.evidence} == {
            ("facts/orders.csv", line) for line in range(2, 17)
        }
        assert "night" in dict(sign.evidence[0].fields)["traits"], "18:00 UTC is two in the morning in Shanghai"


def test_an_everyday_month_shows_no_sign_and_tells_what_it_cannot_look_for(tmp_path: Path) -> None:
    for found in looked(tmp_path, {"orders": everyday()}):
        assert found.signs == ()
        needs = {each.kind: each.needs for each in found.not_looked_for}
        assert ("staff_accounts",) in {each.needs for each in found.not_looked_for}
        assert needs[SignKind.CHOSEN_INVITATIONS] == ("conversations", "surveys")
        assert needs[SignKind.STOCK_MOVED] == ("stock",)


def test_an_account_that_the_company_named_as_its_employees_own_is_seen_from_its_first_day_on(tmp_path: Path) -> None:
    own = [order(at, "hidden", datetime.fromisoformat(f"2026-10-{5 + at:02}T04:00:00"), "80") for at in range(6)]
    lines: list[dict[str, object]] = [
        {"shop": "s1", "order_id": str(at), "line_id": "1", "ordered_at": "2026-10-09T04:00:00", "agent": "a1"}
        | {"quantity": 1, "unit_price": 80, "paid_amount": 80}
        for at in range(2, 4)
    ]
    accounts: list[dict[str, object]] = [{"buyer": "hidden", "person": "ann", "since": "2026-10-07"}]
    facts = {"orders": own + everyday(), "order_lines": lines, "staff_accounts": accounts}
    for found in looked(tmp_path, facts):
        (sign,) = found.signs
        assert (sign.kind, sign.subject.kind, sign.subject.id) == (SignKind.SELF_PURCHASE, SubjectKind.PERSON, "ann")
        assert sign.seen == {"orders": 4, "sum": "320", "refunded": 0, "credited": 2}


def test_a_spike_refunded_after_the_month_is_found_once_the_days_to_see_it_are_in(tmp_path: Path) -> None:
    end = datetime.fromisoformat("2026-10-29T04:00:00")
    spike = [order(at, f"x{at}", end + timedelta(days=at % 3, minutes=at), str(200 + at)) for at in range(120)]
    refunds: list[dict[str, object]] = [
        {"shop": "s1", "refund_id": f"r{at}", "order_id": str(at), "amount": 200 + at, "status": "done"}
        | {"refunded_at": "2026-11-04T04:00:00"}
        for at in range(60)
    ]
    facts = {"orders": spike + everyday(), "refunds": refunds}
    for found in looked(tmp_path, facts):
        assert [each.days for each in found.not_looked_for if each.kind is SignKind.MONTH_END_SPIKE] == [11]
    later = order(9999, "late", datetime.fromisoformat("2026-11-15T04:00:00"))
    for found in looked(tmp_path, {**facts, "orders": [*facts["orders"], later]}):
        (sign,) = found.signs
        assert (sign.kind, sign.seen["refunded"], sign.rows) == (SignKind.MONTH_END_SPIKE, 60, 60)


def test_kinds_that_the_company_turned_off_are_not_looked_for_nor_told(tmp_path: Path) -> None:
    rules = replace(ACME.profile.signs, off=("self_purchase", "stock_moved"))
    quiet = replace(ACME, profile=replace(ACME.profile, signs=rules))
    for found in looked(tmp_path, {"orders": everyday()}, quiet):
        assert {each.kind for each in found.not_looked_for} == {
            SignKind.MONTH_END_SPIKE,
            SignKind.CHOSEN_INVITATIONS,
            SignKind.EMPTY_REPLIES,
        }

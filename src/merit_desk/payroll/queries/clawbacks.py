"""退款与扣回: every clawback of a period, the rate its sales earned, and the refunds that it takes back."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

import ibis

from merit.company import Company
from merit.kernel.exact import STORED_SCALE, fixed
from merit.kernel.period import Period
from merit_desk.explain.queries.sums import line_name, pay_address
from merit_desk.payroll.models import Payout
from merit_desk.payroll.queries.blockers import is_sealed
from merit_desk.results.queries.names import reward_title, standing
from merit_desk.results.queries.open_company import at_work, declared_company
from merit_desk.results.queries.period_files import PayRow, PeriodFiles, Working

CLAWBACK = "clawback"
_Place = tuple[str, int]


@dataclass(frozen=True, slots=True)
class Clawback:
    """One line. `rate` is what the sale earned then: earned ÷ base; None where the working does not say it."""

    row: PayRow
    name: str
    line: str
    reward: str
    address: str
    earned: Decimal
    rate: Fraction | None
    refunded: Decimal
    refunds: int

    @property
    def rate_text(self) -> str:
        """In percent, with four decimals: a rate is often a fraction of one."""
        return "" if self.rate is None else f"{fixed(self.rate * 100, 4)}%"


@dataclass(frozen=True, slots=True)
class Refund:
    """One refund behind a clawback, as its row says it; `decided` is who is to bear it by a decision, if any."""

    shop: str
    refund_id: str
    order_id: str
    amount: Decimal
    day: str
    borne_by: str
    decided: str
    reason: str
    place: str

    @property
    def key(self) -> str:
        """How a form names it."""
        return f"{self.shop}/{self.refund_id}"

    @property
    def bearer(self) -> str:
        """Who bears it now."""
        return self.decided or self.borne_by


def clawbacks(files: PeriodFiles) -> list[Clawback]:
    """Of everybody in sight, by person and period of the sale."""
    company = declared_company()
    rows = [row for person in sorted(files.pay) for row in files.pay[person] if row.line == CLAWBACK]
    return [_clawback(company, files, row) for row in rows]


def _clawback(company: Company, files: PeriodFiles, row: PayRow) -> Clawback:
    inputs = working_of(files, row)["inputs"]
    earned, base, refunded = (_number(inputs.get(name)) for name in ("earned", "base", "refunded"))
    return Clawback(
        row=row,
        name=standing(company, row.person, Period.parse(files.period)).name,
        line=line_name(row),
        reward=reward_title(company, row.reward),
        address=pay_address(files.period, row),
        earned=_decimal(earned),
        rate=earned / base if base > 0 else None,
        refunded=_decimal(refunded),
        refunds=len(places_of(files, row)),
    )


def working_of(files: PeriodFiles, row: PayRow) -> Working:
    """How the line was made."""
    return files.workings[("pay", row.person, row.reward, row.line)][row.number - 1]


def places_of(files: PeriodFiles, row: PayRow) -> list[_Place]:
    """File and line of every refund behind the clawback, in order."""
    found = dict.fromkeys(_cited(working_of(files, row)))
    return sorted(found)


def _cited(thing: object) -> Iterator[_Place]:
    if isinstance(thing, dict):
        if thing.get("ref") == "line" and "refunds" in str(thing.get("file")):
            yield str(thing["file"]), int(thing["line"])
        for each in thing.values():
            yield from _cited(each)
    elif isinstance(thing, list):
        for each in thing:
            yield from _cited(each)


def _number(thing: object) -> Fraction:
    if isinstance(thing, dict):
        return _number(thing.get("value", thing.get("money")))
    return Fraction(str(thing)) if thing is not None else Fraction(0)


def _decimal(value: Fraction) -> Decimal:
    return (Decimal(value.numerator) / Decimal(value.denominator)).quantize(Decimal("0.01"))


def refunds_behind(files: PeriodFiles, row: PayRow, decided: bool = True) -> list[Refund]:
    """The refunds of one clawback with who bears them, by day; read from the facts as of the result."""
    places = places_of(files, row)
    if not places:
        return []
    lines = [line for _, line in places]
    with at_work(files.as_of) as workspace:
        table = workspace.engine.view("refunds")
        near = table.filter(table.source_file.isin(sorted({file for file, _ in places})), table.source_line.isin(lines))
        columns = ("shop", "refund_id", "order_id", "amount", "refunded_at", "borne_by", "source_file", "source_line")
        rows = workspace.engine.run(near.select(*columns).order_by(ibis._.refunded_at, ibis._.refund_id)).to_pylist()
    kept = set(places)
    said = _decisions(declared_company()) if decided else {}
    return [_refund(each, said) for each in rows if (each["source_file"], each["source_line"]) in kept]


def _refund(row: dict[str, object], said: dict[tuple[str, str], tuple[str, str]]) -> Refund:
    shop, refund_id = str(row["shop"]), str(row["refund_id"])
    bearer, reason = said.get((shop, refund_id), ("", ""))
    return Refund(
        shop=shop,
        refund_id=refund_id,
        order_id=str(row["order_id"] or ""),
        amount=Decimal(str(row["amount"])) / STORED_SCALE,
        day=str(row["refunded_at"])[:10],
        borne_by=str(row["borne_by"] or "person"),
        decided=bearer,
        reason=reason,
        place=f"{row['source_file']}:{row['source_line']}",
    )


def _decisions(company: Company) -> dict[tuple[str, str], tuple[str, str]]:
    from merit.rewards.payment.refund_bearer import bearers_that_count

    latest = bearers_that_count(company.refund_bearers)
    return {(each.shop, each.refund_id): (str(each.borne_by), each.reason) for each in latest}


def counts_later(payout: Payout) -> bool:
    """Whether a choice counts only in the open period: this one is sealed."""
    return is_sealed(payout.period)

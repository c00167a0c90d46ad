"""A decomposition as a page shows it: sentences, rows that add up as shown, and the way on from each row."""

from dataclasses import dataclass
from fractions import Fraction
from urllib.parse import urlencode

from django.urls import reverse

from merit.catalogue.kpi import Unit
from merit.engines.reasons import USUAL, Reason
from merit.insight.decomposition import Decomposition
from merit.insight.decomposition_arithmetic import REST, Contribution, rounded_to_add_up
from merit.insight.decomposition_parts import DividedBy
from merit.insight.decomposition_search import Lead
from merit.insight.decomposition_sentence import amounts_of, lead_said, said, shown, total
from merit.insight.decomposition_steps import SMALL, UNSEEN, gathered
from merit.kernel.node import COMPANY_ID, UNASSIGNED, NodeKind
from merit.kernel.period import Period
from merit_desk.explorer.queries.cause import OF_NODES, AskingCause
from merit_desk.explorer.queries.cause_asked import MOST_WITHIN
from merit_desk.results.queries.names import kpi_title, kpi_unit, node_name
from merit_desk.shell import formats
from merit_desk.shell.sentences import say

GATHERED = frozenset({REST, SMALL, UNSEEN})
PLACES = {Unit.RATE: 4, Unit.COUNT: 0, Unit.NUMBER: 4, Unit.TIMES: 4}
_OTHERWISE = 2
_TREE = frozenset({DividedBy.DEPARTMENT, DividedBy.TEAM, DividedBy.PERSON})


@dataclass(frozen=True, slots=True)
class Shown:
    """A figure as text, with the address of its explanation where it has one."""

    text: str
    address: str = ""


@dataclass(frozen=True, slots=True)
class CauseRow:
    """One part. `onward` is the address that divides it again; `raw` is exact."""

    name: str
    onward: str
    before: Shown
    now: Shown
    amount: str
    mix: str
    rate: str
    tone: str
    raw: Contribution


@dataclass(frozen=True, slots=True)
class Cause:
    """What the page shows of one decomposition."""

    sentences: tuple[str, ...]
    rows: tuple[CauseRow, ...]
    total: CauseRow
    has_mix: bool
    reason: Reason
    unit: Unit


def cause_of(asking: AskingCause, reason: Reason, most: int = 0) -> Cause:
    """The decomposition in words and rows; of many parts the `most` largest, 0 for all."""
    found = gathered(reason.found, most) if most else reason.found
    unit = kpi_unit(reason.company, amounts_of(found))
    has_mix = any(each.mix is not None for each in found.contributions)
    texts = _amounts(found, unit, has_mix)
    rows = tuple(_row(asking, reason, each, own) for each, own in zip(found.contributions, texts, strict=True))
    return Cause(tuple(_sentences(asking, reason, found)), rows, _total(reason, unit, has_mix), has_mix, reason,
                 unit)  # fmt: skip


def lead_words(asking: AskingCause, lead: Lead) -> tuple[str, str]:
    """The sentence, and the address that shows its decomposition."""
    code, gaps = lead_said(lead, lambda part: name_of(asking, str(lead.found.by), part), say("explorer.and").join)
    return say(code, **gaps), asking.asked.address(by=str(lead.found.by), driver="")


def name_of(asking: AskingCause, by: str, part: str) -> str:
    """What a part, a dimension or a KPI is called."""
    if part in GATHERED:
        return say(f"words.why_{part}")
    if by == DividedBy.DRIVERS or part in asking.company.catalogue:
        return kpi_title(asking.company, part)
    if part == by:
        return say(f"words.by_{by}")
    if part in (COMPANY_ID, UNASSIGNED) or by in OF_NODES:
        return node_name(asking.company, "person" if part == UNASSIGNED else by, part) or say("words.why_blank")
    return part or say("words.why_blank")


def _sentences(asking: AskingCause, reason: Reason, found: Decomposition) -> list[str]:
    company, node = reason.company, found.change.node
    within = {value: name_of(asking, name, value) for name, value in found.change.within}
    own = {node.id: node_name(company, str(node.kind), node.id), **within, **_made(reason)}

    def name(part: str) -> str:
        return own.get(part) or name_of(asking, str(found.by), part)

    told = said(found, lambda kpi: kpi_unit(company, kpi), name, say("explorer.and").join)
    unit = kpi_unit(company, found.change.kpi)
    if asking.asked.level == USUAL:
        told.insert(1, ("insight.why_usual", {"before": shown(found.before, unit)}))
    if reason.above is not None:
        told.append(("insight.why_quantile", {"value": shown(reason.above, Unit.NUMBER)}))
    periods = {key: _period(found, key) for key in ("period", "versus")}
    return [say(code, **(gaps | {key: text for key, text in periods.items() if key in gaps})) for code, gaps in told]


def _period(found: Decomposition, key: str) -> str:
    period: Period = getattr(found.change, key)
    return formats.period_name(str(period)) if period.grain.value != "span" else str(period).replace("..", " – ")


def _made(reason: Reason) -> dict[str, str]:
    """What a KPI made for a quantile is called."""
    if reason.above is None:
        return {}
    kpi = reason.found.change.kpi
    title = kpi_title(reason.company, kpi)
    return {kpi: say("words.why_share_above", kpi=title, value=shown(reason.above, Unit.NUMBER))}


def _amounts(found: Decomposition, unit: Unit, has_mix: bool) -> list[tuple[Fraction, ...]]:
    """Contributions rounded so that the column adds up as shown: (amount,) or (amount, mix, own rate)."""
    places = PLACES.get(unit, _OTHERWISE)
    if not has_mix:
        return [(each,) for each in rounded_to_add_up([each.amount for each in found.contributions], places)]
    flat = [effect or Fraction(0) for each in found.contributions for effect in (each.mix, each.rate)]
    rounded = rounded_to_add_up(flat, places)
    return [(mix + rate, mix, rate) for mix, rate in zip(rounded[::2], rounded[1::2], strict=True)]


def _row(asking: AskingCause, reason: Reason, each: Contribution, own: tuple[Fraction, ...]) -> CauseRow:
    found = reason.found
    driver = found.by is DividedBy.DRIVERS
    value_unit = kpi_unit(reason.company, each.part if driver else found.change.kpi)
    unit = kpi_unit(reason.company, amounts_of(found))
    texts = [signed(amount, unit) for amount in own]
    mix, rate = (texts[1], texts[2]) if len(texts) == len(("amount", "mix", "rate")) else ("", "")
    return CauseRow(
        name_of(asking, str(found.by), each.part),
        "" if each.part in GATHERED else _onward(asking, found, each.part),
        Shown(_value(each.before, value_unit), "" if found.is_level else _explained(reason, each, found.change.versus)),
        Shown(_value(each.now, value_unit), _explained(reason, each, found.change.period)),
        texts[0],
        mix,
        rate,
        "up" if own[0] > 0 else "down" if own[0] < 0 else "",
        each,
    )


def _total(reason: Reason, unit: Unit, has_mix: bool) -> CauseRow:
    found = reason.found
    effects = [sum(((getattr(each, name) or Fraction(0)) for each in found.contributions), Fraction(0))
               for name in ("mix", "rate")]  # fmt: skip
    mix, rate = (signed(effect, unit) if has_mix else "" for effect in effects)
    whole = Contribution("", found.before, found.now, total(found))
    own = kpi_unit(reason.company, found.change.kpi)
    addresses = [_explained_whole(reason, period) for period in (found.change.versus, found.change.period)]
    before = Shown(_value(found.before, own), "" if found.is_level else addresses[0])
    now = Shown(_value(found.now, own), addresses[1])
    return CauseRow(say("words.why_total"), "", before, now, signed(total(found), unit), mix, rate, "", whole)


def signed(amount: Fraction, unit: Unit) -> str:
    """A change with its sign; of a rate in percentage points, of money in full."""
    places = PLACES.get(unit, _OTHERWISE)
    sign = "+" if amount > 0 else ""
    if unit is Unit.RATE:
        return f"{sign}{formats.fixed_places(amount * 100, places - 2)} pp"
    whole = places == 0 and amount.denominator != 1
    return f"{sign}{formats.fixed_places(amount, _OTHERWISE if whole else places)}"


def _value(value: Fraction | None, unit: Unit) -> str:
    return formats.NO_VALUE if value is None else formats.figure(formats.to_decimal(value), unit)


def _onward(asking: AskingCause, found: Decomposition, part: str) -> str:
    """A driver by its parts, a person or team as a node of its own, anything else as a part of this node."""
    asked = asking.asked
    if found.by is DividedBy.DRIVERS:
        return asked.address(driver=part, by="")
    if found.by in _TREE and part != UNASSIGNED:
        return asked.address(node=_Named(NodeKind(found.by), part), by="", driver="", within=())
    if asked.driver or len(asked.within) >= MOST_WITHIN or found.by in _TREE:
        return ""
    return asked.address(by="", within=(*asked.within, (str(found.by), part)))


@dataclass(frozen=True, slots=True)
class _Named:
    kind: NodeKind
    id: str


def _explained(reason: Reason, each: Contribution, period: Period) -> str:
    """The figure down to its rows; a KPI made for a quantile has no page of its own."""
    found = reason.found
    if each.part in GATHERED or reason.above is not None or each.part == UNASSIGNED:
        return ""
    change = found.change
    if found.by is DividedBy.DRIVERS:
        return _address(each.part, str(change.node.kind), change.node.id, period, change.within)
    if found.by in OF_NODES and change.node.kind is NodeKind.COMPANY and each.part:
        return _address(change.kpi, str(found.by), each.part, period, change.within)
    if found.by in _TREE:
        return _address(change.kpi, str(found.by), each.part, period, change.within)
    where = ((str(found.by), each.part), *change.within)
    return _address(change.kpi, str(change.node.kind), change.node.id, period, where)


def _explained_whole(reason: Reason, period: Period) -> str:
    change = reason.found.change
    if reason.above is not None:
        return ""
    return _address(change.kpi, str(change.node.kind), change.node.id, period, change.within)


def _address(kpi: str, kind: str, name: str, period: Period, where: tuple[tuple[str, str], ...]) -> str:
    path = reverse("explain:kpi", args=("live", str(period), kpi, kind, name))
    narrowed = urlencode([("where", f"{key}:{value}") for key, value in where])
    return f"{path}?{narrowed}" if narrowed else path

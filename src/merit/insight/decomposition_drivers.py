"""The factors whose product a KPI is: a base and ratios over it, as the catalogue's own definitions prove."""

from collections import Counter
from collections.abc import Iterator, Sequence
from fractions import Fraction

from merit.catalogue.kpi import Catalogue, RatioOf

MOST_FACTORS = 8
"""Shapley values look at every subset of the factors."""

WELL_KNOWN: dict[str, tuple[tuple[str, ...], ...]] = {
    "paid_sales": (
        ("visitors", "cvr_visitor", "spend_per_buyer"),
        ("orders_paid", "aov"),
        ("buyers", "spend_per_buyer"),
    ),
    "uv_value": (("cvr_visitor", "spend_per_buyer"),),
}
"""Chains that the trade speaks of, tried first, in this order."""

Sidedness = tuple[Counter[str], Counter[str]]


def chains_of(catalogue: Catalogue, kpi: str) -> Iterator[tuple[str, ...]]:
    """Chains that multiply to the KPI, the well-known first, then each ratio over something and that something."""
    yield from (chain for chain in WELL_KNOWN.get(kpi, ()) if is_chain(catalogue, kpi, chain))
    for each in catalogue.kpis.values():
        if isinstance(each.body, RatioOf) and each.body.part == kpi and not each.hidden:
            yield each.body.whole, each.id


def is_chain(catalogue: Catalogue, kpi: str, factors: Sequence[str]) -> bool:
    """True when what the factors are ratios of cancels out to the KPI, so that their product is its value."""
    if not 2 <= len(factors) <= MOST_FACTORS or any(each not in catalogue for each in factors):
        return False
    above: Counter[str] = Counter()
    below: Counter[str] = Counter()
    for each in factors:
        part, whole = _sidedness(catalogue, each)
        above, below = above + part, below + whole
    wanted = _sidedness(catalogue, kpi)
    return (above - below, below - above) == wanted


def _sidedness(catalogue: Catalogue, kpi: str) -> Sidedness:
    body = catalogue[kpi].body
    if isinstance(body, RatioOf):
        return Counter([body.part]), Counter([body.whole])
    return Counter([kpi]), Counter()


def known_on_both_sides(
    before: dict[str, Fraction | None], now: dict[str, Fraction | None]
) -> tuple[dict[str, Fraction], dict[str, Fraction]]:
    """A ratio that could not be measured in one period counts as unchanged; in neither, as 0."""
    nil = Fraction(0)
    return (
        {name: _first(value, now[name], nil) for name, value in before.items()},
        {name: _first(value, before[name], nil) for name, value in now.items()},
    )


def _first(*values: Fraction | None) -> Fraction:
    return next(value for value in values if value is not None)

"""Amounts as the pages of reward plans write them."""

from fractions import Fraction

from merit.catalogue.kpi import Unit
from merit_desk.results.queries.open_company import declared_company
from merit_desk.shell import formats
from merit_desk.shell.language import current_language


def money(value: Fraction) -> str:
    """Pay in the company's currency, always two decimals."""
    return formats.pay(formats.to_decimal(value), declared_company().profile.currency)


def reading(value: Fraction, unit: Unit) -> str:
    """What a table reads: an amount of business in full without needless decimals, a rate in percent, else a number."""
    if unit is Unit.MONEY:
        return f"{formats.exact_number(value)}{_currency_word()}"
    if unit is Unit.RATE:
        return formats.percent(value)
    return formats.short_number(value, 4)


def _currency_word() -> str:
    return " 元" if current_language() == "zh" else ""

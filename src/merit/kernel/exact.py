"""Exact numbers: every figure that reaches pay is a Fraction, rounded once, half up, where its rule says so."""

import re
from fractions import Fraction
from math import floor

_DECIMAL = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)")

DISPLAY_PLACES = 6
STORED_PLACES = 4
STORED_SCALE = 10**STORED_PLACES
"""Amounts and measured numbers are stored as whole ten-thousandths in 64-bit integers."""


def exact(text: str | float | Fraction) -> Fraction:
    """Read a plain decimal exactly; a float from YAML is read by its shortest text, so 0.1 is one tenth.

    Raises ValueError when the text is no plain decimal (no exponent, no separators).
    """
    if isinstance(text, Fraction):
        return text
    written = str(text).strip()
    if not _DECIMAL.fullmatch(written):
        raise ValueError(f"not a plain decimal: {written!r}")
    return Fraction(written)


def half_up(value: Fraction, places: int) -> Fraction:
    """Round to `places` decimals, halves away from zero (2.5 → 3, −2.5 → −3)."""
    scale = 10**places
    magnitude = Fraction(floor(abs(value) * scale + Fraction(1, 2)), scale)
    return magnitude if value >= 0 else -magnitude


def plain(value: Fraction | int, places: int = DISPLAY_PLACES) -> str:
    """Decimal text with at most `places` decimals, trailing zeros removed."""
    text = fixed(Fraction(value), places)
    return text.rstrip("0").rstrip(".") if "." in text else text


def fixed(value: Fraction | int, places: int) -> str:
    """Decimal text with exactly `places` decimals, half up; never "-0"."""
    scaled = int(half_up(Fraction(value), places) * 10**places)
    sign = "-" if scaled < 0 else ""
    whole, part = divmod(abs(scaled), 10**places)
    return f"{sign}{whole}.{part:0{places}d}" if places else f"{sign}{whole}"


def from_stored(scaled: int) -> Fraction:
    """The exact number behind a stored 64-bit integer of ten-thousandths."""
    return Fraction(scaled, STORED_SCALE)

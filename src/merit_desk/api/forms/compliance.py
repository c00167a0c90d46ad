"""What the API is asked of the law guards, and what it gives; amounts are decimal text, days ISO dates."""

from datetime import date
from decimal import Decimal
from typing import Annotated

from ninja import Schema
from pydantic import Field

from merit_desk.api.forms.given import Given


class FindingGiven(Given):
    """One finding; `sentence` in the asker's language, `open` until it is mended or overridden."""

    guard: str
    severity: str
    law: str
    article: str
    person: str
    reference: str
    sentence: str
    open: bool
    overridable: bool
    reason: str


class OverrideAsked(Schema):
    """One finding of a period, and why somebody goes on."""

    guard: Annotated[str, Field(max_length=60)]
    person: Annotated[str, Field(max_length=64)] = ""
    reference: Annotated[str, Field(max_length=200)] = ""
    reason: Annotated[str, Field(min_length=5, max_length=300)]


class AllOverridden(Schema):
    """Why somebody goes on in spite of everything that one guard has found."""

    reason: Annotated[str, Field(min_length=5, max_length=300)]


class PersonTaxGiven(Given):
    """One person's year-end bonus taxed apart; `less` and `better` are null outside a blind zone.

    `less` is what `better`, the edge below, would leave more; `enough` the least amount above the zone.
    """

    person: str
    name: str
    bonus: Decimal
    tax: Decimal
    left: Decimal
    less: Decimal | None
    better: Decimal | None
    enough: Decimal | None


class TaxGiven(Given):
    """Tax on a year-end bonus by both methods, and the better one; `apart` is null on a day without that method."""

    bonus: Decimal
    income: Decimal
    paid_on: date
    apart: Decimal | None
    merged: Decimal | None
    better: str
    saved: Decimal

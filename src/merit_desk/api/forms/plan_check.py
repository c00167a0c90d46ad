"""Findings of the plan check as the API gives them."""

from typing import Any

from ninja import Schema

from merit_desk.api.forms.given import Given


class PlanFindingGiven(Given):
    """`severity` is error, warning or note; `text` is in the language asked for, `params` are the gaps of the code.

    `file` and `line` say where in the company folder; of a draft, `field` says where in the document.
    """

    number: int
    code: str
    severity: str
    text: str
    plan: str
    indicator: str
    file: str
    line: int
    field: str
    params: dict[str, str | int]


class PlanDraftAsked(Schema):
    """A version as it is to be, as in `plans/*.yaml`. `history`: look at history, chances and agreements too."""

    document: dict[str, Any]
    history: bool = True


class PlanDraftGiven(Given):
    """`sound`: nothing is wrong and it may be put in force; findings advise."""

    sound: bool
    findings: list[PlanFindingGiven]

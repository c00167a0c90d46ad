"""Surveys as the API takes and gives them."""

from datetime import date

from ninja import Schema
from pydantic import Field


class SurveyGiven(Schema):
    """`state` is draft, open or closed."""

    id: int
    kind: str
    title: str
    state: str
    cycle: str
    shop: str
    closes: date


class SurveyAsked(Schema):
    """`cycle` is the code of a cycle and only for a pulse."""

    kind: str = Field(pattern="^(pulse|csat|nps)$")
    title: str = Field(min_length=1, max_length=120)
    closes: date
    cycle: str = Field("", max_length=60)
    shop: str = Field("", max_length=64)


class LinksAsked(Schema):
    """`once`: how many links for one answer each; 0 makes one for everybody."""

    label: str = Field(min_length=1, max_length=80)
    agent: str = Field("", max_length=64)
    once: int = Field(0, ge=0, le=500)


class LinksGiven(Schema):
    """Paths under this site, shown once."""

    paths: list[str]


class PulseAnswered(Schema):
    """Scores 1…5; what is left out was not answered."""

    clarity: int | None = Field(None, ge=1, le=5)
    fairness: int | None = Field(None, ge=1, le=5)
    usefulness: int | None = Field(None, ge=1, le=5)
    remark: str = Field("", max_length=1000)


class GroupGiven(Schema):
    """Means by question, with two decimals as text; null where too few answered."""

    name: str
    answers: int
    means: dict[str, str | None]


class SurveyResultGiven(Schema):
    """A pulse has groups once it is closed; a customers' survey has `value` (share satisfied or promoter score)."""

    survey: SurveyGiven
    answers: int | None
    value: str | None
    groups: list[GroupGiven]

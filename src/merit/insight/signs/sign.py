"""A sign is something to look at, never a charge: figures, rows, an innocent explanation, and no effect on a score."""

from dataclasses import dataclass
from enum import StrEnum

from merit.kernel.explain import LineRef
from merit.kernel.period import Period


class SignKind(StrEnum):
    """What is looked for."""

    BRUSHING = "brushing"
    SELF_PURCHASE = "self_purchase"
    MONTH_END_SPIKE = "month_end_spike"
    CHOSEN_INVITATIONS = "chosen_invitations"
    EMPTY_REPLIES = "empty_replies"
    STOCK_MOVED = "stock_moved"
    SANDBAGGED = "sandbagged"
    PAIR_FALLS = "pair_falls"


class SubjectKind(StrEnum):
    """What a sign is about."""

    COMPANY = "company"
    SHOP = "shop"
    TEAM = "team"
    PERSON = "person"
    AGENT = "agent"
    WAREHOUSE = "warehouse"


class Method(StrEnum):
    """How the chance was worked out; the library's function stands in `merit.insight.signs.chance`."""

    BINOMIAL = "binomial"
    FISHER = "fisher"
    GEOMETRIC = "geometric"
    DEVIATION = "deviation"


@dataclass(frozen=True, slots=True, order=True)
class Subject:
    """A shop, person, agent account, warehouse…; the company has the id "company"."""

    kind: SubjectKind
    id: str


@dataclass(frozen=True, slots=True)
class Evidence:
    """One row of a fact table as its file gave it: the fields that matter here, as text."""

    table: str
    source: LineRef
    fields: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Sign:
    """Goes to the data steward and nowhere else.

    `seen` fills the gaps of the sentence; `rows` counts all rows of the kind, of which `evidence` holds the first.
    `chance` is the probability of seeing as much where nothing is the matter, already multiplied by how many were
    looked at (Bonferroni).
    """

    kind: SignKind
    subject: Subject
    period: Period
    seen: dict[str, str | int]
    evidence: tuple[Evidence, ...]
    rows: int
    chance: float
    test: Method
    part: str = ""
    """Tells signs of one kind about one subject and period apart (the KPI), empty where there is only one."""

    @property
    def name(self) -> str:
        """The same whenever the same thing is found again: "brushing/shop/pdd/2026-09"."""
        parts = (self.kind, self.subject.kind, self.subject.id, str(self.period), self.part)
        return "/".join(str(each) for each in parts if each)


@dataclass(frozen=True, slots=True)
class NotLookedFor:
    """A sign that these data cannot show, and the columns that it takes ("surveys.respondent").

    `days` is how many days after the period's end have to be in, where it is only too early.
    """

    kind: SignKind
    needs: tuple[str, ...] = ()
    days: int = 0


@dataclass(frozen=True, slots=True)
class SignsFound:
    """Everything that was seen, the least likely by chance first, and what could not be looked for."""

    signs: tuple[Sign, ...]
    not_looked_for: tuple[NotLookedFor, ...]

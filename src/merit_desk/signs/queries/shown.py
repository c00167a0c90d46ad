"""Signs in the reader's words."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.urls import reverse

from merit.company import Company
from merit.insight.signs.sign import Method, NotLookedFor, Sign, SignKind, Subject, SubjectKind
from merit.insight.signs.sign_sentences import how_likely, innocent, what_was_seen, why_not
from merit.kernel.period import Period
from merit_desk.results.queries.names import kpi_title, node_name
from merit_desk.results.queries.open_company import declared_company
from merit_desk.shell.formats import period_name
from merit_desk.shell.sentences import say
from merit_desk.signs.models import Look, Outcome, SeenSign

TONES = {Outcome.OPEN: "watch", Outcome.EXPLAINED: "good", Outcome.CORRECT: "bad", Outcome.PASSED_ON: "watch"}


@dataclass(frozen=True, slots=True)
class EvidenceLine:
    """One row: where it stands, and its fields."""

    file: str
    line: int
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ShownSign:
    """One sign: what was seen, how likely by chance, what else it may be, its rows, and what came of it."""

    sign: SeenSign
    title: str
    about: str
    period: str
    seen: str
    likely: str
    innocent: str
    outcome: str
    tone: str
    address: str
    heading: tuple[str, ...]
    evidence: tuple[EvidenceLine, ...]


def shown(sign: SeenSign) -> ShownSign:
    """In the reader's language."""
    company = declared_company()
    as_seen = _as_seen(sign)
    code, gaps = what_was_seen(as_seen, lambda kpi: kpi_title(company, kpi))
    likely, chance = how_likely(as_seen, _word)
    heading = tuple(name for name, _ in sign.evidence[0]["fields"]) if sign.evidence else ()
    rows = (EvidenceLine(row["file"], row["line"], tuple(value for _, value in row["fields"])) for row in sign.evidence)
    return ShownSign(
        sign=sign,
        title=_word(f"sign_{sign.kind}"),
        about=about(company, sign),
        period=period_name(sign.period),
        seen=say(code, **gaps),
        likely=say(likely, **chance),
        innocent=say(innocent(as_seen)[0]),
        outcome=say(f"signs.outcome.{sign.outcome}"),
        tone=TONES[Outcome(sign.outcome)],
        address=reverse("signs:sign", args=(sign.pk,)),
        heading=heading,
        evidence=tuple(rows),
    )


def about(company: Company, sign: SeenSign) -> str:
    """What kind of thing it is about, and its name."""
    kind = _word(f"sign_about_{sign.subject_kind}")
    return f"{kind} {node_name(company, sign.subject_kind, sign.subject)}"


def blind_spots(looks: Iterable[Look]) -> list[str]:
    """What could not be looked for, in the words of the last look."""
    latest = next(iter(looks), None)
    found = latest.blind if latest is not None else []
    spots = [NotLookedFor(SignKind(each["kind"]), tuple(each["needs"]), each["days"]) for each in found]
    told = (why_not(each, _word, say("plans.list_comma")) for each in spots)
    return list(dict.fromkeys(say(code, **gaps) for code, gaps in told))


def _as_seen(sign: SeenSign) -> Sign:
    subject = Subject(SubjectKind(sign.subject_kind), sign.subject)
    numbers = (sign.rows, sign.chance, Method(sign.test), sign.part)
    return Sign(SignKind(sign.kind), subject, Period.parse(sign.period), sign.gaps, (), *numbers)


def _word(label: str) -> str:
    return say(f"words.{label}")

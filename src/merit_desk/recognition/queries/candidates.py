"""Whom an honour's rule names in a period, from results that are told: first places, or winners of a contest."""

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from django.urls import reverse

from merit.kernel.period import Period
from merit.reviews.places import SMALLEST_GROUP
from merit.rewards.recognition.candidates import top_of_groups
from merit_desk.accounts.access import Can
from merit_desk.accounts.viewer import Viewer
from merit_desk.recognition.models import Award, Honour
from merit_desk.results.models import Release
from merit_desk.results.queries.names import plan_title, reward_title
from merit_desk.results.queries.open_company import declared_company
from merit_desk.results.queries.period_files import PeriodFiles, period_files, periods_run
from merit_desk.shell.formats import grouped, period_name
from merit_desk.shell.sentences import say
from merit_desk.talks.colleagues import Colleague, at_work, colleague


@dataclass(frozen=True, slots=True)
class ShownCandidate:
    """Somebody whom the rule names: `evidence` are the figures, `why_not` says what stands in the way."""

    who: Colleague
    group: str
    evidence: tuple[dict[str, str], ...]
    citation: str
    why_not: str = ""


def candidates(viewer: Viewer, honour: Honour, period: str) -> list[ShownCandidate]:
    """By group and place. Raises NotFoundRefusal without the ability; empty for a period that was not run."""
    viewer.require(Can.GRANT_HONOURS)
    if period not in periods_run() or not honour.rule:
        return []
    files = period_files(period)
    found = _first_places(honour, files) if honour.rule == "top" else _winners(honour, files)
    told = _told(period)
    held = set(Award.objects.filter(honour=honour, basis=basis_of(period)).values_list("person", flat=True))
    return [_checked(viewer, each, told, held) for each in found]


def basis_of(period: str) -> str:
    """What tells a period's honours apart from another's."""
    return f"results:{Period.parse(period)}"


def _first_places(honour: Honour, files: PeriodFiles) -> list[ShownCandidate]:
    company = declared_company()
    groups: dict[str, dict[str, Fraction]] = {}
    for person, row in files.totals.items():
        if row.total is not None:
            groups.setdefault(row.plan, {})[person] = Fraction(row.total)
    found = []
    for each in top_of_groups(groups, honour.places, SMALLEST_GROUP):
        title = plan_title(company, each.group)
        place = say("recognition.place_tied" if each.place.tied else "recognition.place", place=each.place.place)
        score = grouped(Decimal(each.total.numerator) / Decimal(each.total.denominator), 2)
        address = reverse("explain:score", args=(files.period, each.person, "total"))
        evidence = (
            _line("recognition.evidence.period", period_name(files.period)),
            _line("recognition.evidence.group", say("recognition.of_group", group=title, count=each.place.of)),
            _line("recognition.evidence.place", place),
            _line("recognition.evidence.total", score, address),
        )
        citation = say("recognition.by_rule", period=period_name(files.period), group=title, place=place)
        found.append(ShownCandidate(colleague(each.person), title, evidence, citation))
    return found


def _winners(honour: Honour, files: PeriodFiles) -> list[ShownCandidate]:
    """Everybody whom the contest paid in that period; how much is nobody's business here."""
    title = reward_title(declared_company(), honour.reward)
    paid: dict[str, Decimal] = {}
    for person, rows in files.pay.items():
        for row in rows:
            if row.reward == honour.reward:
                paid[person] = paid.get(person, Decimal(0)) + row.amount
    evidence = (
        _line("recognition.evidence.period", period_name(files.period)),
        _line("recognition.evidence.contest", title),
    )
    citation = say("recognition.by_contest", period=period_name(files.period), contest=title)
    won = sorted(person for person, amount in paid.items() if amount > 0)
    return [ShownCandidate(colleague(person), title, evidence, citation) for person in won]


def _checked(viewer: Viewer, each: ShownCandidate, told: frozenset[str] | None, held: set[str]) -> ShownCandidate:
    person = each.who.person
    why = ""
    if person in held:
        why = say("recognition.why_not.held")
    elif person == viewer.person:
        why = say("recognition.why_not.oneself")
    elif told is not None and person not in told:
        why = say("recognition.why_not.not_told")
    elif not at_work(person, viewer.today):
        why = say("recognition.why_not.left")
    return ShownCandidate(each.who, each.group, each.evidence, each.citation, why) if why else each


def _told(period: str) -> frozenset[str] | None:
    """Who may see their own result; None for everybody."""
    people = frozenset(Release.objects.filter(period=period).values_list("person", flat=True))
    return None if "" in people else people


def _line(code: str, text: str, address: str = "") -> dict[str, str]:
    return {"label": code, "text": text, "address": address}

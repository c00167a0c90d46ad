"""采用前检查: what has to be looked at before a draft is adopted, each with its figure and its people."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from merit.guards.guard_findings import GuardedPay, guard_findings
from merit.guards.law_tables import LawTables
from merit.kernel.explain import Explained, given
from merit.kernel.money import Money
from merit.kernel.period import Period
from merit.kernel.problems import Problem
from merit.rewards.payment.pay_line import PayLine
from merit.sources.guard_tables import guard_tables
from merit.what_if.outcome import Outcome
from merit.wording.sentences import problem_sentence
from merit_desk.results.queries.names import node_name
from merit_desk.results.queries.open_company import declared_company
from merit_desk.shell import formats
from merit_desk.shell.language import current_language
from merit_desk.shell.sentences import say
from merit_desk.simulation.models import Simulation
from merit_desk.simulation.queries.asked import Asking
from merit_desk.simulation.queries.board import Board
from merit_desk.simulation.queries.noticed import Carried, noticed
from merit_desk.simulation.queries.proportions import flags
from merit_desk.simulation.queries.scenes import Scene
from merit_desk.simulation.queries.shown import amount

MINIMUM = "guards.below_minimum_wage"
_NAMED = 5


@dataclass(frozen=True, slots=True)
class Check:
    """One line: good, watch or bad; people whom it concerns, by id and name."""

    tone: str
    text: str
    people: tuple[tuple[str, str], ...] = ()
    more: int = 0
    notes: tuple[str, ...] = ()

    @property
    def icon(self) -> str:
        """Beside its words."""
        return {"good": "circle-check", "watch": "alert-circle", "bad": "alert-triangle"}[self.tone]


def checks(asked: Asking, today: date) -> list[Check]:
    """In the order of the page. Raises ConflictRefusal as the board does."""
    outcome, board = asked.outcome(), asked.board()
    return [
        *_minimum_wage(asked.scene, outcome),
        _paradox(board),
        _share(asked.simulation, board),
        *_proportions(asked.scene, board),
        _starts(asked.simulation, today),
        _notice(noticed(asked.company, asked.simulation, asked.sliders, today), today),
    ]


def _minimum_wage(scene: Scene, outcome: Outcome) -> Iterator[Check]:
    """Under the draft; months that lie below already now are told apart."""
    assert scene.ready is not None  # noqa: S101 - asked of a scene that ended well
    tables, _ = guard_tables(Path(scene.ready.workspace.folder))
    draft, now = (_short(scene, outcome, tables, side) for side in ("draft", "now"))
    if any(problem.code in ("guards.no_region", "guards.no_minimum_wage") for problem in draft.values()):
        yield Check("watch", say("simulation.check.no_minimum"))
        return
    below = {key for key, problem in draft.items() if problem.code == MINIMUM}
    before = {key for key, problem in now.items() if problem.code == MINIMUM}
    if not below:
        yield Check("good", say("simulation.check.minimum_good", months=len(scene.periods)))
        return
    notes = tuple(
        say(
            "simulation.check.short",
            person=_name(person),
            period=formats.period_name(period),
            short=str(draft[person, period].params["short"]),
        )
        for person, period in sorted(below - before or below)[:_NAMED]
    )
    people = len({person for person, _ in below})
    fresh = len({person for person, _ in below - before})
    tone, code = ("bad", "minimum_bad") if fresh else ("watch", "minimum_as_now")
    yield Check(tone, say(f"simulation.check.{code}", people=people, fresh=fresh), notes=notes)


def _short(scene: Scene, outcome: Outcome, tables: LawTables, side: str) -> Mapping[tuple[str, str], Problem]:
    found: dict[tuple[str, str], Problem] = {}
    for at, period in enumerate(outcome.frame.periods):
        for problem in guard_findings(_guarded(scene, outcome, at, side), tables):
            if problem.code in (MINIMUM, "guards.no_region", "guards.no_minimum_wage"):
                found[str(problem.params.get("person", "")), str(period)] = problem
    return found


def _guarded(scene: Scene, outcome: Outcome, at: int, side: str) -> GuardedPay:
    assert scene.ready is not None  # noqa: S101 - asked of a scene that ended well
    company, period = scene.ready.workspace.company, outcome.frame.periods[at]
    fen = (outcome.draft if side == "draft" else outcome.now).fen[:, at].tolist()
    lines = tuple(
        _one_line(person, period, Money(int(paid), outcome.frame.currency))
        for person, paid in zip(outcome.frame.people, fen, strict=True)
        if paid
    )
    profile = company.profile
    return GuardedPay(period, company.organisation, lines, region=profile.region, currency=profile.currency)


def _one_line(person: str, period: Period, paid: Money) -> PayLine:
    """All that the month pays as one line, which is all that the floor asks for."""
    return PayLine(person, period, "simulation", 1, "bonus", Explained(paid, given(value=paid).step))


def _paradox(board: Board) -> Check:
    found = [each for each in board.people if each.paradox]
    if not found:
        return Check("good", say("simulation.check.paradox_good"))
    named = tuple((each.person, each.name) for each in found[:_NAMED])
    return Check("watch", say("simulation.check.paradox", count=len(found)), named, len(found) - len(named))


def _share(simulation: Simulation, board: Board) -> Check:
    share = board.share(board.draft)
    if simulation.profit_limit is None:
        return Check("watch", say("simulation.check.no_limit"))
    if share is None:
        return Check("watch", say("simulation.check.no_profit"))
    limit = formats.grouped(simulation.profit_limit, 1)
    gaps = {"share": formats.grouped(share, 1), "limit": limit, "cost": amount(board.draft)}
    if share > simulation.profit_limit:
        return Check("bad", say("simulation.check.share_bad", **gaps))
    return Check("good", say("simulation.check.share_good", **gaps))


def _proportions(scene: Scene, board: Board) -> Iterator[Check]:
    """Flags with their figures, and what the additional cost would have to bring."""
    more = board.draft - board.now
    if more > 0:
        yield Check("watch", say("simulation.check.costs_more", cost=amount(more)))
    found, count = flags(scene, board)
    if not found:
        yield Check("good", say("simulation.check.in_proportion"))
        return
    notes = tuple(problem_sentence(problem, current_language()) for problem in found)
    yield Check("watch", say("simulation.check.out_of_proportion", count=count), notes=notes)


def _starts(simulation: Simulation, today: date) -> Check:
    if simulation.starts is None:
        return Check("watch", say("simulation.check.no_start"))
    day = simulation.starts.isoformat()
    if simulation.starts <= today:
        return Check("bad", say("simulation.check.backdated", day=day))
    return Check("good", say("simulation.check.starts", day=day))


def _notice(found: list[Carried], today: date) -> Check:
    """A draft has no notice yet: it is given when its version is published; from then on notices.csv tells."""
    if not found:
        return Check("good", say("simulation.check.notice_none"))
    unsaid = [each for each in found if each.version and (each.given_on is None or each.reaches_back)]
    waiting = [each for each in found if each.version and each.waiting and each not in unsaid]
    unpublished = [each for each in found if not each.version]
    notes = [
        *(_said_of("not_told" if each.given_on is None else "told_late", each) for each in unsaid),
        *(_said_of("not_confirmed", each) for each in waiting),
    ]
    if len(notes) > _NAMED:
        notes[_NAMED:] = [say("simulation.check.notice_more", count=len(notes) - _NAMED)]
    if unpublished:
        people = frozenset[str]().union(*(each.people for each in unpublished))
        notes.append(say("simulation.check.notice.not_published", count=len(unpublished), people=len(people)))
    missing = bool(unsaid) or any(each.begins <= today for each in waiting)
    tone, word = ("bad", "missing") if missing else ("watch", "to_come") if notes else ("good", "given")
    return Check(tone, say(f"simulation.check.notice_{word}", count=len(found)), notes=tuple(notes))


def _said_of(code: str, each: Carried) -> str:
    days = {"begins": each.begins.isoformat(), "given": each.given_on.isoformat() if each.given_on else ""}
    counts: dict[str, int] = {"version": each.version, "people": len(each.people), "waiting": len(each.waiting)}
    return say(f"simulation.check.notice.{code}", title=each.title, **days, **counts)


def _name(person: str) -> str:
    return node_name(declared_company(), "person", person)

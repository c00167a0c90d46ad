"""Who gets more and who less: the table behind the chart, one person, one line with its working, and sums."""

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from merit.kernel.exact import plain
from merit.kernel.refusals import NotFoundRefusal, Refusal
from merit_desk.accounts.access import Can, access
from merit_desk.accounts.viewer import viewer_of
from merit_desk.audit.actions import Subject, record
from merit_desk.explain.queries.descent import Context, descent, way_from
from merit_desk.explain.queries.replay import recomputes
from merit_desk.results.queries.names import node_name
from merit_desk.results.queries.open_company import declared_company
from merit_desk.shell import formats
from merit_desk.shell.sentences import say
from merit_desk.simulation.forms.sliders import sliders_of
from merit_desk.simulation.models import ReplayedPerson, Simulation
from merit_desk.simulation.queries import shown
from merit_desk.simulation.queries.asked import Asking, asking
from merit_desk.simulation.queries.board import Board, Person
from merit_desk.simulation.queries.kept import last_replay, simulation_of, stands
from merit_desk.simulation.queries.person import ShownPeriod, from_outcome, from_replay
from merit_desk.simulation.queries.workings import kept_files

_A_PAGE = 50
_ORDERS = {
    "difference": lambda each: (-each.difference, each.person),
    "-difference": lambda each: (each.difference, each.person),
    "name": lambda each: each.name,
    "-name": lambda each: each.name,
    "now": lambda each: -each.now,
    "-now": lambda each: each.now,
    "draft": lambda each: -each.draft,
    "-draft": lambda each: each.draft,
}


@dataclass(frozen=True, slots=True)
class PersonRow:
    """One row of the table; `way` is up, down or empty."""

    person: str
    name: str
    post: str
    department: str
    now: str
    draft: str
    moved: str
    way: str
    points: str
    paradox: bool


@access(Can.SIMULATE)
@require_GET
def people(request: HttpRequest, number: int) -> HttpResponse:
    """Everybody, by difference; found by name and department, 50 to a page above 200."""
    found, asked = _asked(request, number)
    page: dict[str, Any] = {"title": say("simulation.who"), "here": "simulation", "one": found, "asked": asked}
    page |= {"q": request.GET.get("q", ""), "back": found.title, "only": request.GET.get("only", "")}
    try:
        board = asked.board()
    except Refusal as refusal:
        return render(request, "simulation/people.html", page | {"refused": say(refusal.code, **refusal.params)})
    wanted = request.GET.get("q", "").strip().lower()
    rows = [each for each in board.people if wanted in f"{each.name} {each.department} {each.person}".lower()]
    rows = [each for each in rows if _kept(each, page["only"])]
    rows.sort(key=_ORDERS.get(request.GET.get("sort", ""), _ORDERS["difference"]))
    size = _A_PAGE if len(rows) > shown.MOST_ROWS else max(len(rows), 1)
    shown_page = Paginator(rows, size).get_page(request.GET.get("page"))
    page |= {"page": shown_page, "rows": [row_of(each) for each in shown_page], "sum": shown.total(board)}
    return render(request, "simulation/people.html", page)


def _kept(each: Person, only: str) -> bool:
    match only:
        case "gain":
            return each.difference > 0
        case "lose":
            return each.difference < 0
        case "paradox":
            return each.paradox
        case _:
            return True


def row_of(each: Person) -> PersonRow:
    """In words and figures."""
    way = "up" if each.difference > 0 else "down" if each.difference < 0 else ""
    points = formats.NO_VALUE if each.points is None else _signed_points(each.points)
    amounts = (shown.amount(each.now), shown.amount(each.draft), shown.signed(each.difference))
    return PersonRow(each.person, each.name, each.post, each.department, *amounts, way, points, each.paradox)


def _signed_points(points: Fraction) -> str:
    text = plain(points, 2)
    return f"+{text}" if points > 0 else text.replace("-", "\N{MINUS SIGN}")


@access(Can.SIMULATE)
@require_GET
def person(request: HttpRequest, number: int, person: str) -> HttpResponse:
    """One person's difference, period by period; with lines and workings where the replay stands."""
    found, asked = _asked(request, number)
    periods = _periods(found, asked, person)
    if not periods:
        raise NotFoundRefusal("refusal.no_such_person", person=person)
    told = {"simulation": found.pk, "what": "difference"}
    record(viewer_of(request).account, "result.read", Subject("person", person), after=told)
    name = node_name(asked.company, "person", person)
    with_lines = any(each.lines for each in periods)
    page = {"title": name, "one": found, "periods": periods, "with_lines": with_lines, "person": person}
    return drawer(request, "simulation/person.html", page)


def _periods(found: Simulation, asked: Asking, person: str) -> list[ShownPeriod]:
    replay = last_replay(found)
    if replay is not None and asked.as_kept and stands(found, replay):
        row = ReplayedPerson.objects.filter(replay=replay, person=person).first()
        return from_replay(asked.company, replay, row) if row else []
    return from_outcome(asked.outcome(), person)


@access(Can.SIMULATE)
@require_GET
def working(request: HttpRequest, replay: int, number: int, **of: str) -> HttpResponse:
    """One line of one side, down to the values it was made of."""
    files = kept_files(viewer_of(request), replay, of["side"], of["period"])
    key = ("pay", of["person"], of["reward"], of["line"])
    workings = files.workings.get(key, ())
    if not 1 <= number <= len(workings):
        raise NotFoundRefusal("refusal.no_such_figure")
    told = {"replay": replay, "side": of["side"], "period": of["period"], "of": list(key[2:])}
    record(viewer_of(request).account, "result.read", Subject("person", of["person"]), after=told)
    company, found = declared_company(), workings[number - 1]
    rows = (row for row in files.pay.get(of["person"], ()) if (row.reward, row.line) == key[2:])
    row = next((each for each in rows if each.number == number), None)
    levels = descent(Context(company, files, "", row), found, way_from(request.GET.get("open", "")))
    page = {
        "title": say(f"simulation.working_{of['side']}"),
        "whose": node_name(company, "person", of["person"]),
        "levels": levels,
        "checked": True if recomputes(found) else None,
        "files": files,
        "period": files.period,
        "shown_period": files.period,
    }
    return drawer(request, "simulation/working.html", page)


@access(Can.SIMULATE)
@require_GET
def why(request: HttpRequest, number: int, what: str) -> HttpResponse:
    """What a figure of the board is made of: cost, share, related, a department or a month."""
    found, asked = _asked(request, number)
    board = asked.board()
    page = _why(what, board, asked)
    return drawer(request, "simulation/why.html", {"one": found, "asked": asked, **page})


def _why(what: str, board: Board, asked: Asking) -> dict[str, Any]:
    kind, _, name = what.partition(":")
    match kind:
        case "cost":
            rows = shown.months(board)
            return {"title": say("simulation.cost", months=len(board.months)), "rows": rows, "sum": shown.total(board)}
        case "share":
            return {"title": say("simulation.share"), "formula": _share(board)}
        case "related":
            return {"title": say("simulation.related"), "formula": shown.related_in_words(board)}
        case "department":
            within = [each for each in board.people if each.department == name]
            return {"title": name or say("simulation.no_department"), "people": [row_of(each) for each in within]}
        case "month":
            return {"title": formats.period_name(name), "people": _of_month(asked, board, name)}
        case _:
            raise NotFoundRefusal("refusal.no_such_figure")


def _share(board: Board) -> str:
    if board.profit is None or board.profit <= 0:
        return say("simulation.check.no_profit")
    profit = formats.exact_number(board.profit, 2)
    shares = [formats.grouped(share or Decimal(0), 2) for share in (board.share(board.now), board.share(board.draft))]
    costs = {"now_cost": shown.amount(board.now), "draft_cost": shown.amount(board.draft)}
    return say("simulation.share.how", profit=profit, now=shares[0], draft=shares[1], **costs)


def _of_month(asked: Asking, board: Board, period: str) -> list[PersonRow]:
    outcome = asked.outcome()
    columns = [at for at, each in enumerate(outcome.frame.periods) if str(each) == period]
    if not columns:
        raise NotFoundRefusal("refusal.no_such_figure")
    now, draft = outcome.now.fen[:, columns[0]].tolist(), outcome.draft.fen[:, columns[0]].tolist()
    paid = {person: (now[at], draft[at]) for at, person in enumerate(outcome.frame.people)}
    found = []
    for each in board.people:
        month = paid[each.person]
        if any(month):
            scores = (each.score_now, each.score_draft)
            found.append(Person(each.person, each.name, each.post, each.department, *month, *scores))
    return [row_of(each) for each in sorted(found, key=lambda one: -one.difference)]


def _asked(request: HttpRequest, number: int) -> tuple[Simulation, Asking]:
    found = simulation_of(viewer_of(request), number)
    moved = sliders_of(request.GET)
    own = bool(moved) or "moved" in request.GET
    return found, asking(declared_company(), found, moved if own else dict(found.levers))


def drawer(request: HttpRequest, inside: str, page: dict[str, Any]) -> HttpResponse:
    """The same content in the drawer and as a page of its own."""
    template = "simulation/drawer.html" if request.headers.get("HX-Request") == "true" else "simulation/page.html"
    answer = render(request, template, {"inside": inside, "here": "simulation", **page})
    answer["Vary"] = "HX-Request"
    return answer

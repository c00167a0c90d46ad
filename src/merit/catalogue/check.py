"""Checks of the whole catalogue: every KPI named exists, and none depends on itself."""

from collections.abc import Collection
from fractions import Fraction

from merit.catalogue.expression import BACK_BY, MOST_BACK, OVER_KPIS, Call, Expression, Literal, Name, names, parts
from merit.catalogue.kpi import Body, Entered, Formula, Kpi, Measured, RatioOf
from merit.kernel.problems import Place, Problem


def depends_on(body: Body) -> set[str]:
    """The ids of the KPIs that this one is made of, directly."""
    match body:
        case Measured() | Entered():
            return set()
        case RatioOf():
            return {body.part, body.whole}
        case Formula():
            return names(body.expression)


def rests_on(kpi: Kpi) -> set[str]:
    """The same, with the version that was in force before."""
    return depends_on(kpi.body) | ({kpi.earlier} if kpi.earlier else set())


def check_catalogue(
    kpis: dict[str, Kpi], places: dict[str, Place], unread: Collection[str] = ()
) -> tuple[dict[str, Kpi], list[Problem]]:
    """The KPIs that can be computed, and what is wrong with the rest. Of `unread` ones the reason is told already."""
    problems = [
        problem for kpi in kpis.values() for problem in _names_unknown(kpi, kpis.keys() | set(unread), places[kpi.id])
    ]
    problems += _cycles(kpis, places)
    return _sound(kpis, {problem.place for problem in problems}, places), problems


def _names_unknown(kpi: Kpi, known: Collection[str], place: Place) -> list[Problem]:
    problems = [
        Problem("catalogue.unknown_kpi", place, {"kpi": kpi.id, "unknown": each})
        for each in sorted(depends_on(kpi.body))
        if each not in known
    ]
    if isinstance(kpi.body, Formula):
        problems += [
            Problem("catalogue.needs_a_kpi", place, {"kpi": kpi.id, "function": each.function})
            for each in parts(kpi.body.expression)
            if isinstance(each, Call) and _needs_a_name(each)
        ]
        problems += [
            Problem("catalogue.needs_how_far", place, {"kpi": kpi.id, "function": each.function, "most": MOST_BACK})
            for each in parts(kpi.body.expression)
            if isinstance(each, Call) and each.function in BACK_BY and not _says_how_far(each.arguments[1])
        ]
    return problems


def _needs_a_name(call: Call) -> bool:
    over: tuple[Expression, ...] = call.arguments[:1] if call.function in OVER_KPIS | {"benchmark"} else ()
    return any(not isinstance(each, Name) for each in over)


def _says_how_far(written: Expression) -> bool:
    match written:
        case Literal(Fraction() as number):
            return number.denominator == 1 and 1 <= number <= MOST_BACK
        case _:
            return False


def _cycles(kpis: dict[str, Kpi], places: dict[str, Place]) -> list[Problem]:
    problems: list[Problem] = []
    done: set[str] = set()
    for start in sorted(kpis):
        problems += [_cycle_problem(cycle, places) for cycle in _walk(start, kpis, done)]
    return problems


def _walk(start: str, kpis: dict[str, Kpi], done: set[str]) -> list[list[str]]:
    """Depth first without recursion; each cycle is found once, as the path that closes it."""
    found: list[list[str]] = []
    path: list[str] = []
    open_ends: list[tuple[str, bool]] = [(start, False)]
    while open_ends:
        kpi, leaving = open_ends.pop()
        if leaving:
            done.add(path.pop())
        elif kpi in path:
            found.append(path[path.index(kpi) :])
        elif kpi not in done and kpi in kpis:
            path.append(kpi)
            open_ends.append((kpi, True))
            open_ends += [(each, False) for each in sorted(depends_on(kpis[kpi].body), reverse=True)]
    return found


def _cycle_problem(cycle: list[str], places: dict[str, Place]) -> Problem:
    if len(cycle) == 1:
        return Problem("catalogue.names_itself", places[cycle[0]], {"kpi": cycle[0]})
    return Problem("catalogue.cycle", places[cycle[0]], {"cycle": " → ".join([*cycle, cycle[0]])})


def _sound(kpis: dict[str, Kpi], faulty: set[Place], places: dict[str, Place]) -> dict[str, Kpi]:
    """Leave out the faulty ones and, step by step, all that are made of them."""
    sound = {name: kpi for name, kpi in kpis.items() if places[name] not in faulty}
    while unsound := [name for name, kpi in sound.items() if not depends_on(kpi.body) <= sound.keys()]:
        for name in unsound:
            del sound[name]
    return sound

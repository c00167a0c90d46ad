"""The places of the navigation, in the order of the flow; a viewer is shown those that are theirs and that exist."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.urls import NoReverseMatch, Resolver404, resolve, reverse

from merit_desk.accounts.access import Role
from merit_desk.accounts.viewer import Viewer

EVERYBODY = frozenset(Role)
_LOOKING = frozenset({Role.OWNER, Role.HR, Role.AUDITOR})
_MEASURING = _LOOKING | {Role.STEWARD}


@dataclass(frozen=True, slots=True)
class Place:
    """One entry. `address_name` is tried first, the others where an installation has no such page.

    It is shown to `roles`, and only if the page's own declaration lets the viewer in.
    """

    code: str
    icon: str
    address_names: tuple[str, ...]
    roles: frozenset[Role] = EVERYBODY
    key: str = ""
    """The letter after G that leads here."""
    unless: str = ""
    """A page that holds this one as a tab: whom it lets in is shown that one alone."""


STAGES: tuple[tuple[Place, ...], ...] = (
    (
        Place("home", "layout-dashboard", ("home:latest",), key="h"),
        Place("mine", "receipt", ("home:mine",), frozenset({Role.EMPLOYEE}), key="m"),
    ),
    (
        Place("goals", "target-arrow", ("goals:goals",), EVERYBODY - {Role.STEWARD}, key="g"),
        Place("agreements", "writing-sign", ("agreements:agreements",), EVERYBODY - {Role.STEWARD, Role.FINANCE}),
        Place("follow", "checklist", ("follow:follow",), EVERYBODY - {Role.AUDITOR}, key="u"),
        Place("talks", "message-heart", ("talks:talks",), EVERYBODY - {Role.AUDITOR}),
        Place("meetings", "presentation", ("meetings:meetings",), EVERYBODY - {Role.AUDITOR}),
    ),
    (
        Place("cycles", "refresh-dot", ("cycles:cycles",), EVERYBODY - {Role.STEWARD, Role.FINANCE}, key="y"),
        Place("reviews", "clipboard-check", ("reviews:reviews",), EVERYBODY - {Role.STEWARD, Role.FINANCE}, key="b"),
        Place("calibration", "scale", ("calibration:sessions",), _LOOKING | {Role.MANAGER}),
        Place("outcomes", "rosette-discount-check", ("outcomes:outcomes",), EVERYBODY - {Role.STEWARD, Role.FINANCE}),
        Place("surveys", "mood-check", ("surveys:surveys",), EVERYBODY - {Role.FINANCE}),
    ),
    (
        Place("kpis", "chart-line", ("metrics:node",), key="k"),
        Place("alerts", "alert-triangle", ("alerts:alerts",)),
        Place("explorer", "chart-dots-3", ("explorer:explore",), key="e"),
        Place("dashboards", "layout-grid", ("explorer:dashboards",), key="d"),
        Place("experiments", "arrows-split-2", ("experiments:experiments",)),
        Place("allocation", "arrows-right-left", ("allocation:money",), _MEASURING | {Role.FINANCE, Role.MANAGER}),
        Place("wall", "device-tv", ("wall:here",), _MEASURING | {Role.FINANCE}, key="w"),
    ),
    (
        Place("organisation", "sitemap", ("people:chart",), EVERYBODY - {Role.EMPLOYEE}, key="o"),
        Place("intake", "database-import", ("intake:sources",), _MEASURING, key="i"),
        Place("data_quality", "scale-outline", ("data_quality:overview",), _MEASURING),
        Place("lineage", "hierarchy", ("data_quality:lineage",), unless="data_quality:overview"),
        Place("signs", "eye", ("signs:signs",), frozenset({Role.OWNER, Role.STEWARD})),
        Place("values", "pencil-check", ("intake:values",), _MEASURING | {Role.MANAGER}, key="n"),
        Place("catalogue", "ruler-measure", ("catalogue:library",), _MEASURING, key="c"),
        Place("plans", "adjustments", ("plans:plans",), _LOOKING | {Role.FINANCE}, key="p"),
    ),
    (
        Place("reward_plans", "coins", ("reward_plans:plans",), EVERYBODY - {Role.STEWARD}),
        Place("simulation", "flask", ("simulation:simulations",), frozenset({Role.OWNER, Role.HR, Role.FINANCE})),
        Place("payroll", "cash", ("payroll:runs",), _LOOKING | {Role.FINANCE, Role.MANAGER}),
        Place("disputes", "message-question", ("disputes:disputes",), EVERYBODY - {Role.STEWARD}),
        Place("compliance", "shield-check", ("compliance:findings",), _LOOKING | {Role.FINANCE}),
    ),
    (
        Place("recognition", "trophy", ("recognition:recognition",)),
        Place("growth", "stairs-up", ("growth:growth",), EVERYBODY - {Role.STEWARD, Role.FINANCE}),
        Place("training", "book-2", ("training:courses",)),
        Place("effectiveness", "stethoscope", ("effectiveness:effectiveness",), _LOOKING),
    ),
    (
        Place("people", "award", ("home:overview",), _LOOKING | {Role.MANAGER, Role.FINANCE}, key="r"),
        Place("periods", "calendar-check", ("periods:periods",), _LOOKING | {Role.FINANCE}, key="f"),
        Place("findings", "list-search", ("home:findings",), _MEASURING, key="q"),
    ),
    (
        Place("trail", "history", ("trail:trail",), key="t"),
        Place("documents", "versions", ("documents:documents",), _LOOKING, key="v"),
        Place("learning", "school", ("learning:course",), key="l"),
        Place("accounts", "users", ("accounts:list",), key="a"),
        Place("settings", "plug-connected", ("tokens",), frozenset({Role.OWNER}), key="s"),
        Place("jobs", "subtask", ("jobs:jobs",), _MEASURING - {Role.AUDITOR}, key="j"),
    ),
)

STAGE_NAMES = ("start", "work", "judging", "measures", "ground", "pay", "growing", "results", "house")
FOLDING = frozenset({"measures", "ground", "pay", "growing", "results", "house"})
"""Stages that fold where a viewer has more places than a screen of 900 px holds."""
MOST_UNFOLDED = 22

TABS: dict[Role, tuple[str, ...]] = {
    Role.OWNER: ("home", "kpis", "reviews", "people"),
    Role.HR: ("home", "cycles", "reviews", "people"),
    Role.MANAGER: ("home", "follow", "reviews", "kpis"),
    Role.STEWARD: ("home", "intake", "kpis", "findings"),
    Role.FINANCE: ("home", "people", "periods", "kpis"),
    Role.AUDITOR: ("home", "trail", "people", "periods"),
    Role.EMPLOYEE: ("home", "follow", "reviews", "mine"),
}
"""The first four tabs of a phone; the fifth holds everything."""


@dataclass(frozen=True, slots=True)
class Shown:
    """One entry as the navigation shows it; `count` is what waits for the viewer there."""

    code: str
    icon: str
    address: str
    key: str
    count: int = 0


@dataclass(frozen=True, slots=True)
class ShownStage:
    """One stage of the navigation; `folds` where the whole would not fit on a screen."""

    name: str
    places: tuple[Shown, ...]
    folds: bool

    @property
    def codes(self) -> tuple[str, ...]:
        """Of its places: the stage that holds the current page stands open."""
        return tuple(place.code for place in self.places)

    @property
    def count(self) -> int:
        """What waits for the viewer in all its places."""
        return sum(place.count for place in self.places)


def stages_for(viewer: Viewer, period: str, waiting: Callable[[str], int]) -> list[ShownStage]:
    """The entries by stage; a stage without any is left out. `waiting` counts by code."""
    named = zip(STAGE_NAMES, STAGES, strict=True)
    found = [(name, tuple(_shown(stage, viewer, period, waiting))) for name, stage in named]
    many = sum(len(places) for _, places in found) > MOST_UNFOLDED
    return [ShownStage(name, places, many and name in FOLDING) for name, places in found if places]


def tabs_for(viewer: Viewer, stages: list[ShownStage]) -> list[Shown]:
    """At most four, by the viewer's first role."""
    entries = {each.code: each for stage in stages for each in stage.places}
    first = next((codes for role, codes in TABS.items() if role in viewer.roles), ())
    named = [entries[code] for code in first if code in entries]
    return [*named, *(each for each in entries.values() if each not in named)][:4]


def first_role(viewer: Viewer) -> Role | None:
    """The role by which the viewer is addressed."""
    return next((role for role in TABS if role in viewer.roles), None)


def _shown(places: Iterable[Place], viewer: Viewer, period: str, waiting: Callable[[str], int]) -> Iterable[Shown]:
    for place in places:
        if not place.roles & viewer.roles or (place.unless and _let_in(place.unless, viewer, period)):
            continue
        address = _address(place, viewer, period)
        if address:
            yield Shown(place.code, place.icon, address, place.key, waiting(place.code))


def _address(place: Place, viewer: Viewer, period: str) -> str:
    """Empty where there is no such page, or where it would not let the viewer in."""
    addresses = (_let_in(name, viewer, period) for name in place.address_names)
    return next((each for each in addresses if each is not None), "")


def _let_in(name: str, viewer: Viewer, period: str) -> str | None:
    """The address of a page, empty where it would not let the viewer in; None where there is no such page."""
    for arguments in ((), (period,), (period, "company", "company")):
        try:
            address = reverse(name, args=[each for each in arguments if each] if period else ())
            needs = getattr(resolve(address).func, "access_needs", ())
        except (NoReverseMatch, Resolver404):
            continue
        return address if viewer.meets(needs) else ""
    return None

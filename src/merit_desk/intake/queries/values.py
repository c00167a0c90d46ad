"""Values that people enter: which KPIs take them, for whom a viewer may enter them, and what waits for whom."""

from collections.abc import Iterable
from dataclasses import dataclass

from merit.catalogue.kpi import Entered, Kpi
from merit.kernel.node import COMPANY_ID, NodeKind
from merit.kernel.period import Period
from merit.kernel.refusals import NotFoundRefusal
from merit.people.spells import spell_on
from merit_desk.accounts.access import Can
from merit_desk.accounts.queries.sight import sight_of
from merit_desk.accounts.queries.subtree import below_in, members_in
from merit_desk.accounts.viewer import Viewer
from merit_desk.documents.queries.current import current, table_lines
from merit_desk.intake.models import EnteredValue, ValueState
from merit_desk.intake.queries.places import company_folder
from merit_desk.results.queries.open_company import declared_company
from merit_desk.shell.language import current_language

FILE = "manual_values.csv"
KEY = ("kpi", "node_kind", "node", "period")


@dataclass(frozen=True, slots=True)
class NodeChoice:
    """A node that a value may be entered for; `key` is `kind:id`."""

    key: str
    kind: str
    name: str


@dataclass(frozen=True, slots=True)
class RowWaiting:
    """A row of manual_values.csv that nobody has confirmed; `number` counts the rows from 0."""

    number: int
    kpi: str
    node_kind: str
    node: str
    period: str
    value: str
    person: str
    evidence: str


def entered_kpis() -> list[Kpi]:
    """The KPIs whose values are entered, by title."""
    kpis = declared_company().catalogue.kpis.values()
    return sorted((kpi for kpi in kpis if isinstance(kpi.body, Entered)), key=title_of)


def kpi_of(kpi: str) -> Kpi | None:
    """The KPI of that id."""
    return declared_company().catalogue.kpis.get(kpi)


def title_of(kpi: Kpi) -> str:
    """The KPI's title in the reader's language."""
    return kpi.title.get(current_language()) or kpi.id


def may_enter(viewer: Viewer, node_kind: str, node: str, period: str) -> bool:
    """Everybody's values for who may enter them everywhere; else those of people below, and of teams led."""
    if not viewer.can(Can.ENTER_VALUES):
        return False
    if viewer.everywhere(Can.ENTER_VALUES):
        return True
    if node_kind == NodeKind.PERSON:
        return node in _people_below(viewer, period)
    return node_kind in (NodeKind.TEAM, NodeKind.DEPARTMENT) and node in sight_of(viewer, period).teams


def _people_below(viewer: Viewer, period: str) -> frozenset[str]:
    company, asked = declared_company(), Period.parse(period)
    found = below_in(company.organisation, viewer.person, asked) if viewer.person else frozenset()
    scopes = [team for team in viewer.scopes(Can.ENTER_VALUES) if team]
    return found.union(*(members_in(company.organisation, team, asked) for team in scopes))


def node_choices(viewer: Viewer, period: str) -> list[NodeChoice]:
    """The nodes for which the viewer may enter a value in that period."""
    company = declared_company()
    every = [NodeChoice(f"company:{COMPANY_ID}", "company", company.profile.name)]
    teams = {team.team: team for team in company.organisation.teams}
    every += [NodeChoice(f"{_team_kind(team)}:{id_}", _team_kind(team), team.name) for id_, team in teams.items()]
    every += [NodeChoice(f"shop:{shop.shop}", "shop", shop.name) for shop in company.shops]
    day = Period.parse(period).start
    on_duty = (spell_on(company.organisation, person, day) for person in company.organisation.spells_of)
    every += [NodeChoice(f"person:{spell.person}", "person", spell.name) for spell in on_duty if spell is not None]
    return [each for each in every if may_enter(viewer, each.kind, each.key.partition(":")[2], period)]


def _team_kind(team: object) -> str:
    kind = str(getattr(team, "kind", "team"))
    return kind if kind in ("department", "team") else "team"


def node_name(kind: str, node: str) -> str:
    """The node's name, its id where nothing names it."""
    company = declared_company()
    if kind == NodeKind.COMPANY:
        return company.profile.name
    if kind == NodeKind.SHOP:
        return next((shop.name for shop in company.shops if shop.shop == node), node)
    if kind == NodeKind.PERSON:
        return person_name(node)
    return next((team.name for team in company.organisation.teams if team.team == node), node)


def person_name(person: str) -> str:
    """The person's latest name."""
    spells = declared_company().organisation.spells_of.get(person)
    return spells[-1].name if spells else person


def entered_values(viewer: Viewer) -> list[EnteredValue]:
    """Values in the viewer's reach, those that wait first, then the latest; at most 200."""
    every = EnteredValue.objects.select_related("entered_by", "decided_by").order_by("-entered_at")[:1_000]
    seen = [each for each in every if may_see(viewer, each)]
    return sorted(seen, key=lambda each: each.state != ValueState.WAITING)[:200]


def may_see(viewer: Viewer, value: EnteredValue) -> bool:
    """One's own entries, and those for nodes for which one may enter values."""
    own = value.entered_by_id == viewer.account
    return own or may_enter(viewer, value.node_kind, value.node, value.period)


def value_of(viewer: Viewer, number: int) -> EnteredValue:
    """Raises NotFoundRefusal for a value that is not there or out of reach."""
    found = EnteredValue.objects.select_related("entered_by").filter(pk=number).first()
    if found is None or not may_see(viewer, found):
        raise NotFoundRefusal("refusal.no_such_page")
    return found


def rows_waiting(viewer: Viewer) -> list[RowWaiting]:
    """Rows of the file that lack a confirmation, in the viewer's reach."""
    rows = enumerate(table_lines(current(FILE).text))
    found = [_row(number, row) for number, row in rows if not row.get("confirmed_by", "").strip()]
    return [each for each in found if _readable(each) and may_enter(viewer, each.node_kind, each.node, each.period)]


def _row(number: int, row: dict[str, str]) -> RowWaiting:
    given = [row.get(name, "").strip() for name in (*KEY, "value", "entered_by", "evidence")]
    return RowWaiting(number, *given)


def _readable(row: RowWaiting) -> bool:
    try:
        Period.parse(row.period)
    except ValueError:
        return False
    return True


def is_sealed(period: str) -> bool:
    """Whether a sealed period covers it: nothing is entered there any more."""
    asked = Period.parse(period)
    return any(_covers(name, asked) for name in _sealed())


def _sealed() -> Iterable[str]:
    folder = company_folder() / "sealed"
    return [path.parent.name for path in folder.glob("*/seal.json")]


def _covers(name: str, asked: Period) -> bool:
    try:
        sealed = Period.parse(name)
    except ValueError:
        return False
    return sealed.start <= asked.start and asked.end <= sealed.end

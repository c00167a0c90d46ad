"""Why a figure moved, as far as the viewer may see it: what is asked is settled, divided, and unseen parts withheld."""

from dataclasses import dataclass, replace

from merit.company import Company
from merit.engines.reasons import Reason, Reasons, WhyAsked
from merit.insight.decomposition import Change, Decomposition
from merit.insight.decomposition_parts import DividedBy
from merit.insight.decomposition_search import Lead
from merit.insight.decomposition_sentence import versus_of
from merit.insight.decomposition_steps import withheld
from merit.kernel.period import Grain, Period
from merit.kernel.refusals import NotFoundRefusal, Refusal
from merit.workspace import Workspace
from merit_desk.explorer.queries.cause_asked import AskedCause
from merit_desk.explorer.queries.choices import FIRST
from merit_desk.explorer.queries.live import live_kept, reach
from merit_desk.explorer.queries.visible import Visible, visible_kpis
from merit_desk.results.queries.open_company import declared_company

OF_NODES = frozenset({DividedBy.SHOP, DividedBy.CHANNEL, DividedBy.DEPARTMENT, DividedBy.TEAM, DividedBy.PERSON})


@dataclass(frozen=True, slots=True)
class AskingCause:
    """What is asked, settled for one viewer. `change` is None where the viewer sees no such figure."""

    company: Company
    visible: Visible
    asked: AskedCause
    change: Change | None
    divisions: tuple[DividedBy, ...] = ()

    def sees(self, kpi: str, kind: str, name: str) -> bool:
        """Whether the figure is seen in both periods."""
        if self.change is None:
            return False
        periods = (self.change.period, self.change.versus)
        return all(self.visible.figure(kpi, (kind, name), period) for period in periods)


def settled_cause(visible: Visible, asked: AskedCause) -> AskingCause:
    """Defaults: the first figure seen, the last whole month, drivers where there are some."""
    company = declared_company()
    period = Period.parse(asked.period) if asked.period else last_month()
    if period is None:
        return AskingCause(company, visible, asked, None)
    asked = replace(asked, period=str(period), kpi=asked.kpi or _first(company, visible, asked, period))
    versus = versus_of(period, asked.versus) or (period if asked.level else Period.parse(asked.versus))
    change = Change(asked.kpi, asked.node, period, versus, asked.within)
    asking = AskingCause(company, visible, asked, change)
    if asked.kpi not in company.catalogue or not asking.sees(asked.kpi, str(asked.node.kind), asked.node.id):
        return replace(asking, change=None)
    divisions = tuple(_divisions(asking, change))
    by = asked.by if asked.by in divisions else str(divisions[0]) if divisions else ""
    driver = "" if by == DividedBy.DRIVERS else asked.driver
    return replace(asking, asked=replace(asked, by=by, driver=driver), divisions=divisions)


def last_month() -> Period | None:
    """The last month that the data cover to its end; None without data."""
    covered = reach()
    return Period.containing(covered.end, Grain.MONTH).previous() if covered else None


def _first(company: Company, visible: Visible, asked: AskedCause, period: Period) -> str:
    seen = {kpi.id for kpi in visible_kpis(company, visible, str(asked.node.kind), period)}
    mine = [kpi for kpi in (*FIRST, *sorted(seen)) if kpi in seen]
    return mine[0] if mine else ""


def _divisions(asking: AskingCause, change: Change) -> list[DividedBy]:
    """Drivers first where there are some. Agents are people: only who sees everybody divides by their accounts."""
    driver = asking.asked.driver
    moved = replace(change, kpi=driver) if driver and driver in asking.company.catalogue else change
    try:
        found = live_kept(("divisions", moved), lambda work: _reasons(work).divisions(moved))
    except Refusal:
        found = []
    if not asking.visible.everything:
        found = [each for each in found if each is not DividedBy.AGENT]
    drivers = not (driver or change.within or asking.asked.level) and _reason(asking, DividedBy.DRIVERS) is not None
    return [*([DividedBy.DRIVERS] if drivers else []), *found]


def _reasons(work: Workspace) -> Reasons:
    return Reasons(work.company, work.engine, work.figures)


def reason_of(asking: AskingCause) -> Reason:
    """The decomposition asked. Raises a refusal that says what to ask instead."""
    if asking.change is None or not asking.asked.by:
        raise NotFoundRefusal("cause.nothing_to_divide")
    asked = WhyAsked(asking.change, DividedBy(asking.asked.by), asking.asked.driver, asking.asked.level)
    found = live_kept(("why", asked), lambda work: _reasons(work).reason(asked))
    return replace(found, found=_seen(asking, found.found))


def _reason(asking: AskingCause, by: DividedBy) -> Reason | None:
    try:
        return reason_of(replace(asking, asked=replace(asking.asked, by=str(by), driver="")))
    except Refusal:
        return None


def leads_of(asking: AskingCause) -> list[Lead]:
    """Where to look first, as far as its parts are seen."""
    if asking.change is None:
        return []
    change, level = asking.change, asking.asked.level
    found = live_kept(("leads", change, level), lambda work: _reasons(work).leads(change, level))
    return [lead for lead in found if _seen(asking, lead.found) == lead.found]


def _seen(asking: AskingCause, found: Decomposition) -> Decomposition:
    """Parts that are nodes of their own are shown to who sees them; drivers to who sees those KPIs."""
    if asking.visible.everything:
        return found
    node = found.change.node
    if found.by is DividedBy.DRIVERS:
        return withheld(found, lambda part: _own_part(asking, part) or asking.sees(part, str(node.kind), node.id))
    if found.by not in OF_NODES:
        return found
    return withheld(found, lambda part: asking.sees(found.change.kpi, str(found.by), part))


def _own_part(asking: AskingCause, part: str) -> bool:
    """A hidden KPI is a side of the one that is seen."""
    return part in asking.company.catalogue and asking.company.catalogue[part].hidden

"""Who uses a KPI: plans, rewards, targets and the KPIs that are made of it."""

from collections import Counter, defaultdict
from dataclasses import dataclass
from functools import lru_cache

from django.urls import reverse

from merit.catalogue.check import depends_on
from merit.company import Company
from merit.rewards.plan.reward_plan import RewardPlan
from merit.scores.plan.score_plan import ScorePlan
from merit.sources.company_folder.references import kpis_named
from merit_desk.results.queries.names import kpi_title, titled


@dataclass(frozen=True, slots=True)
class Use:
    """`kind` is plan, reward, target or kpi; `count` how many rows of targets there are."""

    kind: str
    id: str
    version: int
    count: int = 0


@lru_cache(maxsize=4)
def _uses(company: "_Same") -> dict[str, tuple[Use, ...]]:
    found: dict[str, dict[Use, None]] = defaultdict(dict)
    for plan in _newest(company.company):
        kind = "plan" if isinstance(plan, ScorePlan) else "reward"
        for named in kpis_named(plan, plan.source):
            found[named.id][Use(kind, _id(plan), plan.version)] = None
    for kpi, count in Counter(target.kpi for target in company.company.targets).items():
        found[kpi][Use("target", kpi, 0, count)] = None
    for whole in company.company.catalogue.kpis.values():
        for part in depends_on(whole.body):
            if part != whole.id and not whole.hidden:
                found[part][Use("kpi", whole.id, whole.version)] = None
    return {kpi: tuple(uses) for kpi, uses in found.items()}


@dataclass(frozen=True, slots=True, eq=False)
class _Same:
    """A company compared by identity: it is immutable and its parts need not be hashable."""

    company: Company

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Same) and other.company is self.company

    def __hash__(self) -> int:
        return id(self.company)


def _newest(company: Company) -> list[ScorePlan | RewardPlan]:
    """The latest version of each plan and reward."""
    latest: dict[tuple[str, str], ScorePlan | RewardPlan] = {}
    definitions: tuple[ScorePlan | RewardPlan, ...] = (*company.plans, *company.rewards)
    for each in definitions:
        key = (type(each).__name__, _id(each))
        if key not in latest or latest[key].version < each.version:
            latest[key] = each
    return list(latest.values())


def _id(definition: ScorePlan | RewardPlan) -> str:
    return definition.plan if isinstance(definition, ScorePlan) else definition.reward


def uses_of(company: Company, kpi: str) -> tuple[Use, ...]:
    """Everything that uses the KPI directly, by its latest versions."""
    return _uses(_Same(company)).get(kpi, ())


@dataclass(frozen=True, slots=True)
class UseLine:
    """A use with its title and the way to it (empty where there is no page)."""

    kind: str
    title: str
    version: int
    count: int
    address: str


def use_lines(company: Company, uses: tuple[Use, ...], plans: frozenset[str], all_else: bool) -> list[UseLine]:
    """Ready to be shown; plans outside `plans` are not there, rewards and targets only with `all_else`."""
    return [
        _line(company, use)
        for use in uses
        if (use.id in plans if use.kind == "plan" else all_else or use.kind == "kpi")
    ]


def _line(company: Company, use: Use) -> UseLine:
    match use.kind:
        case "plan":
            titles = next((each.title for each in company.plans if each.plan == use.id), {})
            return UseLine(use.kind, titled(titles, use.id), use.version, 0, reverse("plans:plan", args=(use.id,)))
        case "reward":
            titles = next((each.title for each in company.rewards if each.reward == use.id), {})
            return UseLine(use.kind, titled(titles, use.id), use.version, 0, reverse("plans:reward", args=(use.id,)))
        case "target":
            return UseLine(use.kind, "", 0, use.count, f"{reverse('plans:targets')}?kpi={use.id}")
        case _:
            address = reverse("catalogue:kpi", args=(use.id,))
            return UseLine(use.kind, kpi_title(company, use.id), use.version, 0, address)

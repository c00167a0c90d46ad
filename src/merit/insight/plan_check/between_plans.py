"""Mistakes that lie between plans: people without one, plans for nobody, idle targets, rewards that reward nothing."""

from collections.abc import Iterable, Iterator
from dataclasses import fields, is_dataclass
from datetime import date
from fractions import Fraction

from merit.company import Company
from merit.insight.plan_check.subject import PlanInUse, listed, note, warning, without_plan
from merit.kernel.exact import plain
from merit.kernel.period import Period
from merit.kernel.problems import Problem
from merit.people.organisation import Spell
from merit.rewards.plan.reward_plan import BonusTerms
from merit.scores.plan.score_plan import Indicator
from merit.targets.target import Target, TargetBasis

LEAST_SPREAD = Fraction(1, 5)
"""Between the best and the worst coefficient of a bonus."""
NEVER_REVISED = 6
"""Periods in a row with one and the same target."""
YEARS_UNREVISED = 1


def company_findings(company: Company, used: list[PlanInUse], period: Period) -> Iterator[Problem]:
    """All of them."""
    yield from _people_without_plan(company, period)
    yield from _plans_for_nobody(company, used)
    yield from _flat_rewards(company, period)
    yield from _idle_targets(company)
    yield from _repeated_targets(company, period)
    for each in used:
        yield from _old_targets(company, each)


def _people_without_plan(company: Company, period: Period) -> Iterator[Problem]:
    by_post: dict[str, list[Spell]] = {}
    for spell in without_plan(company, period):
        by_post.setdefault(spell.post, []).append(spell)
    for post, spells in by_post.items():
        people = listed([spell.person for spell in spells])
        yield warning("insight.no_plan_for", spells[0].source, post=post, people=people, count=len(spells))


def _plans_for_nobody(company: Company, used: list[PlanInUse]) -> Iterator[Problem]:
    """A plan whose posts nobody ever held is told already where the folder is checked."""
    held = {spell.post for spell in company.organisation.spells}
    for each in used:
        posts = set(each.plan.audience.posts)
        if not each.spells and (not posts or posts & held):
            yield warning("insight.plan_for_nobody", each.plan.source, plan=each.plan.plan, period=str(each.cycle))


def _flat_rewards(company: Company, period: Period) -> Iterator[Problem]:
    for reward in company.rewards:
        if not isinstance(reward.terms, BonusTerms) or _is_over(reward.valid_to, period):
            continue
        coefficients = [value for _, value in (*reward.terms.grades, *reward.terms.scores)]
        if coefficients and max(coefficients) - min(coefficients) < LEAST_SPREAD:
            ends = {"low": plain(min(coefficients)), "high": plain(max(coefficients))}
            yield warning("insight.flat_reward", reward.source, reward=reward.reward, **ends)


def _is_over(last: date | None, period: Period) -> bool:
    return last is not None and last < period.start


def _idle_targets(company: Company) -> Iterator[Problem]:
    """Targets of a KPI that no plan and no reward reads: a goal tied to nothing."""
    read = set(_kpis(company.plans)) | set(_kpis(company.rewards))
    first: dict[str, Target] = {}
    for target in company.targets:
        if target.kpi not in read:
            first.setdefault(target.kpi, target)
    for kpi, target in first.items():
        yield note("insight.idle_target", target.source, kpi=kpi)


def _kpis(thing: object) -> Iterator[str]:
    """Every KPI that a definition names, however deep."""
    if isinstance(thing, tuple):
        for each in thing:
            yield from _kpis(each)
    elif is_dataclass(thing):
        if isinstance(thing, Indicator):
            yield thing.subject
        for field in fields(thing):
            value = getattr(thing, field.name)
            if field.name == "kpi" and value:
                yield str(value)
            else:
                yield from _kpis(value)


def _repeated_targets(company: Company, period: Period) -> Iterator[Problem]:
    """One finding per KPI, at the newest row of its first node."""
    by_kpi: dict[str, list[Target]] = {}
    for rows in _by_node(company.targets, period):
        if _never_revised(rows):
            by_kpi.setdefault(rows[-1].kpi, []).append(rows[-1])
    for kpi, rows in by_kpi.items():
        nodes = listed([row.node for row in rows])
        params: dict[str, str | int] = {"count": len(rows), "periods": NEVER_REVISED}
        yield note("insight.never_revised", rows[0].source, kpi=kpi, nodes=nodes, **params)


def _by_node(targets: Iterable[Target], period: Period) -> list[list[Target]]:
    """Rows up to the period, by node and length of period, in the order of time."""
    found: dict[tuple[str, str, str, str], list[Target]] = {}
    for target in sorted(targets, key=lambda each: (each.period, each.start or each.period.start)):
        if target.period.start < period.end:
            key = (target.kpi, target.node_kind, target.node, str(target.period.grain))
            found.setdefault(key, []).append(target)
    return list(found.values())


def _never_revised(rows: list[Target]) -> bool:
    last = rows[-NEVER_REVISED:]
    same = len({(row.target, row.basis) for row in last}) == 1 and last[0].basis is TargetBasis.ABSOLUTE
    return same and len({row.period for row in last}) == NEVER_REVISED


def _old_targets(company: Company, used: PlanInUse) -> Iterator[Problem]:
    """A target that stands in the plan itself and has been the same for over a year."""
    year_ago = used.cycle.start.year - YEARS_UNREVISED, used.cycle.start.month
    kept_apart = {target.kpi for target in company.targets}
    for indicator in used.plan.indicators:
        target = indicator.target
        if target is None or target.basis is not TargetBasis.ABSOLUTE or indicator.subject in kept_apart:
            continue
        since = _same_since(company, used, indicator)
        if (since.year, since.month) <= year_ago:
            params: dict[str, str | int] = {"indicator": indicator.id, "target": plain(target.value)}
            yield note("insight.target_since", indicator.source, plan=used.plan.plan, since=str(since), **params)


def _same_since(company: Company, used: PlanInUse, indicator: Indicator) -> date:
    """The first day of the earliest version, back from the one in force, that states the same target."""
    versions = [plan for plan in company.plans if plan.plan == used.plan.plan]
    since = used.plan.valid_from
    for plan in sorted(versions, key=lambda each: (each.valid_from, each.version), reverse=True):
        if plan.valid_from > since:
            continue
        stated = next((each.target for each in plan.indicators if each.id == indicator.id), None)
        wanted = indicator.target
        if stated is None or wanted is None or (stated.value, stated.basis) != (wanted.value, wanted.basis):
            break
        since = plan.valid_from
    return since

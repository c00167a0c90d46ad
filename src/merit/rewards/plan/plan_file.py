"""`rewards/*.yaml` to reward plans. Everything wrong in a document is reported at once, each with its line."""

from collections.abc import Callable
from fractions import Fraction

from merit.kernel.document import Document
from merit.kernel.node import NodeKind
from merit.kernel.period import Grain
from merit.kernel.problems import Problem, has_errors, in_order
from merit.kernel.section import Section, document_section
from merit.rewards.plan.commission_section import read_commission
from merit.rewards.plan.contest_section import read_contest
from merit.rewards.plan.plan_parts import read_coefficient, read_individual, read_node_kind
from merit.rewards.plan.reward_plan import BonusTerms, PoolShare, PoolTerms, RewardKind, RewardPlan, Terms
from merit.rewards.plan.year_end_section import read_year_end
from merit.scores.plan.audience import read_audience

COMMON = ("reward", "version", "kind", "title", "for", "cycle", "valid_from", "valid_to")
SHARE_FACTORS = ("bonus_base", "coefficient", "score", "on_duty")


def read_reward(document: Document) -> tuple[RewardPlan | None, list[Problem]]:
    """The plan that the document declares, and all Problems; None when one of them is an error."""
    problems: list[Problem] = []
    fields = document_section(document, problems)
    named = fields.needed("reward", "kind")
    plan = _plan(fields) if named else None
    return (None if has_errors(problems) else plan), in_order(problems)


def _plan(fields: Section) -> RewardPlan:
    kind = fields.choice("kind", RewardKind, RewardKind.BONUS)
    valid_from, valid_to = fields.day("valid_from"), fields.day("valid_to")
    if valid_from and valid_to and valid_to < valid_from:
        fields.add(
            Problem(
                "rewards.ends_before_it_begins",
                fields.place("valid_to"),
                {"start": str(valid_from), "end": str(valid_to)},
            )
        )
    return RewardPlan(
        reward=fields.text("reward"),
        version=fields.whole("version", 1, low=1),
        audience=read_audience(fields),
        terms=_READERS[kind](fields),
        source=fields.source(),
        title={str(language): str(name) for language, name in fields.inner("title").data.items()},
        cycle=_cycle(fields, kind),
        valid_from=valid_from,
        valid_to=valid_to,
    )


def _cycle(fields: Section, kind: RewardKind) -> Grain | None:
    """A contest is paid once, by default with its month; a year-end bonus with the year and nothing else."""
    stated = fields.choice("cycle", Grain, Grain.MONTH) if fields.has("cycle") else None
    if kind is RewardKind.YEAR_END and stated not in (None, Grain.YEAR):
        fields.not_a_choice(str(stated), [Grain.YEAR], "cycle")
    return {RewardKind.YEAR_END: Grain.YEAR, RewardKind.CONTEST: stated or Grain.MONTH}.get(kind, stated)


def _read_bonus(fields: Section) -> Terms:
    fields.known_keys(*COMMON, "coefficients", "department_coefficient", "company_coefficient", "base")
    fields.needed("coefficients")
    grades, scores = read_individual(fields)
    return BonusTerms(
        grades=grades,
        scores=scores,
        department=read_coefficient(fields, "department_coefficient", NodeKind.DEPARTMENT),
        company=read_coefficient(fields, "company_coefficient", NodeKind.COMPANY),
        base=fields.number("base", low=0),
    )


def _read_pool(fields: Section) -> Terms:
    fields.known_keys(*COMMON, "amount", "share_by", "coefficients", "from", "to")
    fields.needed("amount")
    grades, scores = read_individual(fields)
    shared = fields.part("amount") if isinstance(fields.data.get("amount"), dict) else None
    if shared is not None:
        shared.known_keys("kpi", "of", "share", "above")
        shared.needed("kpi", "share")
    return PoolTerms(
        amount=fields.number("amount", low=0) if shared is None else None,
        kpi=shared.text("kpi") if shared else "",
        of=read_node_kind(shared, NodeKind.COMPANY) if shared else NodeKind.COMPANY,
        share=(shared.share("share") if shared else None) or Fraction(0),
        share_by=_share_by(fields),
        grades=grades,
        scores=scores,
        first=fields.day("from"),
        last=fields.day("to"),
        above=_above(shared),
    )


def _read_profit_share(fields: Section) -> Terms:
    fields.known_keys(*COMMON, "profit", "share_by", "coefficients")
    fields.needed("profit")
    grades, scores = read_individual(fields)
    profit = fields.part("profit")
    if profit is not None:
        profit.known_keys("kpi", "of", "share", "above")
        profit.needed("kpi", "share")
    return PoolTerms(
        amount=None,
        kpi=profit.text("kpi") if profit else "",
        of=read_node_kind(profit, NodeKind.COMPANY) if profit else NodeKind.COMPANY,
        share=(profit.share("share") if profit else None) or Fraction(0),
        share_by=_share_by(fields),
        grades=grades,
        scores=scores,
        above=_above(profit),
        of_profit=True,
    )


def _above(part: Section | None) -> Fraction:
    return (part.number("above", low=0) if part else None) or Fraction(0)


def _share_by(fields: Section) -> tuple[PoolShare, ...]:
    shares: list[PoolShare] = []
    for place, each in enumerate(fields.rows("share_by")):
        if isinstance(each, dict) and set(each) == {"kpi"}:
            shares.append(PoolShare("kpi", str(each["kpi"])))
        elif each in SHARE_FACTORS:
            shares.append(PoolShare(str(each)))
        else:
            fields.not_a_choice(str(each), (*SHARE_FACTORS, "{kpi: …}"), "share_by", place)
    return tuple(shares)


def _read_contest(fields: Section) -> Terms:
    return read_contest(fields, COMMON)


def _read_year_end(fields: Section) -> Terms:
    return read_year_end(fields, COMMON)


def _read_commission(fields: Section) -> Terms:
    return read_commission(fields, COMMON)


_READERS: dict[RewardKind, Callable[[Section], Terms]] = {
    RewardKind.BONUS: _read_bonus,
    RewardKind.COMMISSION: _read_commission,
    RewardKind.POOL: _read_pool,
    RewardKind.CONTEST: _read_contest,
    RewardKind.PROFIT_SHARE: _read_profit_share,
    RewardKind.YEAR_END: _read_year_end,
}

"""A reward's terms in words that those whom it pays can read."""

from fractions import Fraction

from merit.company import Company
from merit.kernel.exact import plain
from merit.rewards.plan.reward_plan import (
    BonusTerms,
    CoefficientTable,
    CommissionTerms,
    Condition,
    ContestTerms,
    Counting,
    Kicker,
    PoolTerms,
    RateMode,
    Reading,
    RefundRule,
    RewardPlan,
    YearEndTerms,
)
from merit_desk.results.queries.names import kpi_title, kpi_unit, post_name, team_name
from merit_desk.reward_plans.queries.amounts import money, reading
from merit_desk.reward_plans.queries.other_kinds import contest_words, year_end_words
from merit_desk.shell import formats
from merit_desk.shell.parts import Fact
from merit_desk.shell.sentences import say


def audience_words(company: Company, plan: RewardPlan, sight: object = None) -> str:
    """For whom the reward is; of people named one by one only those in `sight` (None: all)."""
    audience, spells = plan.audience, company.organisation.spells_of
    named = [each for each in audience.people if sight is None or each in sight]  # type: ignore[operator]
    names = [
        *(post_name(company, post) for post in audience.posts),
        *(team_name(company, team) for team in audience.teams),
        *(spells[each][-1].name if spells.get(each) else each for each in named),
    ]
    return say("plans.list_comma").join(names)


def terms_words(company: Company, plan: RewardPlan) -> list[Fact]:
    """Each term with what it is called, in the order in which it acts."""
    match plan.terms:
        case BonusTerms() as terms:
            return _bonus(company, terms)
        case CommissionTerms() as terms:
            return _commission(company, terms)
        case PoolTerms() as terms:
            return _pool(company, terms)
        case ContestTerms() as terms:
            return contest_words(company, terms)
        case YearEndTerms() as terms:
            return _year_end(company, terms)


def _fact(name: str, text: str, note: str = "") -> Fact:
    return Fact(say(f"reward_terms.{name}"), text, note)


def _bonus(company: Company, terms: BonusTerms) -> list[Fact]:
    base = say("reward_words.own_base") if terms.base is None else say("reward_words.base", amount=money(terms.base))
    found = [_fact("formula", say("reward_words.formula")), _fact("base", base)]
    found.append(_fact("individual", _individual(terms.grades, terms.scores)))
    tables = (("department", terms.department), ("company", terms.company))
    return found + [_fact(name, coefficient_words(company, table)) for name, table in tables if table is not None]


def _individual(grades: tuple[tuple[str, Fraction], ...], scores: tuple[tuple[Fraction, Fraction], ...]) -> str:
    if scores:
        rows = [say("reward_words.from_score", score=plain(edge), value=plain(value)) for edge, value in scores]
    else:
        rows = [say("reward_words.grade", grade=grade, value=plain(value)) for grade, value in grades]
    return _listed(rows)


def coefficient_words(company: Company, table: CoefficientTable) -> str:
    """What a coefficient reads and what it is from each edge on."""
    share = table.on is Reading.ATTAINMENT
    unit = kpi_unit(company, table.kpi)
    edge = formats.percent if share else (lambda value: reading(value, unit))
    rows = [say("reward_words.from_value", value=edge(start), result=plain(result)) for start, result in table.bands]
    code = "reward_words.reads_attainment" if share else "reward_words.reads"
    reads = say(code, of=say(f"figure_of.{table.of}"), kpi=kpi_title(company, table.kpi))
    missing = say(f"reward_missing_words.{table.missing}")
    return say("reward_words.coefficient", reads=reads, rows=_listed(rows), missing=missing)


def _commission(company: Company, terms: CommissionTerms) -> list[Fact]:
    return [
        _fact("counts", _base_words(company, terms)),
        Fact(say("reward_terms.rates"), _rate_words(company, terms), say(f"rate_mode_words.{terms.rates.mode}")),
        *_modifier_facts(company, terms),
        *_limit_facts(terms),
        _fact("refunds", _refund_words(terms)),
        *_payment_facts(terms),
    ]


def _base_words(company: Company, terms: CommissionTerms) -> str:
    base = terms.base
    code = "line" if base.counting is Counting.LINE else "cumulative" if base.cumulative else "period"
    span = say(f"reward_span.{base.cumulative}") if base.cumulative else ""
    day, kpi = say(f"date_basis.{base.date_basis}"), kpi_title(company, base.kpi)
    return say(f"reward_words.counts_{code}", kpi=kpi, basis=day, span=span)


def _rate_words(company: Company, terms: CommissionTerms) -> str:
    unit = kpi_unit(company, terms.base.kpi)
    edge = formats.percent if terms.rates.on is Reading.ATTAINMENT else (lambda value: reading(value, unit))
    code = "reward_words.point" if terms.rates.mode is RateMode.INTERPOLATED else "reward_words.band"
    return _listed([say(code, edge=edge(start), rate=formats.percent(rate)) for start, rate in terms.rates.bands])


def _modifier_facts(company: Company, terms: CommissionTerms) -> list[Fact]:
    found = []
    if terms.accelerator is not None:
        above, times = formats.percent(terms.accelerator.above), plain(terms.accelerator.times)
        found.append(_fact("accelerator", say("reward_words.accelerator", above=above, times=times)))
    for gate in terms.gates:
        code = "reward_words.gate_zero" if not gate.keeps else "reward_words.gate"
        words = say(code, when=condition_words(company, gate.condition), share=formats.percent(gate.keeps))
        found.append(_fact("gate", words))
    if terms.multiplier is not None:
        found.append(_fact("multiplier", coefficient_words(company, terms.multiplier)))
    return found + [_fact("kicker", _kicker_words(company, each)) for each in terms.kickers]


def condition_words(company: Company, condition: Condition) -> str:
    """A KPI of somebody against a threshold."""
    limit = reading(condition.threshold, kpi_unit(company, condition.kpi))
    words = say(f"reward_condition.{condition.comparison}", kpi=kpi_title(company, condition.kpi), limit=limit)
    if condition.of == "person":
        return words
    return say("reward_words.of", of=say(f"figure_of.{condition.of}"), what=words)


def _kicker_words(company: Company, kicker: Kicker) -> str:
    gains = []
    if kicker.times != 1:
        gains.append(say("reward_words.kicker_times", times=plain(kicker.times)))
    if kicker.add:
        gains.append(say("reward_words.kicker_add", amount=money(kicker.add)))
    words = say("reward_words.kicker", when=condition_words(company, kicker.condition), gain=_listed(gains))
    if kicker.first is None or kicker.last is None:
        return words
    return say("reward_words.between", first=str(kicker.first), last=str(kicker.last), what=words)


def _limit_facts(terms: CommissionTerms) -> list[Fact]:
    found = []
    if terms.cap is not None:
        found.append(_fact("cap", say("reward_words.cap", amount=money(terms.cap))))
    if terms.floor is not None:
        found.append(_fact("floor", say("reward_words.floor", amount=money(terms.floor))))
    if terms.line_minimum is not None:
        found.append(_fact("line_minimum", say("reward_words.line_minimum", amount=money(terms.line_minimum))))
    return found


def _refund_words(terms: CommissionTerms) -> str:
    words = say(f"refund_words.{terms.refunds}")
    if terms.refunds is RefundRule.CLAWBACK and terms.attainment_falls:
        return words + say("refund_words.falls")
    return words


def _payment_facts(terms: CommissionTerms) -> list[Fact]:
    found = []
    if terms.override_rate is not None:
        found.append(_fact("override", say("reward_words.override", rate=formats.percent(terms.override_rate))))
    if terms.draw is not None:
        code = "reward_words.draw_recoverable" if terms.draw.recoverable else "reward_words.draw"
        found.append(_fact("draw", say(code, amount=money(terms.draw.amount))))
    if terms.holdback is not None:
        share, days = formats.percent(terms.holdback.share), terms.holdback.days
        found.append(_fact("holdback", say("reward_words.holdback", share=share, days=days)))
    if terms.ramp:
        months = [
            say("reward_words.ramp_month", month=month, share=formats.percent(share)) for month, share in terms.ramp
        ]
        found.append(_fact("ramp", say("reward_words.ramp", months=_listed(months))))
    return found


def _year_end(company: Company, terms: YearEndTerms) -> list[Fact]:
    facts = year_end_words(terms)
    if terms.grades or terms.scores:
        facts.append(_fact("individual", _individual(terms.grades, terms.scores)))
    tables = (("department", terms.department), ("company", terms.company))
    facts += [_fact(name, coefficient_words(company, table)) for name, table in tables if table is not None]
    return [*facts, _fact("leavers", say(f"leavers_words.{terms.leavers}"))]


def _pool(company: Company, terms: PoolTerms) -> list[Fact]:
    if terms.amount is not None:
        source = say("reward_words.pool_amount", amount=money(terms.amount))
    else:
        of, kpi = say(f"figure_of.{terms.of}"), kpi_title(company, terms.kpi)
        source = say("reward_words.pool_of", of=of, kpi=kpi, share=formats.percent(terms.share))
        if terms.above:
            source = say(
                "reward_words.pool_above", above=reading(terms.above, kpi_unit(company, terms.kpi)), what=source
            )
    factors = [
        kpi_title(company, each.kpi) if each.factor == "kpi" else say(f"share_by.{each.factor}")
        for each in terms.share_by
    ]
    shared = say("reward_words.shared_by", factors=say("reward_words.times").join(factors))
    found = [_fact("pool", source), _fact("shared", shared if factors else say("reward_words.shared_alike"))]
    if terms.grades or terms.scores:
        found.append(_fact("individual", _individual(terms.grades, terms.scores)))
    if terms.first is not None and terms.last is not None:
        found.append(_fact("days", say("reward_words.days", first=str(terms.first), last=str(terms.last))))
    return found


def _listed(parts: list[str]) -> str:
    return say("reward_words.semicolon").join(parts)

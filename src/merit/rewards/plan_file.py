"""`rewards/*.yaml` to reward plans. Everything wrong in a document is reported at once, each with its line."""

from collections.abc import Callable
from fractions import Fraction

from merit.kernel.document import Document
from merit.kernel.explain import LineRef
from merit.kernel.node import NodeKind
from merit.kernel.period import Grain
from merit.kernel.problems import Problem, has_errors, in_order
from merit.rewards.commission_file import read_commission
from merit.rewards.fields import Fields
from merit.rewards.plan import BonusTerms, PoolShare, PoolTerms, RewardKind, RewardPlan, Terms
from merit.rewards.plan_parts import read_audience, read_coefficient, read_individual, read_node_kind

COMMON = ("reward", "version", "kind", "title", "for", "cycle", "valid_from", "valid_to")
SHARE_FACTORS = ("bonus_base", "coefficient", "score", "on_duty")


def read_reward(document: Document) -> tuple[RewardPlan | None, list[Problem]]:
    """The plan that the document declares, and all Problems; None when one of them is an error."""
    fields = Fields(document, (), document.data)
    named = fields.required("reward", "kind")
    plan = _plan(fields) if named else None
    return (None if has_errors(fields.problems) else plan), in_order(fields.problems)


def _plan(fields: Fields) -> RewardPlan:
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
    title = fields.part("title")
    place = fields.document.place()
    return RewardPlan(
        reward=fields.text("reward"),
        version=_version(fields),
        audience=read_audience(fields),
        terms=_READERS[kind](fields),
        source=LineRef(place.file, place.line),
        title={str(language): str(name) for language, name in title.data.items()} if title else {},
        cycle=fields.choice("cycle", Grain, Grain.MONTH) if fields.has("cycle") else None,
        valid_from=valid_from,
        valid_to=valid_to,
    )


def _version(fields: Fields) -> int:
    version = fields.number("version", low=1)
    if version is not None and version.denominator != 1:
        fields.add(Problem("rewards.not_whole", fields.place("version"), {"key": "version"}))
    return int(version) if version is not None else 1


def _read_bonus(fields: Fields) -> Terms:
    fields.only(*COMMON, "coefficients", "department_coefficient", "company_coefficient", "base")
    fields.required("coefficients")
    grades, scores = read_individual(fields)
    return BonusTerms(
        grades=grades,
        scores=scores,
        department=read_coefficient(fields, "department_coefficient", NodeKind.DEPARTMENT),
        company=read_coefficient(fields, "company_coefficient", NodeKind.COMPANY),
        base=fields.number("base"),
    )


def _read_pool(fields: Fields) -> Terms:
    fields.only(*COMMON, "amount", "share_by", "coefficients", "from", "to")
    fields.required("amount")
    grades, scores = read_individual(fields)
    shared = fields.part("amount") if isinstance(fields.data.get("amount"), dict) else None
    if shared is not None:
        shared.only("kpi", "of", "share")
        shared.required("kpi", "share")
    return PoolTerms(
        amount=fields.number("amount") if shared is None else None,
        kpi=shared.text("kpi") if shared else "",
        of=read_node_kind(shared, NodeKind.COMPANY) if shared else NodeKind.COMPANY,
        share=(shared.number("share", high=1) if shared else None) or Fraction(0),
        share_by=_share_by(fields),
        grades=grades,
        scores=scores,
        first=fields.day("from"),
        last=fields.day("to"),
    )


def _share_by(fields: Fields) -> tuple[PoolShare, ...]:
    listed = fields.data.get("share_by") or []
    if not isinstance(listed, list):
        fields.add(Problem("rewards.not_a_list", fields.place("share_by"), {"key": "share_by"}))
        return ()
    shares: list[PoolShare] = []
    for place, each in enumerate(listed):
        if isinstance(each, dict) and set(each) == {"kpi"}:
            shares.append(PoolShare("kpi", str(each["kpi"])))
        elif each in SHARE_FACTORS:
            shares.append(PoolShare(str(each)))
        else:
            known = ", ".join((*SHARE_FACTORS, "{kpi: …}"))
            fields.not_one_of(str(each), known, "share_by", place)
    return tuple(shares)


def _read_commission(fields: Fields) -> Terms:
    return read_commission(fields, COMMON)


_READERS: dict[RewardKind, Callable[[Fields], Terms]] = {
    RewardKind.BONUS: _read_bonus,
    RewardKind.COMMISSION: _read_commission,
    RewardKind.POOL: _read_pool,
}

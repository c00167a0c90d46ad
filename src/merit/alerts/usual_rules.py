"""The rules in force without any declaration; alerts.yaml switches them off or on and adds others."""

from fractions import Fraction

from merit.alerts.rule import EVERY_TARGET, AlertRule, RuleKind
from merit.alerts.standing import AT_ONCE, Patience
from merit.kernel.node import NodeKind
from merit.kernel.period import Grain

_COMPANY_AND_SHOPS = (NodeKind.COMPANY, NodeKind.SHOP)
_PLACES = (NodeKind.COMPANY, NodeKind.DEPARTMENT, NodeKind.TEAM, NodeKind.SHOP)
TWICE = Patience(fire_after=2, clear_after=2, rearm_after=3)


def _band(kpi: str, kinds: tuple[NodeKind, ...] = _COMPANY_AND_SHOPS, patience: Patience = AT_ONCE) -> AlertRule:
    return AlertRule(f"{kpi}_band", RuleKind.OUT_OF_BAND, kpi, kinds, patience=patience)


def _missing(kpi: str, kinds: tuple[NodeKind, ...]) -> AlertRule:
    return AlertRule(f"{kpi}_missing", RuleKind.DATA_MISSING, kpi, kinds)


USUAL: tuple[AlertRule, ...] = (
    AlertRule("behind_pace", RuleKind.PACE, EVERY_TARGET, _PLACES, patience=TWICE),
    _band("paid_sales"),
    _band("visitors"),
    _band("cvr_visitor"),
    _band("refund_rate_amt_event", patience=TWICE),
    _band("complaint_rate", patience=TWICE),
    _band("frt_p50", (NodeKind.COMPANY,), TWICE),
    _band("spend", (NodeKind.COMPANY,)),
    _band("stockout_rate", (NodeKind.COMPANY,), TWICE),
    AlertRule(
        "roas_below_cost",
        RuleKind.THRESHOLD,
        "roas",
        (NodeKind.COMPANY, NodeKind.SHOP),
        grain=Grain.WEEK,
        below=Fraction(1),
        clear_below=Fraction(12, 10),
        patience=Patience(clear_after=1),
    ),
    _missing("orders_paid", _COMPANY_AND_SHOPS),
    _missing("visitors", _COMPANY_AND_SHOPS),
    _missing("conversations", (NodeKind.COMPANY,)),
    _missing("spend", (NodeKind.COMPANY,)),
)
"""Bands, missing data, pace of every target, and advertising that brings in less than it costs."""

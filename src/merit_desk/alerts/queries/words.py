"""An alert in the reader's words."""

from dataclasses import dataclass
from fractions import Fraction

from merit.alerts.alert_sentences import what_is_at_stake
from merit.company import Company
from merit_desk.alerts.models import Alert
from merit_desk.results.queries.names import kpi_title, node_name
from merit_desk.results.queries.open_company import declared_company
from merit_desk.shell.sentences import say

TONES = {"firing": "bad", "acknowledged": "watch", "resolved": "good", "ok": ""}


@dataclass(frozen=True, slots=True)
class AlertWords:
    """`said`: what was seen; `at_stake`: the money, or that it is unknown."""

    alert: Alert
    title: str
    said: str
    at_stake: str
    state: str
    tone: str


def alert_words(alert: Alert, company: Company | None = None) -> AlertWords:
    """In the language that is spoken now."""
    company = company or declared_company()
    kpi, node = kpi_title(company, alert.kpi), node_name(company, alert.node_kind, alert.node)
    code, gaps = what_is_at_stake(None if alert.stake is None else Fraction(alert.stake), company.profile.currency)
    return AlertWords(
        alert=alert,
        title=say("alert.named", kpi=kpi, node=node),
        said=say(alert.said["code"], **{**alert.said["gaps"], "kpi": kpi, "node": node}),
        at_stake=say(code, **gaps),
        state=say(f"alert.state.{alert.state}"),
        tone=TONES[alert.state],
    )

"""A sign as codes and gaps of sentences: what was seen, how likely by chance, and the innocent explanation."""

from collections.abc import Callable

from merit.insight.signs.chance import shown
from merit.insight.signs.self_purchase import LED
from merit.insight.signs.sign import NotLookedFor, Sign, SignKind

Said = tuple[str, dict[str, str | int]]
Name = Callable[[str], str]

SEEN = {
    SignKind.BRUSHING: "insight.sign_brushing",
    SignKind.SELF_PURCHASE: "insight.sign_self_purchase",
    SignKind.MONTH_END_SPIKE: "insight.sign_month_end_spike",
    SignKind.CHOSEN_INVITATIONS: "insight.sign_chosen_invitations",
    SignKind.EMPTY_REPLIES: "insight.sign_empty_replies",
    SignKind.STOCK_MOVED: "insight.sign_stock_moved",
    SignKind.SANDBAGGED: "insight.sign_sandbagged",
    SignKind.PAIR_FALLS: "insight.sign_pair_falls",
}
INNOCENT = {
    SignKind.BRUSHING: "insight.innocent_brushing",
    SignKind.SELF_PURCHASE: "insight.innocent_self_purchase",
    SignKind.MONTH_END_SPIKE: "insight.innocent_month_end_spike",
    SignKind.CHOSEN_INVITATIONS: "insight.innocent_chosen_invitations",
    SignKind.EMPTY_REPLIES: "insight.innocent_empty_replies",
    SignKind.STOCK_MOVED: "insight.innocent_stock_moved",
    SignKind.SANDBAGGED: "insight.innocent_sandbagged",
    SignKind.PAIR_FALLS: "insight.innocent_pair_falls",
}
LED_SEEN = "insight.sign_self_purchase_led"
NAMED = ("kpi", "pushed", "paying")
"""Gaps that hold the id of a KPI."""


def what_was_seen(sign: Sign, name: Name) -> Said:
    """The figures; `name` is what the reader calls a KPI."""
    code = LED_SEEN if (sign.kind, sign.part) == (SignKind.SELF_PURCHASE, LED) else SEEN[sign.kind]
    return code, {gap: name(str(each)) if gap in NAMED else each for gap, each in sign.seen.items()}


def how_likely(sign: Sign, word: Name) -> Said:
    """The chance and the test; `word` gives a label of the reader's language."""
    return "insight.sign_chance_of_it", {"chance": shown(sign.chance), "test": word(f"sign_test_{sign.test}")}


def innocent(sign: Sign) -> Said:
    """What else it may be, and where to look first."""
    return INNOCENT[sign.kind], {}


def why_not(blind: NotLookedFor, word: Name, separator: str) -> Said:
    """What data it takes."""
    kind = word(f"sign_{blind.kind}")
    if blind.days:
        return "insight.sign_too_early", {"kind": kind, "days": blind.days}
    return "insight.sign_needs", {"kind": kind, "needs": separator.join(blind.needs)}

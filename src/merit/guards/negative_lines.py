"""克扣: every negative pay line cites a rule and, where the law asks, a notice that the person has acknowledged."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from merit.guards.laws import cited
from merit.guards.notice import Notice, acknowledged_on
from merit.kernel.explain import RULES, DefinitionRef
from merit.kernel.problems import Place, Problem
from merit.rewards.payment.pay_line import PayLine


def cites_a_rule(line: PayLine) -> bool:
    """True when the amount was made by a known rule and names the plan or clause on which it rests."""
    return line.rule in RULES and any(isinstance(ref, DefinitionRef) and ref.name for ref in line.amount.about)


def without_rule(lines: Iterable[PayLine], places: Mapping[tuple[str, int], Place]) -> list[Problem]:
    """Negative lines that cite no rule; `places` says where a (reward, version) stands."""
    return [
        Problem(
            "guards.negative_without_rule", _place(line, places), cited("guards.negative_without_rule", **_say(line))
        )
        for line in _negative(lines)
        if not cites_a_rule(line)
    ]


def without_notice(
    lines: Iterable[PayLine], notices: Sequence[Notice], exempt: frozenset[str], places: Mapping[tuple[str, int], Place]
) -> list[Problem]:
    """Negative lines of no exempt kind whose plan or clause the person had not acknowledged by the period's end."""
    return [
        Problem(
            "guards.negative_without_notice",
            _place(line, places),
            cited("guards.negative_without_notice", **_say(line)),
        )
        for line in _negative(lines)
        if line.line not in exempt and not _noticed(line, notices)
    ]


def _noticed(line: PayLine, notices: Sequence[Notice]) -> bool:
    day: date | None = acknowledged_on(notices, line.reward, line.reward_version, line.person)
    return day is not None and day <= line.period.last


def _negative(lines: Iterable[PayLine]) -> list[PayLine]:
    return [line for line in lines if line.amount.value.fen < 0]


def _say(line: PayLine) -> dict[str, str | int]:
    amount = str(line.amount.value)
    return {"person": line.person, "reward": line.reward, "line": line.line, "amount": amount}


def _place(line: PayLine, places: Mapping[tuple[str, int], Place]) -> Place:
    return places.get((line.reward, line.reward_version), Place())

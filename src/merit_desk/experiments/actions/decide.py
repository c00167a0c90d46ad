"""Deciding about an experiment, with a reason, on what was read."""

from dataclasses import dataclass
from datetime import date

from django.db import transaction

from merit.experiments.experiment import Experiment
from merit.experiments.reading import Reading
from merit.experiments.verdict import DECISIONS, Advice, Verdict
from merit.kernel.refusals import ConflictRefusal, NotFoundRefusal
from merit_desk.accounts.viewer import Viewer
from merit_desk.audit.actions import Subject, record
from merit_desk.experiments.models import Decision
from merit_desk.experiments.queries.known import experiment_of, may_decide
from merit_desk.experiments.queries.read import read_now
from merit_desk.experiments.queries.shown import advised


@dataclass(frozen=True, slots=True)
class Asked:
    """What is decided, about which arm, why, and through which day the decider had read the facts."""

    decided: Advice
    arm: str
    reason: str
    through: date


def decide(viewer: Viewer, name: str, asked: Asked) -> Decision:
    """Add a decision. Raises NotFoundRefusal for whoever is not named as a decider, else ConflictRefusal:

    there is nothing to read, more facts have come since the page was read, the split is broken, or no such arm.
    """
    one = experiment_of(viewer, name)
    if not may_decide(viewer, one):
        raise NotFoundRefusal("refusal.no_such_page")
    read = read_now(one)
    if read is None:
        raise ConflictRefusal("tests.nothing_to_decide")
    found = advised(read)
    _check(one, read.reading, asked)
    with transaction.atomic():
        made = Decision.objects.create(
            experiment=one.experiment,
            decided=str(asked.decided),
            advice=str(found.advice),
            arm=asked.arm,
            reason=asked.reason.strip(),
            through=read.reading.through,
            by_id=viewer.signer,
            **_figures(read.reading, found, asked.arm),
        )
        after = {"decided": made.decided, "advice": made.advice, "arm": made.arm, "reason": made.reason}
        record(viewer.account, "tests.decided", Subject("experiment", one.experiment), None, after)
    return made


def _check(one: Experiment, reading: Reading, asked: Asked) -> None:
    if asked.decided not in DECISIONS:
        raise ConflictRefusal("tests.no_such_decision")
    if not asked.reason.strip():
        raise ConflictRefusal("tests.reason_missing")
    if asked.through != reading.through:
        raise ConflictRefusal("tests.read_anew", day=str(reading.through))
    if asked.decided is Advice.ADOPT and reading.split.broken:
        raise ConflictRefusal("tests.split_is_broken")
    if asked.decided is Advice.ADOPT and asked.arm not in {each.arm for each in one.others}:
        raise ConflictRefusal("tests.which_arm")


def _figures(reading: Reading, found: Verdict, arm: str) -> dict[str, float | None]:
    """The primary effect of the arm that is decided about, else of the one that was advised about."""
    effects = reading.primary.effects if reading.primary else ()
    effect = next((each for each in effects if each.arm == (arm or found.arm)), None)
    span = reading.deciding(effect) if effect is not None else None
    money = found.money if found.money is not None and effect is not None and effect.arm == found.arm else None
    return {
        "difference": effect.difference if effect is not None else None,
        "low": span.low if span is not None else None,
        "high": span.high if span is not None else None,
        "each_month": money.each_month if money is not None else None,
    }

"""Shadow runs: which are under way, what they are made of, and what they came to beside the live plan."""

from dataclasses import dataclass
from datetime import date

from merit.guards.month_pay import LOSS_LINE
from merit.kernel.period import Grain, Period
from merit.rewards.payment.adjustments import PARTS
from merit_desk.simulation.models import Replay, Shadow

SETTLED = frozenset({*PARTS, LOSS_LINE, "manual"})
"""Lines that concern earlier periods or a decision: the same under either plan, whatever the draft comes to."""


@dataclass(frozen=True, slots=True)
class ShadowPeriod:
    """One period of a shadow; `run` is None while the period was not run."""

    period: str
    run: Replay | None
    now: int
    draft: int
    people: int

    @property
    def difference(self) -> int:
        """Fen."""
        return self.draft - self.now


def lies_in(shadow: Shadow, period: Period) -> bool:
    """Whether the period is one of those that the shadow runs beside."""
    return Period.parse(shadow.first).start <= period.start and period.end <= Period.parse(shadow.last).end


def shadows_of(period: Period) -> list[Shadow]:
    """Those under way that run beside this period."""
    return [each for each in Shadow.objects.filter(stopped_at=None) if lies_in(each, period)]


def periods_beside(shadow: Shadow) -> list[ShadowPeriod]:
    """Each month of the shadow, oldest first."""
    runs = {run.period: run for run in shadow.runs.prefetch_related("people")}
    whole = Period(Period.parse(shadow.first).start, Period.parse(shadow.last).end)
    found = []
    for period in map(str, whole.split(Grain.MONTH)):
        run = runs.get(period)
        people = list(run.people.all()) if run else []
        paid = (sum(each.now for each in people), sum(each.draft for each in people))
        found.append(ShadowPeriod(period, run, *paid, len(people)))
    return found


def next_months(today: date, count: int = 3) -> tuple[str, str]:
    """The running month and the ones after it, as a proposal."""
    first = last = Period.containing(today, Grain.MONTH)
    for _ in range(count - 1):
        last = Period.containing(last.end, Grain.MONTH)
    return str(first), str(last)

"""What stands in the way of freezing a payout."""

from dataclasses import dataclass, field
from pathlib import Path

from django.conf import settings
from django.urls import reverse

from merit.closing.sealed_period import sealed_folder
from merit.kernel.period import Period
from merit.kernel.problems import Severity
from merit.rewards.payment.payout_steps import PayoutState
from merit_desk.compliance.queries.findings import blocking
from merit_desk.payroll.models import Payout
from merit_desk.payroll.queries.lines import changed
from merit_desk.results.queries.period_files import period_files, periods_run

FROZEN = (str(PayoutState.FROZEN), str(PayoutState.EXPORTED), str(PayoutState.PAID))


@dataclass(frozen=True, slots=True)
class Blocker:
    """A reason: a sentence with gaps, and where it is mended."""

    code: str
    gaps: dict[str, str | int] = field(default_factory=dict)
    address: str = ""


def freeze_blockers(payout: Payout) -> list[Blocker]:
    """Everything that is still to be settled; empty when the payout can be frozen."""
    found = []
    if not is_sealed(payout.period) and payout.period in periods_run() and changed(payout):
        found.append(Blocker("payroll.block.changed"))
    period = Period.parse(payout.period)
    for other in Payout.objects.exclude(pk=payout.pk).exclude(state__in=FROZEN):
        earlier = Period.parse(other.period)
        if earlier.grain == period.grain and earlier.end <= period.start:
            found.append(Blocker("payroll.block.earlier", {"period": other.period}, f"/payroll/{other.pk}/"))
    found += _errors(payout.period)
    guards = [] if is_sealed(payout.period) else blocking(payout.period)
    if guards:
        address = f"{reverse('compliance:findings')}?period={payout.period}"
        found.append(Blocker("payroll.block.guards", {"count": len(guards)}, address))
    return found


def _errors(period: str) -> list[Blocker]:
    """Errors in the results: a period with any is not sealed."""
    if is_sealed(period) or period not in periods_run():
        return []
    errors = [
        each
        for each in period_files(period).findings
        if each.severity == Severity.ERROR and not each.code.startswith("guards.")
    ]
    return (
        [Blocker("payroll.block.errors", {"count": len(errors)}, reverse("home:findings", args=[period]))]
        if errors
        else []
    )


def is_sealed(period: str) -> bool:
    """Whether the period's results are frozen."""
    return sealed_folder(Path(settings.MERIT_COMPANY), Period.parse(period)).exists()

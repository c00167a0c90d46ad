"""Files for payroll and the bank: made on asking, written to the trail with their fingerprint, and not kept."""

import hashlib
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from django.conf import settings
from django.db import transaction

from merit.kernel.problems import Problem
from merit.kernel.refusals import ConflictRefusal, NotFoundRefusal
from merit.reports.pay_file import PayFile, Value, pay_file
from merit.rewards.payment.pay_layout import PayFileKind, PayLayout
from merit.rewards.payment.payout_steps import PAYOUT, PayoutMove, PayoutState
from merit.sources.pay_layout_files import pay_layouts
from merit_desk.accounts.access import Can
from merit_desk.accounts.viewer import Viewer
from merit_desk.audit.actions import record
from merit_desk.payroll.actions.moving import locked, moved, subject_of
from merit_desk.payroll.models import Export, Payout
from merit_desk.payroll.queries.file_rows import file_rows
from merit_desk.payroll.queries.visible import parties_of, payout_of
from merit_desk.results.queries.open_company import declared_company

_ENDINGS = {PayFileKind.XLSX: "xlsx", PayFileKind.DELIMITED: "csv", PayFileKind.FIXED: "txt"}


@dataclass(frozen=True, slots=True)
class Asked:
    """Which layout, for which day of payment, under which reference."""

    layout: str
    day: date
    reference: str = ""


@dataclass(frozen=True, slots=True)
class Exported:
    """The file with its name, and the note that was made of it."""

    name: str
    file: PayFile
    noted: Export


def layouts() -> dict[str, PayLayout]:
    """Every layout that can be read, by its name."""
    return pay_layouts(Path(settings.MERIT_COMPANY))[0]


def layout_problems() -> list[Problem]:
    """What is wrong with the layouts that cannot be read."""
    return pay_layouts(Path(settings.MERIT_COMPANY))[1]


def export(viewer: Viewer, number: int, asked: Asked) -> Exported:
    """Make the file of the frozen payout.

    Raises NotFoundRefusal (not permitted, no such layout) and ConflictRefusal: not frozen, an account is missing, a
    value that does not fit its layout.
    """
    viewer.require(Can.EXPORT_PAY)
    payout = payout_of(viewer, number)
    layout = layouts().get(asked.layout)
    if layout is None:
        raise NotFoundRefusal("refusal.no_such_page")
    PAYOUT.after(PayoutState(payout.state), PayoutMove.EXPORT, parties_of(viewer))
    slips = list(payout.slips.all())
    made = pay_file(layout, file_rows(payout, slips, layout), _whole(payout, asked), payout.currency)
    expected = sum(slip.fen for slip in slips if not layout.only_paid or slip.fen > 0)
    if made.total.fen != expected:
        raise ConflictRefusal("payroll.file_does_not_add_up")
    name = f"merit-{payout.period}-{layout.layout}.{_ENDINGS[layout.kind]}"
    with transaction.atomic():
        payout = locked(number)
        digest = hashlib.sha256(made.content).hexdigest()
        noted = Export.objects.create(
            payout=payout,
            layout=layout.layout,
            name=name,
            rows=made.rows,
            fen=made.total.fen,
            digest=digest,
            by_id=viewer.signer,
        )
        if payout.state == PayoutState.FROZEN:
            moved(viewer.account, payout, PayoutMove.EXPORT, parties_of(viewer))
        after = {"layout": layout.layout, "rows": made.rows, "fen": made.total.fen, "digest": digest}
        record(viewer.account, "payroll.file_taken", subject_of(payout), after=after)
    return Exported(name, made, noted)


def _whole(payout: Payout, asked: Asked) -> dict[str, Value]:
    return {
        "company": declared_company().profile.name,
        "period": payout.period,
        "currency": payout.currency,
        "day": asked.day,
        "reference": asked.reference.strip(),
    }

"""Entering a value, and a second person's decision; only a confirmed one is written to manual_values.csv."""

import uuid
from dataclasses import dataclass
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import IntegrityError, transaction
from django.utils import timezone

from merit.kernel.refusals import ConflictRefusal, NotFoundRefusal, PeriodClosedRefusal
from merit.sources.company_folder.columns import COLUMNS
from merit.sources.uploaded_files import safe_name
from merit_desk.accounts.access import Can
from merit_desk.accounts.viewer import Viewer
from merit_desk.audit.actions import Subject, record
from merit_desk.documents.actions import Change, write_documents
from merit_desk.documents.queries.current import current, table_lines, table_text
from merit_desk.intake.actions.uploads import account_of, free_path
from merit_desk.intake.models import EnteredValue, ValueState
from merit_desk.intake.queries.places import EVIDENCE_FOLDER, inside
from merit_desk.intake.queries.values import FILE, KEY, is_sealed, may_enter, rows_waiting, value_of
from merit_desk.notices.actions import tell

_COLUMNS = [*COLUMNS["manual_values"].all]


@dataclass(frozen=True, slots=True)
class Entry:
    """A value as somebody entered it; `value` is a plain decimal, `token` the form's own."""

    kpi: str
    node_kind: str
    node: str
    period: str
    value: str
    note: str
    token: str


def enter_value(viewer: Viewer, entry: Entry, evidence: "UploadedFile[Any] | None" = None) -> EnteredValue:
    """Keep the value until a second person has looked at it. The same form sent twice enters it once.

    Raises NotFoundRefusal for a node out of reach, ConflictRefusal without a person of the company behind the account.
    """
    _allowed(viewer, entry.node_kind, entry.node, entry.period)
    try:
        with transaction.atomic():
            value = EnteredValue.objects.create(
                kpi=entry.kpi,
                node_kind=entry.node_kind,
                node=entry.node,
                period=entry.period,
                value=entry.value,
                note=entry.note,
                token=entry.token,
                entered_by_id=account_of(viewer),
                person=viewer.person,
                entered_at=timezone.now(),
            )
            if evidence is not None:
                _keep_evidence(value, evidence)
            record(viewer.account, "intake.value_entered", Subject("value", str(value.pk)), after=_written(value))
    except IntegrityError:
        return EnteredValue.objects.get(token=entry.token, entered_by_id=viewer.account)
    return value


def confirm_value(viewer: Viewer, number: int) -> EnteredValue:
    """Write the value to manual_values.csv; one for the same KPI, node and period that stood there is replaced.

    Raises ConflictRefusal for one's own entry and for one that is decided.
    """
    with transaction.atomic():
        value = _waiting(viewer, number)
        row = {name: getattr(value, name) for name in (*KEY, "value")}
        evidence = " ".join(filter(None, [value.note, value.evidence]))
        row |= {"entered_by": value.person, "confirmed_by": viewer.person, "evidence": evidence}
        now = current(FILE)
        kept = [each for each in table_lines(now.text) if tuple(each.get(name, "") for name in KEY) != _key(row)]
        text = table_text(_COLUMNS, [*kept, row])
        write_documents(viewer, [Change(FILE, text, now.digest)], f"{value.kpi} {value.node} {value.period}")
        return _decided(viewer, value, ValueState.CONFIRMED)


def refuse_value(viewer: Viewer, number: int, reason: str) -> EnteredValue:
    """Say no, with a reason that its author reads."""
    with transaction.atomic():
        return _decided(viewer, _waiting(viewer, number), ValueState.REFUSED, reason)


def withdraw_value(viewer: Viewer, number: int) -> EnteredValue:
    """Take one's own entry back while it waits."""
    with transaction.atomic():
        value = value_of(viewer, number)
        if value.entered_by_id != viewer.account:
            raise NotFoundRefusal("refusal.no_such_page")
        if value.state != ValueState.WAITING:
            raise ConflictRefusal("intake.value_decided")
        return _decided(viewer, value, ValueState.WITHDRAWN)


def confirm_row(viewer: Viewer, key: tuple[str, str, str, str], value: str) -> None:
    """Confirm a row of manual_values.csv that came with the folder; `value` is the one that was seen.

    Raises ConflictRefusal when it has changed or is one's own.
    """
    with transaction.atomic():
        now = current(FILE)
        seen = (row for row in rows_waiting(viewer) if (row.kpi, row.node_kind, row.node, row.period) == key)
        row = next((each for each in seen if each.value == value), None)
        if row is None:
            raise ConflictRefusal("intake.value_decided")
        _second_person(viewer, row.person)
        _allowed(viewer, row.node_kind, row.node, row.period)
        lines = table_lines(now.text)
        lines[row.number]["confirmed_by"] = viewer.person
        write_documents(viewer, [Change(FILE, table_text(_COLUMNS, lines), now.digest)], " ".join(key))
        record(viewer.account, "intake.value_confirmed", Subject("value", " ".join(key)), after={"value": value})


def _allowed(viewer: Viewer, node_kind: str, node: str, period: str) -> None:
    viewer.require(Can.ENTER_VALUES)
    if not may_enter(viewer, node_kind, node, period):
        raise NotFoundRefusal("refusal.no_such_page")
    if not viewer.person:
        raise ConflictRefusal("intake.account_without_person")
    if is_sealed(period):
        raise PeriodClosedRefusal("intake.period_sealed", period=period)


def _second_person(viewer: Viewer, author: str) -> None:
    if not viewer.person:
        raise ConflictRefusal("intake.account_without_person")
    if viewer.person == author:
        raise ConflictRefusal("intake.own_value")


def _waiting(viewer: Viewer, number: int) -> EnteredValue:
    value = value_of(viewer, number)
    _allowed(viewer, value.node_kind, value.node, value.period)
    if value.entered_by_id == viewer.account:
        raise ConflictRefusal("intake.own_value")
    _second_person(viewer, value.person)
    value = EnteredValue.objects.select_for_update().get(pk=value.pk)
    if value.state != ValueState.WAITING:
        raise ConflictRefusal("intake.value_decided")
    return value


def _decided(viewer: Viewer, value: EnteredValue, state: ValueState, reason: str = "") -> EnteredValue:
    before = _written(value)
    value.state, value.decision = state, reason[:500]
    value.decided_by_id, value.decided_at = viewer.account, timezone.now()
    value.save(update_fields=["state", "decision", "decided_by", "decided_at"])
    record(viewer.account, f"intake.value_{state.value}", Subject("value", str(value.pk)), before, _written(value))
    if value.entered_by_id != viewer.account:
        gaps = {"kpi": value.kpi, "period": value.period, "name": viewer.name}
        tell(value.entered_by_id, f"notice.value_{state.value}", "/intake/values/", **gaps)
    return value


def _keep_evidence(value: EnteredValue, file: "UploadedFile[Any]") -> None:
    name = safe_name(file.name or "")
    path = free_path(f"{EVIDENCE_FOLDER}/{value.period}", f"{uuid.uuid4().hex[:8]}-{name}")
    place = inside(path)
    place.parent.mkdir(parents=True, exist_ok=True)
    with place.open("xb") as out:
        for chunk in file.chunks():
            out.write(chunk)
    value.evidence, value.evidence_name = path, name
    value.save(update_fields=["evidence", "evidence_name"])


def _key(row: dict[str, str]) -> tuple[str, ...]:
    return tuple(row[name] for name in KEY)


def _written(value: EnteredValue) -> dict[str, str]:
    names = (*KEY, "value", "note", "evidence", "state", "decision")
    return {name: str(getattr(value, name)) for name in names}

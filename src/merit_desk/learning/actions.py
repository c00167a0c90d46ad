"""Noting that a lesson was read and that a tour was seen."""

from django.db import transaction

from merit_desk.accounts.access import Role
from merit_desk.accounts.models import Account
from merit_desk.accounts.viewer import Viewer
from merit_desk.audit.actions import Subject, record
from merit_desk.learning.models import Attendance
from merit_desk.learning.queries.pages import lesson


def attend(viewer: Viewer, name: str) -> None:
    """Note that the viewer read it; a second time changes nothing. Raises NotFoundRefusal for no such lesson."""
    lesson(name)
    with transaction.atomic():
        _, fresh = Attendance.objects.get_or_create(account_id=viewer.signer, lesson=name)
        if fresh:
            record(viewer.account, "lesson.attended", Subject("lesson", name))


def end_tour(viewer: Viewer, role: Role) -> None:
    """Do not show this role's tour again."""
    with transaction.atomic():
        account = Account.objects.select_for_update().get(pk=viewer.signer)
        if role not in account.toured:
            account.toured = [*account.toured, str(role)]
            account.save(update_fields=["toured"])

"""What the company wants to praise."""

from collections.abc import Sequence

from django.db import transaction

from merit_desk.accounts.access import Can
from merit_desk.accounts.viewer import Viewer
from merit_desk.audit.actions import Subject, record
from merit_desk.talks.models import CompanyValue


def set_values(viewer: Viewer, titles: Sequence[str]) -> None:
    """Replace the list; recognition that was written keeps its words. Raises NotFoundRefusal without the ability."""
    viewer.require(Can.EDIT_COMPANY)
    with transaction.atomic():
        before = list(CompanyValue.objects.values_list("title", flat=True))
        CompanyValue.objects.all().delete()
        CompanyValue.objects.bulk_create(CompanyValue(title=each, position=at) for at, each in enumerate(titles))
        record(viewer.account, "talks.values_set", Subject("company", "values"), before, list(titles))

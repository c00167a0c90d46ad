"""The one row that writers of the folder wait for."""

from django.db import migrations


def one_row(apps, editor) -> None:  # type: ignore[no-untyped-def]  # noqa: ANN001 (Django's own shape)
    """Make it."""
    del editor
    apps.get_model("documents", "Lock").objects.get_or_create(pk=1)


class Migration(migrations.Migration):
    """A lock for the folder."""

    dependencies = [("documents", "0001_initial")]
    operations = [migrations.RunPython(one_row, migrations.RunPython.noop)]

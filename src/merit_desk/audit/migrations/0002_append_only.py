"""The database itself refuses to change or delete an entry; the first head is made."""

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

SQLITE = [
    (
        "CREATE TRIGGER audit_entry_no_update BEFORE UPDATE ON audit_entry"
        " BEGIN SELECT RAISE(ABORT, 'the trail is append-only'); END"
    ),
    (
        "CREATE TRIGGER audit_entry_no_delete BEFORE DELETE ON audit_entry"
        " BEGIN SELECT RAISE(ABORT, 'the trail is append-only'); END"
    ),
]
POSTGRESQL = [
    (
        "CREATE FUNCTION audit_entry_refuse() RETURNS trigger LANGUAGE plpgsql AS"
        " $$ BEGIN RAISE EXCEPTION 'the trail is append-only'; END $$"
    ),
    (
        "CREATE TRIGGER audit_entry_append_only BEFORE UPDATE OR DELETE ON audit_entry"
        " FOR EACH ROW EXECUTE FUNCTION audit_entry_refuse()"
    ),
]


def close(apps: object, editor: BaseDatabaseSchemaEditor) -> None:
    """Install the triggers of this database."""
    del apps
    for statement in POSTGRESQL if editor.connection.vendor == "postgresql" else SQLITE:
        editor.execute(statement)


def first_head(apps, editor) -> None:  # type: ignore[no-untyped-def]  # noqa: ANN001 (Django's own shape)
    """The line begins with nothing."""
    del editor
    apps.get_model("audit", "Head").objects.get_or_create(pk=1)


class Migration(migrations.Migration):
    """Append-only by the database."""

    dependencies = [("audit", "0001_initial")]
    operations = [
        migrations.RunPython(close, migrations.RunPython.noop),
        migrations.RunPython(first_head, migrations.RunPython.noop),
    ]

"""The database itself refuses to change or delete a signature or a version of the terms."""

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

TABLES = ("agreements_signature", "agreements_terms")


def close(apps: object, editor: BaseDatabaseSchemaEditor) -> None:
    """Install the triggers of this database."""
    del apps
    for table in TABLES:
        if editor.connection.vendor == "postgresql":
            editor.execute(
                f"CREATE FUNCTION {table}_refuse() RETURNS trigger LANGUAGE plpgsql AS"
                f" $$ BEGIN RAISE EXCEPTION '{table} is append-only'; END $$"
            )
            editor.execute(
                f"CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE ON {table}"
                f" FOR EACH ROW EXECUTE FUNCTION {table}_refuse()"
            )
            continue
        for event in ("UPDATE", "DELETE"):
            editor.execute(
                f"CREATE TRIGGER {table}_no_{event.lower()} BEFORE {event} ON {table}"
                f" BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
            )


class Migration(migrations.Migration):
    """Append-only by the database."""

    dependencies = [("agreements", "0001_initial")]
    operations = [migrations.RunPython(close, migrations.RunPython.noop)]

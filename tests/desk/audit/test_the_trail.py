"""The trail is added to, never altered, and its chain shows any tampering."""

import pytest
from django.db import DatabaseError, connection, transaction

from merit_desk.audit.actions import Subject, record
from merit_desk.audit.models import Entry, Head
from merit_desk.audit.queries.chain import checked_chain

pytestmark = pytest.mark.django_db


def three_entries():
    for number in range(3):
        record(
            None, "document.written", Subject("document", "people.csv"), {"version": number}, {"version": number + 1}
        )


def tamper(statement, *values):
    """What somebody with the database's password could do: take the triggers away first."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # what the transaction still owes forbids ALTER TABLE
            cursor.execute("ALTER TABLE audit_entry DISABLE TRIGGER audit_entry_append_only")
        else:
            cursor.execute("DROP TRIGGER IF EXISTS audit_entry_no_update")
            cursor.execute("DROP TRIGGER IF EXISTS audit_entry_no_delete")
        cursor.execute(statement, values)


def test_an_untouched_trail_is_whole():
    three_entries()
    chain = checked_chain()
    assert (chain.entries, chain.broken_at) == (3, None)


def test_the_database_refuses_to_change_an_entry():
    three_entries()
    with pytest.raises(DatabaseError), transaction.atomic():
        Entry.objects.filter(pk=2).update(name="somebody else")


def test_the_database_refuses_to_delete_an_entry():
    three_entries()
    with pytest.raises(DatabaseError), transaction.atomic():
        Entry.objects.filter(pk=2).delete()


def test_an_entry_changed_behind_the_application_breaks_the_chain_there():
    three_entries()
    tamper("UPDATE audit_entry SET name = %s WHERE number = 2", "somebody else")
    assert checked_chain().broken_at == 2


def test_an_entry_removed_from_the_middle_breaks_the_chain():
    three_entries()
    tamper("DELETE FROM audit_entry WHERE number = 2")
    assert checked_chain().broken_at == 2


def test_the_last_entry_cannot_be_cut_off_unseen():
    three_entries()
    tamper("DELETE FROM audit_entry WHERE number = 3")
    assert checked_chain().broken_at == 3


def test_an_entry_and_its_change_stand_or_fall_together():
    class Undone(Exception):
        pass

    def change_that_fails():
        with transaction.atomic():
            three_entries()
            raise Undone

    with pytest.raises(Undone):
        change_that_fails()
    assert Entry.objects.count() == 0
    assert Head.objects.get(pk=1).number == 0


def test_a_reading_of_a_persons_result_says_who_whose_and_from_where(as_manager):
    assert as_manager.get("/periods/2026-10/people/cat/", REMOTE_ADDR="127.0.0.9").status_code == 200
    entry = Entry.objects.get(action="result.read")
    assert (entry.account, entry.subject, entry.address) == (as_manager.account, "cat", "127.0.0.9")
    assert entry.after == {"period": "2026-10", "what": "statement"}


def test_the_trail_is_searched_by_who_what_subject_and_day(as_owner, as_auditor):
    as_owner.get("/periods/2026-10/people/cat/")
    found = as_auditor.get("/trail/", {"who": "owner", "subject": "cat"})
    assert "凯特" in found.content.decode()
    assert "凯特" not in as_auditor.get("/trail/", {"who": "nobody"}).content.decode()
    assert "凯特" not in as_auditor.get("/trail/", {"last": "2020-01-01"}).content.decode()


def test_an_export_neutralises_formulas_and_is_itself_on_the_trail(as_auditor):
    record(None, "document.written", Subject("document", "=cmd()"))
    written = b"".join(as_auditor.get("/trail/entries.csv").streaming_content).decode()
    assert "'=cmd()" in written
    assert Entry.objects.filter(action="trail.exported").count() == 1


@pytest.mark.parametrize("role", ["as_hr", "as_manager", "as_employee", "as_steward", "as_finance", "stranger"])
def test_the_trail_is_not_there_for_others(role, request):
    assert request.getfixturevalue(role).get("/trail/").status_code == 404

"""An app adds rows to a table by one way only: sound, kept as a version, nothing that stood there is lost."""

import pytest

from merit.kernel.refusals import NotFoundRefusal
from merit_desk.accounts.access import Role
from merit_desk.accounts.viewer import viewer_for
from merit_desk.audit.models import Entry
from merit_desk.documents.actions import Change, Unsound, append_rows, replace_document
from merit_desk.documents.models import Version
from merit_desk.documents.queries.current import current, table_lines
from merit_desk.documents.queries.readable import may_read, readable_text
from merit_desk.results.queries.open_company import declared_company
from tests.desk.conftest import account_for, viewer_as

FILE = "grade_decisions.csv"
RATING = {"period": "2026-10", "subject": "ann", "rater": "leader", "relation": "manager", "indicator": "collaboration"}
BY_RATER = ("period", "subject", "rater", "relation", "indicator")


def decision(person="cat", grade="B", **other):
    row = {"period": "2026-10", "person": person, "stage": "calibration", "before": "A", "grade": grade}
    row |= {"reason": "样本只有 34 份", "decided_by": "leader", "decided_at": "2026-11-12T10:12:00+08:00"}
    return {**row, **other}


def test_the_first_row_makes_the_table(own_folder):
    judge = account_for("judge")
    made = append_rows(judge.pk, FILE, [decision()], "十月校准会")
    assert [each.grade for each in declared_company().grade_decisions] == ["B"]
    assert (made.number, made.author, made.reason) == (1, judge, "十月校准会")
    assert Entry.objects.get(action="document.written").subject == FILE


def test_later_rows_stand_below_the_ones_that_were_there(own_folder):
    append_rows(None, FILE, [decision()], "")
    append_rows(None, FILE, [decision("ann", before="B", grade="A")], "")
    assert [row["person"] for row in table_lines(current(FILE).text)] == ["cat", "ann"]
    assert Version.objects.filter(path=FILE).count() == 2


def test_columns_and_rows_of_the_users_own_stay(own_folder):
    text = (own_folder / "ratings.csv").read_text("utf-8").replace("comment", "comment,mood").replace(",5,", ",5,,good")
    (own_folder / "ratings.csv").write_text(text, "utf-8")
    append_rows(None, "ratings.csv", [{**RATING, "score": "4"}], "")
    rows = table_lines(current("ratings.csv").text)
    assert (len(rows), rows[0]["mood"], rows[-1]["score"]) == (5, "good", "4")


def test_a_rating_that_was_given_again_takes_the_place_of_the_first(own_folder):
    append_rows(None, "ratings.csv", [{**RATING, "score": "4"}], "", BY_RATER)
    append_rows(None, "ratings.csv", [{**RATING, "score": "3"}], "", BY_RATER)
    rows = table_lines(current("ratings.csv").text)
    assert [row["score"] for row in rows if row["subject"] == "ann"] == ["3"]
    assert len(rows) == 5


def test_rows_that_bring_an_error_are_refused_and_change_nothing(own_folder):
    with pytest.raises(Unsound) as refused:
        append_rows(None, FILE, [decision(grade="Z")], "")
    assert [each.code for each in refused.value.problems] == ["company.unknown_grade"]
    assert not (own_folder / FILE).exists()
    assert not Version.objects.exists()


def test_a_reason_of_several_lines_stays_on_one_line_of_the_file(own_folder):
    append_rows(None, FILE, [decision(reason="第一行\n第二行")], "")
    assert len((own_folder / FILE).read_text("utf-8").splitlines()) == 2


def test_a_path_that_is_no_table_is_refused(own_folder):
    with pytest.raises(NotFoundRefusal):
        append_rows(None, "../outside.csv", [{}], "")


def test_decisions_are_never_sent_as_a_whole_file(own_folder):
    append_rows(None, FILE, [decision()], "")
    now = current(FILE)
    with pytest.raises(NotFoundRefusal):
        replace_document(viewer_as("owner"), Change(FILE, "", now.digest), "")


def test_nobody_reads_the_decision_about_themselves_in_the_file(own_folder):
    append_rows(None, FILE, [decision(), decision("ann", before="B", grade="A")], "")
    text = current(FILE).text
    hr_who_is_cat = viewer_for(account_for("cat_of_hr", "cat", Role.HR))
    assert "cat" in (readable_text(viewer_as("hr"), FILE, text) or "")
    assert may_read(hr_who_is_cat, FILE)
    assert [row["person"] for row in table_lines(readable_text(hr_who_is_cat, FILE, text))] == ["ann"]
    assert not may_read(viewer_as("manager"), FILE)

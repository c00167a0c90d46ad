"""A file of the company folder changes by one way only: permitted, sound, not stale, kept."""

import pytest

from merit.kernel.refusals import NotFoundRefusal
from merit_desk.accounts.access import Role
from merit_desk.accounts.viewer import viewer_for
from merit_desk.audit.models import Entry
from merit_desk.documents.actions import Change, StaleEdit, Unsound, write_documents
from merit_desk.documents.actions.write import replace_document
from merit_desk.documents.models import Version
from merit_desk.documents.queries.current import current, table_lines, table_text
from merit_desk.documents.queries.readable import readable_text
from merit_desk.results.models import Release
from merit_desk.results.queries.open_company import declared_company
from tests.desk.conftest import account_for, client_for, viewer_as


def renamed(path="shops.csv", old="一号店", new="旗舰店"):
    now = current(path)
    return Change(path, now.text.replace(old, new), now.digest)


def test_a_change_is_in_force_at_once_and_the_old_text_is_kept(own_folder):
    made = write_documents(viewer_as("hr"), [renamed()], "改名")
    assert declared_company().shops[0].name == "旗舰店"
    before, after = Version.objects.filter(path="shops.csv").order_by("number")
    assert "一号店" in before.text
    assert before.author is None  # found in the folder
    assert made == [after]
    assert (after.author.username, after.reason) == ("hr", "改名")


def test_a_change_is_on_the_trail_with_both_states(own_folder):
    was = current("shops.csv").digest
    made = write_documents(viewer_as("hr"), [renamed()], "改名")[0]
    entry = Entry.objects.get(action="document.written")
    assert entry.subject == "shops.csv"
    assert entry.before["digest"] == was
    assert entry.after == {"digest": made.digest, "version": 2, "reason": "改名"}


@pytest.mark.parametrize("role", ["manager", "employee", "steward", "finance", "auditor", "stranger"])
def test_who_may_not_edit_people_changes_nothing(own_folder, role):
    with pytest.raises(NotFoundRefusal):
        write_documents(viewer_as(role), [renamed()], "")
    assert "一号店" in (own_folder / "shops.csv").read_text("utf-8")


def test_a_stale_edit_is_refused_with_both_texts(own_folder):
    mine = renamed(new="我的店")
    write_documents(viewer_as("owner"), [renamed(new="你的店")], "")
    with pytest.raises(StaleEdit) as refused:
        write_documents(viewer_as("hr"), [mine], "")
    assert "我的店" in refused.value.yours
    assert "你的店" in refused.value.theirs
    assert "你的店" in (own_folder / "shops.csv").read_text("utf-8")


def test_a_change_made_outside_of_the_desk_is_noticed_and_kept_as_a_version(own_folder):
    write_documents(viewer_as("hr"), [renamed()], "")
    text = (own_folder / "shops.csv").read_text("utf-8").replace("旗舰店", "git 里改的")
    (own_folder / "shops.csv").write_text(text, "utf-8")
    write_documents(viewer_as("hr"), [renamed(old="git 里改的", new="再改")], "")
    kept = [each.text for each in Version.objects.filter(path="shops.csv").order_by("number")]
    assert ["一号店" in kept[0], "旗舰店" in kept[1], "git 里改的" in kept[2], "再改" in kept[3]] == [True] * 4


def test_a_change_that_brings_an_error_is_refused_with_its_findings(own_folder):
    now = current("people.csv")
    bad = Change("people.csv", now.text.replace("cs_agent,north", "cs_agent,nowhere"), now.digest)
    with pytest.raises(Unsound) as refused:
        write_documents(viewer_as("hr"), [bad], "")
    assert [each.place.file for each in refused.value.problems] == ["people.csv"]
    assert "nowhere" not in (own_folder / "people.csv").read_text("utf-8")
    assert Version.objects.count() == 0


def test_of_several_changes_all_or_none_are_made(own_folder):
    stale = Change("teams.csv", "", "not what is there")
    with pytest.raises(StaleEdit):
        write_documents(viewer_as("hr"), [renamed(), stale], "")
    assert "一号店" in (own_folder / "shops.csv").read_text("utf-8")


@pytest.mark.parametrize(
    "path", ["../secret.yaml", "plans/../../x.yaml", "/etc/passwd", ".merit/salt", "facts/orders.csv"]
)
def test_a_path_that_is_no_declaration_is_not_there(own_folder, path):
    with pytest.raises(NotFoundRefusal):
        write_documents(viewer_as("owner"), [Change(path, "x", "")], "")


def test_a_table_goes_through_its_rows_and_back_unchanged(own_folder):
    text = current("people.csv").text
    lines = table_lines(text)
    assert table_text(list(lines[0]), lines) == text


def test_a_workbook_is_replaced_by_the_table_and_kept(own_folder):
    openpyxl = pytest.importorskip("openpyxl")
    book = openpyxl.Workbook()
    for line in (own_folder / "shops.csv").read_text("utf-8").splitlines():
        book.active.append(line.split(","))
    (own_folder / "shops.csv").unlink()
    book.save(own_folder / "shops.xlsx")
    write_documents(viewer_as("hr"), [renamed()], "")
    assert "旗舰店" in (own_folder / "shops.csv").read_text("utf-8")
    assert not (own_folder / "shops.xlsx").exists()
    assert [file.suffix for file in (own_folder / ".merit" / "replaced").iterdir()] == [".xlsx"]


def test_wages_are_left_out_for_who_sees_no_pay(as_steward, as_hr):
    assert "wage" in as_hr.get("/documents/history/people.csv").content.decode()
    seen = as_steward.get("/documents/history/people.csv").content.decode()
    assert "cs_agent" in seen
    assert "wage" not in seen
    assert "20000" not in seen


def test_ratings_are_only_for_who_sees_review_texts(as_finance, as_auditor):
    assert as_finance.get("/documents/history/ratings.csv").status_code == 404
    assert as_auditor.get("/documents/history/ratings.csv").status_code == 200


def test_hr_who_is_rated_reads_what_was_answered_about_them_once_it_is_released_and_cannot_replace_it_before(
    own_folder,
):
    row = "2026-10,cat,~a1,peer,collaboration,3,\n2026-10,bob,~b2,peer,collaboration,4,\n"
    with (own_folder / "ratings.csv").open("a", encoding="utf-8") as file:
        file.write(row)
    account = account_for("cathr", "cat", Role.HR)
    client, viewer = client_for(account), viewer_for(account)
    seen = client.get("/documents/history/ratings.csv").content.decode()
    assert "~b2" in seen
    assert "~a1" not in seen
    now = current("ratings.csv")
    assert "~a1" not in readable_text(viewer, "ratings.csv", now.text)
    with pytest.raises(NotFoundRefusal):
        replace_document(viewer, Change("ratings.csv", now.text, now.digest), "")
    Release.objects.create(period="2026-10", person="cat", by=account)
    assert readable_text(viewer, "ratings.csv", now.text) == now.text

"""Every kind of bad input in a company folder is one finding with file, line and field, and all are told at once."""

import shutil

import pytest

from merit.kernel.problems import Severity, has_errors
from merit.sources.company_folder import read_company
from tests.tiny_company import FILES, write_tiny_company


def found(folder, *edits):
    """(code, file, line, field) of the findings that the edits (file, old text, new text) make."""
    write_tiny_company(folder)
    for name, old, new in edits:
        path = folder / name
        path.parent.mkdir(exist_ok=True)
        before = path.read_text("utf-8") if path.exists() else ""
        assert old in before
        path.write_text(before.replace(old, new, 1) if old else before + new, "utf-8")
    company, problems = read_company(folder)
    assert (company is None) == has_errors(problems)
    return [(problem.code, *_place(problem)) for problem in problems]


def _place(problem):
    return problem.place.file, problem.place.line, problem.place.field


@pytest.mark.parametrize(
    ("name", "old", "new", "expected"),
    [
        ("company.yaml", "Asia/Shanghai", "Asia/Atlantis", ("company.unknown_time_zone", 3, "time_zone")),
        ("company.yaml", "CNY", "yuan", ("company.unknown_currency", 2, "currency")),
        ("company.yaml", '"00:00"', "25:00", ("company.not_a_clock_time", 4, "day_cut")),
        ("company.yaml", "holidays: CN", "holidays: XX", ("company.not_a_choice", 6, "holidays")),
        ("company.yaml", "floor: 3", "floor: 1", ("company.anonymity_floor_too_low", 7, "anonymity_floor")),
        ("company.yaml", "name: 微店", "name:", ("company.cell_empty", 1, "name")),
        ("company.yaml", "name: 微店", "name: 微店\nname: 大店", ("documents.key_twice", 2, "name")),
        ("company.yaml", "region: CN-44", "regoin: CN-44", ("company.column_unknown", 5, "regoin")),
        ("people.csv", "", "5.11E+18,段,sales,south,,2026-01-01,,,,\n", ("company.damaged_id", 8, "person")),
        ("people.csv", "cat,凯特", ",凯特", ("company.cell_empty", 7, "person")),
        ("people.csv", "2026-10-14,regular", "2026-10-32,regular", ("company.not_a_day", 6, "to")),
        ("people.csv", "2026-10-14,regular", "2026-10-14,retired", ("company.not_a_choice", 6, "status")),
        ("people.csv", "3000,7000", '"3,000",7000', ("company.not_a_number", 7, "bonus_base")),
        ("people.csv", "3000,7000", "3000,-1", ("company.below_zero", 7, "wage")),
        ("people.csv", "2026-10-14", "2025-12-31", ("people.spell_ends_before_it_begins", 6, "to")),
        ("people.csv", "2026-10-11", "2026-10-12", ("people.two_spells_on_one_day", 5, "from")),
        ("people.csv", "trade,owner", "trade,ghost", ("people.unknown_manager", 3, "manager")),
        ("people.csv", "cs_agent,north", "cs_agent,nroth", ("people.unknown_team", 7, "team")),
        ("teams.csv", "南组,trade,leader", "南组,trade,ghost", ("people.unknown_leader", 5, "leader")),
        ("teams.csv", "南组,trade", "南组,trdae", ("people.unknown_parent", 5, "parent")),
        ("teams.csv", "交易部,all", "交易部,south", ("people.cycle_of_teams", 5, "parent")),
        ("teams.csv", "", "other,二店,,,company,,\n", ("people.two_roots", 6, "parent")),
        ("shops.csv", "douyin,Asia/Shanghai", "douyin,Mars", ("company.unknown_time_zone", 3, "time_zone")),
        ("shops.csv", "", "s1,三号店,jd,\n", ("company.row_twice", 4, "")),
        ("credits.csv", "ann,0.6", "ann,0.7", ("people.credited_more_than_whole", 3, "share")),
        ("credits.csv", "ann,0.6", "ann,0.55555", ("people.share_too_fine", 2, "share")),
        ("credits.csv", "ann,0.6", "ann,0", ("people.share_not_above_zero", 2, "share")),
        ("credits.csv", "cs1,cat", "cs1,ghost", ("people.credit_to_unknown_person", 5, "person")),
        ("credits.csv", "agent,cs1", "robot,cs1", ("people.unknown_credit_kind", 5, "kind")),
        ("credits.csv", "shop,s2", "shop,s9", ("company.unknown_shop", 4, "subject")),
        ("targets.csv", "paid_sales,person,bob,2026-09", "piad,person,bob,2026-09", ("company.unknown_kpi", 4, "kpi")),
        ("targets.csv", "person,bob,2026-09", "person,ghost,2026-09", ("company.unknown_node", 4, "node")),
        ("targets.csv", "person,bob,2026-09", "team,east,2026-09", ("company.unknown_node", 4, "node")),
        ("targets.csv", "company,company,2026-09", "company,all,2026-09", ("company.unknown_node", 2, "node")),
        ("targets.csv", "bob,2026-09", "bob,2026-13", ("company.not_a_period", 4, "period")),
        ("targets.csv", "bob,2026-09", "bob,9999-12", ("company.not_a_period", 4, "period")),
        ("targets.csv", "8000,absolute", "8000,relative", ("company.not_a_choice", 4, "basis")),
        ("targets.csv", "2026-10,3600", "2026-10,5.11E+18", ("company.not_a_number", 6, "target")),
        ("targets.csv", "person,ann,2026-10", "person,ann,2026-09", ("company.row_twice", 6, "")),
        ("benchmarks.csv", "invented industry report", "", ("company.cell_empty", 2, "source")),
        (
            "benchmarks.csv",
            "as_of\naov,all,2026-10,1000",
            "unit\naov,all,2026-10,1",
            ("company.benchmark_unit", 2, "unit"),
        ),
        ("ratings.csv", "2026-10,leader,cat", "2026-10,leader,ghost", ("company.unknown_person", 5, "rater")),
        ("ratings.csv", "cat,peer", "cat,friend", ("company.not_a_choice", 5, "relation")),
        ("ratings.csv", "cat,peer", "cat,self", ("company.relation_does_not_fit", 5, "relation")),
        ("ratings.csv", "leader,cat,peer", "leader,bob,peer", ("company.row_twice", 5, "")),
        ("events.csv", "praise,cat", "praise,ghost", ("company.unknown_person", 2, "person")),
        ("events.csv", "2026-10-21", "21.10.2026", ("company.not_a_time", 2, "at")),
        ("events.csv", "", "praise,cat,2026-10-21,1,a letter from a buyer\n", ("company.row_repeated", 3, "")),
        ("events.csv", "praise,cat", "prasie,cat", ("company.in_no_plan_but_near", 2, "event")),
        ("events.csv", "praise,cat", "late,cat", ("company.in_no_plan", 2, "event")),
        ("platform_figures.csv", "s1,paid_sales", "s9,paid_sales", ("company.unknown_shop", 2, "shop")),
        ("plans/sales.yaml", "kpi: paid_sales", "kpi: paid_slaes", ("company.unknown_kpi", 8, "kpi")),
        ("plans/sales.yaml", "post: sales", "team: nowhere", ("company.unknown_node", 1, "for")),
        ("plans/sales.yaml", "post: sales", "person: ghost", ("company.unknown_person", 1, "for")),
        ("plans/sales.yaml", "post: sales", "post: pilot", ("company.nobody_in_post", 1, "for")),
        ("rewards/rewards.yaml", "for: {post: sales}", "for: {post: pilot}", ("company.nobody_in_post", 8, "for")),
        ("plans/copy.yaml", "", FILES["plans/sales.yaml"], ("company.definition_twice", 1, "")),
        ("plans/sales.yaml", "cycle: month", "cycle: [month", ("documents.broken", 6, "")),
        ("plans/service.yaml", "cycle: month", "cycle: [month", ("documents.broken", 6, "")),
    ],
)
def test_each_mistake_is_found_at_its_place(tmp_path, name, old, new, expected):
    code, line, field = expected
    file = "plans/sales.yaml" if code == "company.definition_twice" else name
    assert found(tmp_path, (name, old, new)) == [(code, file, line, field)]


DECISION = {
    "period": "2026-10", "person": "cat", "stage": "calibration", "before": "A", "grade": "B",
    "reason": "34 ratings only", "decided_by": "leader", "decided_at": "2026-11-12T10:12:00+08:00",
}  # fmt: skip


@pytest.mark.parametrize(
    ("column", "value", "code"),
    [
        ("period", "2026-13", "company.not_a_period"),
        ("person", "ghost", "company.unknown_person"),
        ("stage", "guess", "company.not_a_choice"),
        ("before", "Z", "company.unknown_grade"),
        ("grade", "Z", "company.unknown_grade"),
        ("reason", "", "company.cell_empty"),
        ("decided_by", "cat", "company.decided_about_oneself"),
        ("decided_by", "", "company.cell_empty"),
        ("decided_at", "soon", "company.not_a_time"),
    ],
)
def test_each_mistake_in_a_decision_is_found_at_its_place(tmp_path, column, value, code):
    lines = [",".join(DECISION), ",".join({**DECISION, column: value}.values())]
    assert found(tmp_path, ("grade_decisions.csv", "", "\n".join(lines) + "\n")) == [
        (code, "grade_decisions.csv", 2, column)
    ]


def test_a_decision_without_an_offset_is_dated_by_the_company(tmp_path):
    write_tiny_company(tmp_path)
    row = {**DECISION, "decided_at": "2026-11-12T10:12:00"}
    (tmp_path / "grade_decisions.csv").write_text(",".join(row) + "\n" + ",".join(row.values()) + "\n", "utf-8")
    company, problems = read_company(tmp_path)
    assert problems == []
    assert company.grade_decisions[0].decided_at.isoformat() == "2026-11-12T10:12:00+08:00"


def test_mistakes_in_many_files_are_told_together(tmp_path):
    edits = [
        ("company.yaml", "CNY", "yuan"),
        ("people.csv", "trade,owner", "trade,ghost"),
        ("targets.csv", "bob,2026-09", "bob,2026-13"),
        ("plans/sales.yaml", "kpi: paid_sales", "kpi: paid_slaes"),
    ]
    files = [file for _, file, _, _ in found(tmp_path, *edits)]
    assert files == ["company.yaml", "people.csv", "plans/sales.yaml", "targets.csv"]


def test_a_row_that_cannot_be_read_makes_nobody_unknown(tmp_path):
    assert found(tmp_path, ("people.csv", "cat,凯特,cs_agent,north,,2026-01-01", "cat,凯特,cs_agent,north,,soon")) == [
        ("company.not_a_day", "people.csv", 7, "from")
    ]


def test_a_missing_column_is_named_once_and_blames_nobody(tmp_path):
    assert found(tmp_path, ("people.csv", "person,name,post", "person,name,position")) == [
        ("company.column_unknown", "people.csv", 1, "position"),
        ("company.column_missing", "people.csv", 1, "post"),
    ]


def test_an_unknown_column_and_an_unknown_file_are_notes(tmp_path):
    write_tiny_company(tmp_path)
    (tmp_path / "shops.csv").write_text("shop,name,platform,mood\ns1,A,taobao,good\ns2,B,douyin,fair\n")
    (tmp_path / "pepole.csv").write_text("person\n")
    (tmp_path / "README.md").write_text("# read me\n")
    company, problems = read_company(tmp_path)
    assert [(each.code, each.severity, each.place.file) for each in problems] == [
        ("company.unknown_file", Severity.NOTE, "pepole.csv"),
        ("company.column_unknown", Severity.NOTE, "shops.csv"),
    ]
    assert company is not None


def test_a_column_that_stands_twice_is_found(tmp_path):
    write_tiny_company(tmp_path)
    (tmp_path / "shops.csv").write_text("shop,name,name,platform\ns1,A,A,taobao\ns2,B,B,douyin\n")
    assert [problem.code for problem in read_company(tmp_path)[1]] == ["company.column_twice"]


def test_the_same_table_in_two_files_is_found(tmp_path):
    write_tiny_company(tmp_path)
    shutil.copy(tmp_path / "shops.csv", tmp_path / "shops.xlsx")
    assert [(each.code, each.place.file) for each in read_company(tmp_path)[1]] == [
        ("company.table_twice", "shops.xlsx")
    ]


@pytest.mark.parametrize("content", [b"", b"\x00\x01\x02\xff", b'shop,name\n"never closed\n', b"PK\x03\x04 cut off"])
@pytest.mark.parametrize("name", ["shops.csv", "people.csv", "company.yaml", "plans/sales.yaml", "targets.csv"])
def test_no_bytes_whatever_end_in_a_traceback(tmp_path, name, content):
    write_tiny_company(tmp_path)
    (tmp_path / name).write_bytes(content)
    company, problems = read_company(tmp_path)
    assert company is None or not has_errors(problems)


def test_a_cut_off_workbook_is_found(tmp_path):
    write_tiny_company(tmp_path)
    (tmp_path / "events.csv").unlink()
    (tmp_path / "events.xlsx").write_bytes(b"PK\x03\x04 cut off")
    assert [(each.code, each.place.file) for each in read_company(tmp_path)[1]] == [
        ("sources.workbook_unreadable", "events.xlsx")
    ]


def test_a_folder_without_company_yaml_says_what_to_write(tmp_path):
    write_tiny_company(tmp_path)
    (tmp_path / "company.yaml").unlink()
    assert [problem.code for problem in read_company(tmp_path)[1]] == ["company.no_company_yaml"]


def test_a_path_that_is_no_folder_is_found(tmp_path):
    assert [problem.code for problem in read_company(tmp_path / "nowhere")[1]] == ["company.no_folder"]


def test_somebody_cannot_confirm_their_own_value(tmp_path):
    write_tiny_company(tmp_path)
    rows = "kpi,node_kind,node,period,value,entered_by,confirmed_by\naov,company,company,2026-10,5,ann,ann\n"
    (tmp_path / "manual_values.csv").write_text(rows)
    problems = read_company(tmp_path)[1]
    assert ("company.confirmed_by_the_same", 2) in [(problem.code, problem.place.line) for problem in problems]

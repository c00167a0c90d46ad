"""A list of staff as companies keep it becomes people and teams, with ids made and every doubt told by line."""

from datetime import date
from pathlib import Path

import pytest
from openpyxl import Workbook

from merit.sources.company_folder import read_company
from merit.sources.organisation_sheet.read_sheet import PEOPLE, TEAMS, read_staff_list, table_csv
from merit.sources.organisation_sheet.staff_rows import day_of

START = date(2026, 1, 1)
LIST = """姓名\t岗位\t部门\t直属上级\t入职日期\t绩效基数
老王\t总经理\t总经办\t\t2020.3.1\t12,000
周岚\t客服主管\t客服部\t老王\t2021年5月6日\t2500
小满\t客服\t客服部/售前一组\t周岚\t2024/3/1\t1500
小荷\t客服\t客服部/售前一组\t周岚\t45352\t1500
阿依古丽·买买提\t运营\t运营部\t老王\t\t￥3000元
"""


def read(tmp_path: Path, text: str, name: str = "paste.tsv"):
    path = tmp_path / name
    path.write_text(text, "utf-8")
    return read_staff_list(path, name, "青禾", START)


def by_name(found):
    return {row["name"]: row for row in found.people}


def codes(found):
    return {(problem.code, problem.place.line) for problem in found.problems}


def test_a_list_pasted_from_a_spreadsheet_becomes_people_and_teams(tmp_path: Path):
    found = read(tmp_path, LIST)
    assert found.good
    people = by_name(found)
    assert people["小满"]["from"] == "2024-03-01"
    assert people["周岚"]["from"] == "2021-05-06"
    assert people["小荷"]["from"] == "2024-03-01"  # 45352 is that day in a spreadsheet
    assert people["阿依古丽·买买提"]["from"] == "2026-01-01"
    assert people["阿依古丽·买买提"]["bonus_base"] == "3000"
    assert [(problem.code, problem.params.get("count")) for problem in found.problems] == [
        ("sources.start_taken_as", 1)
    ]
    assert [(row["name"], row["parent"], row["leader"]) for row in found.teams] == [
        ("青禾", "", "p001"),
        ("总经办", "company", "p001"),
        ("客服部", "company", "p002"),
        ("运营部", "company", "p001"),
        ("售前一组", "t02", "p002"),
    ]
    assert found.posts == ("总经理", "客服主管", "客服", "运营")


def test_a_superior_who_leads_the_team_anyway_is_not_written_once_more(tmp_path: Path):
    people = by_name(read(tmp_path, LIST))
    assert [people[name]["manager"] for name in ("周岚", "小满", "阿依古丽·买买提")] == ["", "", ""]
    other = by_name(read(tmp_path, LIST + "小茶\t客服\t客服部/售前一组\t老王\t2024-1-1\t\n"))
    assert other["小茶"]["manager"] == "p001"


def test_the_tables_are_read_by_the_company_folder_without_an_error(tmp_path: Path):
    found = read(tmp_path, LIST)
    folder = tmp_path / "acme"
    folder.mkdir()
    (folder / "company.yaml").write_text("name: 青禾\ncurrency: CNY\ntime_zone: Asia/Shanghai\n", "utf-8")
    (folder / "people.csv").write_text(table_csv(PEOPLE, found.people), "utf-8")
    (folder / "teams.csv").write_text(table_csv(TEAMS, found.teams), "utf-8")
    company, problems = read_company(folder)
    assert company is not None, problems
    assert len(company.organisation.spells) == 5


def test_ids_that_the_list_gives_are_kept_and_missing_ones_never_meet_them(tmp_path: Path):
    found = read(tmp_path, "工号,姓名,职位\np001,甲,运营\n,乙,运营\n")
    assert [row["person"] for row in found.people] == ["p001", "p002"]


def test_one_id_for_two_names_is_a_problem_at_its_line(tmp_path: Path):
    found = read(tmp_path, "工号,姓名,职位\n7,甲,运营\n7,乙,运营\n")
    assert not found.good
    assert ("sources.id_of_two_people", 3) in codes(found)


def test_a_superior_nobody_knows_one_nearly_known_and_one_of_two_are_told_apart(tmp_path: Path):
    found = read(tmp_path, "姓名,岗位,上级\n王小明,运营,\n李雷,运营,王小名\n李雷,客服,张三丰\n韩梅,客服,李雷\n")
    assert codes(found) >= {
        ("sources.superior_unknown_but_near", 3),
        ("sources.superior_unknown", 4),
        ("sources.superior_of_several", 5),
    }
    assert not found.good


def test_missing_cells_bad_days_and_bad_amounts_are_told_with_their_headings(tmp_path: Path):
    found = read(tmp_path, "姓名,岗位,入职日期,底薪,状态\n甲,,2024-13-01,很多,神游\n")
    assert {(each.code, each.place.field) for each in found.problems if each.place.line == 2} == {
        ("company.cell_empty", "岗位"),
        ("company.not_a_day", "入职日期"),
        ("company.not_a_number", "底薪"),
        ("sources.status_not_known", "状态"),
    }


def test_a_list_without_a_column_for_posts_says_what_the_column_may_be_called(tmp_path: Path):
    found = read(tmp_path, "姓名,部门\n甲,运营部\n")
    (problem,) = found.problems
    assert (problem.code, problem.params["words"]) == ("sources.no_staff_column", "岗位、职位、职务")


def test_blank_rows_and_other_columns_do_no_harm(tmp_path: Path):
    found = read(tmp_path, "姓名,岗位,星座\n\n甲,运营,狮子\n,,\n")
    assert len(found.people) == 1
    assert ("sources.staff_column_not_used", 1) in codes(found)


def test_an_empty_paste_is_told(tmp_path: Path):
    assert not read(tmp_path, "").good
    assert ("sources.nobody_in_list", 0) in codes(read(tmp_path, "姓名,岗位\n"))


def test_a_workbook_is_read_like_a_paste(tmp_path: Path):
    book = Workbook()
    for row in (
        ["Name", "Job title", "Department", "Reports to", "Start date"],
        ["Ann", "Sales", "North", "", date(2024, 3, 1)],
    ):
        book.active.append(row)
    book.save(tmp_path / "staff.xlsx")
    found = read_staff_list(tmp_path / "staff.xlsx", "staff.xlsx", "Acme", START)
    assert found.people[0]["from"] == "2024-03-01"
    assert found.teams[1]["name"] == "North"


def test_a_marked_leader_goes_before_everybody_else(tmp_path: Path):
    found = read(tmp_path, "姓名,岗位,部门,负责人\n甲,运营主管,运营部,\n乙,运营,运营部,是\n")
    assert found.teams[1]["leader"] == "p002"


@pytest.mark.parametrize("text", ["2024-02-30", "昨天", "2024", "99999999"])
def test_what_is_no_day_is_not_guessed(text):
    assert day_of(text) is None

"""A valid company folder becomes a company with every declaration in its place."""

import shutil
from datetime import date, time
from fractions import Fraction

import pyarrow as pa
import pyarrow.csv
import pyarrow.parquet
import pytest
import xlsxwriter

from merit.company import Shop
from merit.kernel.explain import LineRef
from merit.kernel.period import Period
from merit.kernel.problems import has_errors
from merit.people.duty import duty
from merit.people.organisation import TeamKind
from merit.people.tree import managers_in, members
from merit.sources.company_folder import read_company
from tests.tiny_company import write_tiny_company

OCTOBER = Period.parse("2026-10")


@pytest.fixture(scope="module")
def company(tmp_path_factory):
    folder = tmp_path_factory.mktemp("tiny")
    write_tiny_company(folder)
    read, problems = read_company(folder)
    assert problems == []
    return read


def test_the_profile_is_read(company):
    profile = company.profile
    assert (profile.name, profile.currency, profile.day_cut) == ("微店", "CNY", time(0, 0))
    assert (profile.holidays, profile.anonymity_floor) == ("CN", 3)


def test_a_last_day_belongs_to_the_spell(company):
    north, south = company.organisation.spells_of["ann"]
    assert (north.team, north.end, south.team, south.start) == (
        *("north", date(2026, 10, 12)),
        *("south", date(2026, 10, 12)),
    )
    [bob] = company.organisation.spells_of["bob"]
    assert (bob.end, bob.wage, bob.source) == (date(2026, 10, 15), 8000, LineRef("people.csv", 6))


def test_october_has_the_working_days_that_were_counted_by_hand(company):
    on_duty = {
        person: duty(company.organisation, company.calendar, person, OCTOBER).on_duty
        for person in ("ann", "bob", "cat")
    }
    assert on_duty == {"ann": 18, "bob": 6, "cat": 18}
    assert company.calendar.working_days_in(Period.parse("2026-09")) == 22


def test_people_stand_where_they_should(company):
    assert members(company.organisation, "north", date(2026, 10, 11)) == ["ann", "cat"]
    assert members(company.organisation, "north", date(2026, 10, 12)) == ["cat"]
    assert managers_in(company.organisation, "cat", OCTOBER) == {"leader": 31}


def test_shares_keep_their_exact_size_and_their_last_day(company):
    half = next(share for share in company.credits if (share.subject, share.person) == ("s1", "bob"))
    assert (half.share, half.start, half.end) == (Fraction(2, 5), None, date(2026, 10, 15))


def test_declarations_of_every_file_arrive(company):
    assert company.shops[0] == Shop("s1", "一号店", "taobao", "Asia/Shanghai")
    assert {plan.plan for plan in company.plans} == {"sales", "service", "lead", "boss"}
    assert {reward.reward for reward in company.rewards} == {"service-bonus", "sales-commission"}
    assert (len(company.targets), len(company.ratings), len(company.events)) == (6, 4, 1)
    assert (company.benchmarks[0].value, company.platform_figures[0].value) == (1000, 1000)
    assert "paid_sales" in company.catalogue


def changed(tmp_path, name, text):
    write_tiny_company(tmp_path)
    path = tmp_path / name
    path.parent.mkdir(exist_ok=True)
    path.write_text(text, "utf-8")
    company, problems = read_company(tmp_path)
    assert not has_errors(problems), problems
    return company


def test_a_kpi_of_the_company_is_added_to_the_shipped_ones(tmp_path):
    own = (
        "kpi: east_sales\ntitle: {zh: 东区销售, en: Sales in the east}\ngroup: sales\nunit: money\ndirection: up\n"
        "sum: {of: paid_amount, from: order_lines, where: valid and region == 'east', at: paid_at}\n"
    )
    assert {"east_sales", "paid_sales"} <= set(changed(tmp_path, "catalogue/own.yaml", own).catalogue.kpis)


def test_several_versions_of_a_plan_are_kept(tmp_path):
    write_tiny_company(tmp_path)
    plan = (tmp_path / "plans/sales.yaml").read_text("utf-8")
    newer = plan.replace("version: 1", "version: 2").replace("2026-01-01", "2026-11-01")
    company = changed(tmp_path, "plans/sales-2.yaml", newer)
    assert sorted(plan.version for plan in company.plans if plan.plan == "sales") == [1, 2]


def test_an_event_before_the_day_cut_belongs_to_the_day_before(tmp_path):
    write_tiny_company(tmp_path)
    profile = (tmp_path / "company.yaml").read_text("utf-8").replace('"00:00"', "04:00")
    events = "event,person,at\npraise,cat,2026-10-21T03:59\npraise,cat,2026-10-20T20:00Z\npraise,cat,2026-10-21\n"
    (tmp_path / "events.csv").write_text(events)
    write = (tmp_path / "company.yaml").write_text
    write(profile, "utf-8")
    company, _ = read_company(tmp_path)
    assert company is not None
    assert [event.day.day for event in company.events] == [20, 21, 21]


def test_without_kinds_the_tree_says_what_is_company_department_and_team(tmp_path):
    teams = "team,name,parent\nall,A,\ntrade,B,all\nnorth,C,trade\nsouth,D,trade\n"
    company = changed(tmp_path, "teams.csv", teams)
    kinds = {team.team: team.kind for team in company.organisation.teams}
    assert kinds == {
        "all": TeamKind.COMPANY,
        "trade": TeamKind.DEPARTMENT,
        "north": TeamKind.TEAM,
        "south": TeamKind.TEAM,
    }


def test_two_managers_share_a_cell(tmp_path):
    write_tiny_company(tmp_path)
    people = (
        (tmp_path / "people.csv").read_text("utf-8").replace("north,,2026-01-01,,", "north,owner；leader,2026-01-01,,")
    )
    company = changed(tmp_path, "people.csv", people)
    assert company.organisation.spells_of["cat"][0].managers == ("owner", "leader")


def test_a_table_may_be_a_workbook_with_real_dates_and_numbers(tmp_path):
    write_tiny_company(tmp_path)
    (tmp_path / "targets.csv").unlink()
    with xlsxwriter.Workbook(str(tmp_path / "targets.xlsx"), {"default_date_format": "yyyy-mm-dd"}) as book:
        sheet = book.add_worksheet()
        header = ["kpi", "node_kind", "node", "period", "target", "basis", "from"]
        sheet.write_row(0, 0, header)
        sheet.write_row(1, 0, ["paid_sales", "company", "company", "2026-10", 10000.5])
        sheet.write_datetime(1, 6, date(2026, 10, 12))
    company, problems = read_company(tmp_path)
    assert problems == []
    [target] = company.targets
    assert (target.target, target.start) == (Fraction(20001, 2), date(2026, 10, 12))


def test_a_table_may_be_parquet(tmp_path):
    write_tiny_company(tmp_path)
    events = pa.table({"event": ["praise"], "person": ["cat"], "at": pa.array([date(2026, 10, 21)]), "count": [2]})
    pa.parquet.write_table(events, tmp_path / "events.parquet")
    (tmp_path / "events.csv").unlink()
    company, problems = read_company(tmp_path)
    assert problems == []
    assert (company.events[0].day, company.events[0].count) == (date(2026, 10, 21), 2)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_chinese_files_are_read_in_the_encodings_that_spreadsheets_write(tmp_path, encoding):
    write_tiny_company(tmp_path)
    text = (tmp_path / "shops.csv").read_text("utf-8")
    (tmp_path / "shops.csv").write_bytes(text.encode(encoding))
    company, problems = read_company(tmp_path)
    assert problems == []
    assert company.shops[1].name == "二号店"


def test_facts_are_not_needed_to_read_a_company(tmp_path):
    write_tiny_company(tmp_path)
    shutil.rmtree(tmp_path / "facts")
    assert read_company(tmp_path)[1] == []


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("1000,", 1000),
        ("0.052,", Fraction(52, 1000)),
        ("5.2%,", Fraction(52, 1000)),
        ("5.2,%", Fraction(52, 1000)),
        ("420,万元", 4_200_000),
        ("1.82,亿元", 182_000_000),
    ],
)
def test_a_benchmark_is_read_in_the_unit_it_was_published_in_under_chinese_headings(tmp_path, written, value):
    write_tiny_company(tmp_path)
    table = f"指标,行业,月份,数值,单位,来源,发布日期\naov,家居,2026-10,{written},协会月报,2026-11-10\n"
    (tmp_path / "benchmarks.csv").write_text(table, "utf-8")
    company, problems = read_company(tmp_path)
    assert problems == []
    (benchmark,) = company.benchmarks
    assert (benchmark.value, benchmark.segment, benchmark.as_of) == (value, "家居", date(2026, 11, 10))

"""Does the system work? The pages and the API, on the tiny company and on figures that can be worked out by hand."""

import re
from fractions import Fraction

import pytest

from merit.insight.effect.rank_relation import Relation
from merit.insight.effect.rater_agreement import Agreement
from merit.insight.effect.score_spread import Differing
from merit_desk.accounts.queries.sight import visible_files
from merit_desk.effectiveness.queries.period import effectiveness_of, measured
from merit_desk.effectiveness.queries.reading import two
from tests.desk.conftest import client_for, role_account, viewer_as

PAGE = "/effectiveness/2026-10/"
PEERS = ("ann", "bob", "owner")


def rated(folder, scores):
    """`scores`: subject → grades by raters in order."""
    rows = [
        f"2026-10,{subject},{rater},peer,collaboration,{grade},"
        for subject, grades in scores.items()
        for rater, grade in zip(PEERS, grades, strict=False)
    ]
    header = "period,subject,rater,relation,indicator,score,comment"
    (folder / "ratings.csv").write_text("\n".join([header, *rows]) + "\n", "utf-8")


def found_by(role):
    viewer = viewer_as(role)
    return effectiveness_of(viewer, measured(visible_files(viewer, "2026-10")))


def test_what_a_handful_cannot_say_is_not_said(as_hr):
    page = as_hr.get(PAGE).content.decode()
    assert "不下结论" in page
    assert "得分分得开吗" in page
    assert found_by("hr").spread.word is Differing.DIFFERS
    assert found_by("hr").pay.word is Relation.TOO_FEW


def test_the_scores_of_the_page_are_those_of_the_results(as_hr):
    spread = found_by("hr").spread
    assert spread.people == sum(count for _, count in spread.grades)
    assert spread.lowest <= spread.mean <= spread.highest


def test_ratings_become_points_and_self_ratings_are_left_out(own_folder):
    rated(own_folder, {"leader": (4, 4, 5), "cat": (1, 2)})
    agreement = found_by("hr").agreement
    assert agreement.word is Agreement.TOO_FEW
    assert agreement.ratings <= 5


def test_the_kpis_come_after_the_page(as_hr):
    assert f'hx-get="{PAGE}kpis/"' in as_hr.get(PAGE).content.decode()
    part = as_hr.get(f"{PAGE}kpis/").content.decode()
    assert "月数太少" in part
    assert "公司结果取" in part


def test_the_part_that_comes_later_takes_its_own_place_and_not_the_drawer(as_hr):
    page = as_hr.get(PAGE).content.decode()
    (waiting,) = re.findall(rf'<div hx-get="{PAGE}kpis/"[^>]*>', page)
    assert 'hx-target="this"' in waiting
    assert "skeleton" in page


def test_kpis_of_which_nothing_can_be_said_are_folded_away(as_hr):
    part = as_hr.get(f"{PAGE}kpis/").content.decode()
    assert "<table" not in part.split("<details")[0]
    assert "月数太少" in part.split("<details")[1]


def test_plans_with_too_few_people_are_folded_away_without_a_deviation(as_hr):
    found = found_by("hr")
    assert found.shown == []
    assert len(found.folded) == len(found.plans)
    page = as_hr.get(PAGE).content.decode()
    assert f"另有 {len(found.plans)} 个方案不到 5 人" in page


@pytest.mark.parametrize(("value", "text"), [(None, "—"), (0.205, "0.20"), (-0.3, "−0.30"), (Fraction(98, 1), "98.00")])
def test_statistics_have_two_decimals_everywhere(value, text):
    assert two(value) == text


@pytest.mark.parametrize("role", ["manager", "employee", "steward", "finance", "stranger"])
def test_nobody_else_finds_it(company_folder, role):
    client = client_for(role_account(role))
    assert client.get(PAGE).status_code == 404
    assert client.get(f"{PAGE}kpis/").status_code == 404


def test_the_place_leads_to_the_latest_period_and_an_unknown_one_is_not_there(as_hr):
    assert "2026 年 10 月" in as_hr.get("/effectiveness/").content.decode()
    assert as_hr.get("/effectiveness/2031-01/").status_code == 404
    assert as_hr.get("/effectiveness/2031-01/kpis/").status_code == 404


def test_before_the_first_run_it_says_what_to_do(own_folder):
    import shutil

    shutil.rmtree(own_folder / "results")
    page = client_for(role_account("hr")).get("/effectiveness/").content.decode()
    assert "去计算周期" in page


def test_in_english_too(as_hr):
    assert "Do raters agree?" in as_hr.get(f"{PAGE}?lang=en").content.decode()

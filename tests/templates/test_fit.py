"""Templates per post: ready plans that fit what a company sells, where it sells it and what it records."""

from datetime import date

import pytest

from merit.catalogue.read import read_kpis
from merit.company import Trade
from merit.rewards.plan.plan_file import read_reward
from merit.scores.plan.plan_file import read_plan
from merit.sources.company_folder.definitions import shipped_kpi_documents
from merit.sources.documents import documents_of
from merit.sources.written_documents import written_document
from merit.templates.fit import Fitting, fit_bonus, fit_template
from merit.templates.read_templates import data_groups, expected_groups, post_templates, tables_in, template_for

CATALOGUE, _ = read_kpis(list(shipped_kpi_documents()))
EVERYTHING = tables_in(frozenset(group.group for group in data_groups()))
DAY = date(2026, 10, 1)
KINDS = ("kpi", "task", "rated")


def fitted(name, tables=EVERYTHING, trade=Trade.B2C, platforms=frozenset({"tmall", "douyin"})):
    template = next(each for each in post_templates() if each.template == name)
    return fit_template(template, Fitting(trade, platforms, frozenset(tables)), CATALOGUE, ["客服"], DAY)


def weights(plan):
    return {
        each.get("kpi") or each.get("task") or each.get("rated"): each["weight"] for each in plan.data["indicators"]
    }


@pytest.mark.parametrize("template", post_templates(), ids=lambda each: each.template)
@pytest.mark.parametrize("trade", Trade)
@pytest.mark.parametrize("tables", [EVERYTHING, frozenset({"orders", "order_lines", "refunds"}), frozenset()])
def test_every_template_gives_a_plan_without_a_problem_whatever_the_company_records(template, trade, tables):
    fitting = Fitting(trade, frozenset({"tmall", "douyin"}), tables)
    plan = fit_template(template, fitting, CATALOGUE, ["a post", "岗位"], DAY)
    if plan.data is None:
        assert plan.notes[-1].code == "templates.nothing_left"
        return
    (document,), problems = documents_of(written_document(plan.data), "plans/x.yaml")
    read, found = read_plan(document)
    assert [*problems, *found] == []
    assert read is not None
    assert sum(each.weight for each in read.indicators) == 100
    assert read.audience.posts == ("a post", "岗位")


def test_a_company_with_all_data_gets_the_template_as_it_stands():
    plan = fitted("cs_agent")
    assert plan.notes == ()
    assert weights(plan) == {"reply_3min": 25, "csat": 30, "frt_p50": 15, "inq_conv_final": 20, "collaboration": 10}


def test_what_cannot_be_measured_is_left_out_with_a_note_and_the_rest_totals_100():
    plan = fitted("operator", tables={"orders", "order_lines", "refunds"})
    # paid_sales 40, refunds 20 and margin 15 of 75 are left: 53.33…, 26.67 and 20, by largest remainder 53, 27 and 20
    assert weights(plan) == {"paid_sales": 53, "refund_rate_amt_event": 27, "gross_margin": 20}
    assert {(note.code, note.params.get("kpi"), note.params.get("tables")) for note in plan.notes} == {
        ("templates.cannot_be_measured", "cvr_session", "visits"),
        ("templates.cannot_be_measured", "task_on_time", "tasks"),
        ("templates.weights_made_whole", None, None),
    }


def test_a_company_that_sells_to_businesses_looks_at_leads_one_that_sells_to_people_at_new_customers():
    assert "lead_win_rate" in weights(fitted("seller", trade=Trade.B2B))
    assert "new_customers" in weights(fitted("seller", trade=Trade.C2C))


def test_a_streamer_without_a_platform_for_streams_is_not_judged_by_them():
    plan = fitted("streamer", platforms=frozenset({"jd"}))
    assert "live_gpm" not in weights(plan)
    assert "templates.no_such_platform" in {note.code for note in plan.notes}


def test_modifiers_whose_kpi_is_gone_go_too():
    plan = fitted("cs_agent", tables={"tasks"})
    kinds = [next(iter(each)) for each in plan.data["modifiers"]]
    assert kinds == ["bonus_points", "deduction", "veto"]


def test_the_first_bonus_is_a_reward_without_a_problem():
    (document,), problems = documents_of(written_document(fit_bonus(["客服", "运营"], DAY)), "rewards/x.yaml")
    read, found = read_reward(document)
    assert (read is not None, [*problems, *found]) == (True, [])


@pytest.mark.parametrize(
    ("name", "template"),
    [
        ("客服专员", "cs_agent"),
        ("客服主管", "team_lead"),
        ("直播运营", "operator"),
        ("供应链经理", "team_lead"),
        ("总经理", "general_manager"),
        ("天猫店长", "operator"),
        ("仓库管理员", "packer"),
        ("Customer service agent", "cs_agent"),
        ("前台", None),
        ("", None),
    ],
)
def test_a_post_is_recognised_by_the_word_that_stands_last_in_its_name(name, template):
    found = template_for(name)
    assert (found.template if found else None) == template


def test_goods_without_parcels_need_no_warehouse():
    real = expected_groups(Trade.B2C, frozenset({"tmall"}), ("家纺",))
    virtual = expected_groups(Trade.B2C, frozenset({"tmall"}), ("虚拟课程",))
    assert real - virtual == {"warehouse", "purchases"}
    assert {"orders", "tasks"} <= virtual


def test_all_thirteen_posts_have_a_template_with_words_in_both_languages():
    assert len(post_templates()) == 13
    for each in post_templates():
        assert set(each.title) == set(each.responsibilities) == set(each.authority) == {"zh", "en"}
        assert all(each.responsibilities.values())
        assert all(each.authority.values())
        assert len(each.responsibilities["zh"]) == len(each.responsibilities["en"])

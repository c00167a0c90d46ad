"""The catalogue written in the MetricFlow form; what is read back from it is the same catalogue."""

from dataclasses import replace

import yaml

from merit.catalogue.kpi import Catalogue
from merit.catalogue.read import read_kpis
from merit.sources.metricflow.give_out import give_out, metric_name
from merit.sources.metricflow.mapping import Mapping
from merit.sources.metricflow.take_over import take_over
from tests.metrics.hand_made import documents, shipped_documents


def catalogue_of(text: str) -> Catalogue:
    catalogue, problems = read_kpis(documents(text))
    assert problems == []
    return catalogue


def read_back(catalogue: Catalogue) -> Catalogue:
    """Through the text of the file and the files of the import, without anything else beside it."""
    taken = take_over(documents(give_out(catalogue).text(), "models/merit.yml"), Mapping(), [])
    assert [each for each in taken.problems if each.severity != "note"] == []
    return read_kpis([each for text in taken.files().values() for each in documents(text)])[0]


def test_every_shipped_kpi_that_can_be_said_comes_back_the_same() -> None:
    catalogue, _ = read_kpis(shipped_documents())
    told = {each.params["name"] for each in give_out(catalogue).problems}
    back = read_back(catalogue)
    said = {name: kpi for name, kpi in catalogue.kpis.items() if "@" not in name and name not in told}
    assert back.kpis.keys() == said.keys()
    differing = [name for name in said if back[name] != replace(said[name], earlier="")]
    assert differing == []
    assert len(said) > 200


def test_a_measure_is_one_of_its_table_and_its_condition_stands_in_it() -> None:
    text = "kpi: live\ntitle: 直播\nunit: money\nsum: {of: paid_amount, from: orders, where: \"channel == 'live'\"}\n"
    (model,) = yaml.safe_load(give_out(catalogue_of(text)).text())["semantic_models"]
    assert (model["name"], model["model"]) == ("orders", "ref('orders')")
    assert model["measures"] == [
        {
            "name": "live_measure",
            "agg": "sum",
            "expr": "CASE WHEN channel = 'live' THEN paid_amount END",
            "agg_time_dimension": "paid_at",
        }
    ]


def test_a_formula_is_a_derived_metric_whose_look_back_is_an_offset() -> None:
    text = """kpi: sold
title: 销售
unit: money
sum: {of: paid_amount, from: orders}
---
kpi: grown
title: 增长
formula: (sold - months_earlier(sold, 3)) / months_earlier(sold, 3)
"""
    grown = give_out(catalogue_of(text)).metrics["grown"]
    assert grown["type_params"] == {
        "expr": "(sold - sold_months_earlier3) / NULLIF(sold_months_earlier3, 0)",
        "metrics": [
            {"name": "sold"},
            {"name": "sold", "alias": "sold_months_earlier3", "offset_window": "3 months"},
        ],
    }


def test_what_the_form_has_no_word_for_is_told_with_all_that_rests_on_it() -> None:
    text = """kpi: praise
title: 表扬
entered: true
---
kpi: twice_praise
title: 两倍
formula: praise * 2
---
kpi: 中文
title: 中文
count: {from: tasks}
---
kpi: mean_stock
title: 平均库存
average: {of: on_hand, from: stock}
---
kpi: before
title: 上期
formula: previous(twice_praise)
"""
    given = give_out(catalogue_of(text))
    assert given.metrics == {}
    assert {each.params["name"]: each.params["what"] for each in given.problems} == {
        "praise": "entered",
        "twice_praise": "praise",
        "中文": "中文",
        "mean_stock": "average",
        "before": "previous()",
    }


def test_a_part_written_inside_a_ratio_gets_a_name_without_a_dot() -> None:
    assert metric_name("aov.part") == "aov_part"


def test_a_time_is_dated_by_its_day_since_nothing_in_merit_is_finer() -> None:
    """A finer grain would end a span of days at the first second of its last day."""
    text = "kpi: sold\ntitle: 销售\nunit: money\nsum: {of: paid_amount, from: orders}\n"
    (model,) = give_out(catalogue_of(text)).models.values()
    times = {each["name"]: each["type_params"] for each in model["dimensions"] if each["type"] == "time"}
    assert times["paid_at"] == {"time_granularity": "day"}


def test_shops_and_channels_are_entities_so_that_a_ratio_of_two_tables_can_be_cut_by_them() -> None:
    text = """kpi: sold
title: 销售
unit: money
sum: {of: paid_amount, from: order_lines}
---
kpi: visited
title: 访问
count: {from: visits}
"""
    models = give_out(catalogue_of(text)).models
    both = [{"name": "shop", "type": "foreign"}, {"name": "channel", "type": "foreign"}]
    assert [each["entities"] for each in models.values()] == [both, both]
    assert not [
        each for model in models.values() for each in model["dimensions"] if each["name"] in ("shop", "channel")
    ]


def test_a_sum_of_nothing_is_0_above_the_line_and_a_percentile_of_nothing_is_none() -> None:
    text = """kpi: sold
title: 销售
unit: money
sum: {of: paid_amount, from: orders}
---
kpi: waited
title: 等待
quantile: {of: reply_seconds, level: 0.9, from: conversations}
"""
    metrics = give_out(catalogue_of(text)).metrics
    assert metrics["sold"]["type_params"]["measure"] == {"name": "sold_measure", "fill_nulls_with": 0}
    assert metrics["waited"]["type_params"]["measure"] == {"name": "waited_measure"}


def test_seconds_between_two_moments_are_said_as_duckdb_snowflake_and_redshift_know_it() -> None:
    text = """kpi: first_reply
title: 首次响应
quantile: {of: "seconds(started_at, first_reply_at)", level: 0.5, from: conversations}
"""
    (model,) = give_out(catalogue_of(text)).models.values()
    assert model["measures"][0]["expr"] == "DATEDIFF('second', started_at, first_reply_at)"
    assert read_back(catalogue_of(text)).kpis.keys() == {"first_reply"}


def test_a_time_whose_name_is_a_word_of_sql_gets_another_name() -> None:
    (model,) = give_out(catalogue_of("kpi: paid_out\ntitle: 费用\nsum: {of: amount, from: fees}\n")).models.values()
    (time,) = [each for each in model["dimensions"] if each["name"] == "at_time"]
    assert time["expr"] == '"at"'
    assert model["defaults"] == {"agg_time_dimension": "at_time"}

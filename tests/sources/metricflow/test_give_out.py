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

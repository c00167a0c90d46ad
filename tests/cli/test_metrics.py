"""`merit metrics import` and `export` as a person types them, and the figures that come of it."""

from pathlib import Path

import pytest
from typer.testing import CliRunner

from merit.cli.main import app
from merit.kernel.refusals import Refusal
from tests.tiny_company import write_tiny_company

CAFE = """
semantic_models:
  - name: orders
    model: ref('fct_orders')
    defaults: {agg_time_dimension: paid_at}
    entities: [{name: order, type: primary, expr: order_id}]
    dimensions:
      - {name: paid_at, type: time, type_params: {time_granularity: day}}
      - {name: valid, type: categorical}
    measures:
      - {name: takings, agg: sum, expr: paid_amount}
metrics:
  - name: dbt_takings
    label: Takings
    type: simple
    type_params: {measure: takings}
    filter: "{{ Dimension('order__valid') }} = true"
  - name: dbt_growth
    type: derived
    type_params:
      expr: dbt_takings / nullif(before, 0) - 1
      metrics: [{name: dbt_takings}, {name: dbt_takings, alias: before, offset_window: 1 month}]
  - {name: dbt_ever, type: cumulative, type_params: {measure: takings}}
"""


@pytest.fixture
def cafe(tmp_path: Path) -> tuple[Path, Path]:
    """A company, and the file of its dbt project."""
    write_tiny_company(tmp_path / "company")
    (tmp_path / "cafe.yml").write_text(CAFE, "utf-8")
    return tmp_path / "cafe.yml", tmp_path / "company"


def run(*words: object) -> tuple[int, str]:
    done = CliRunner().invoke(app, ["metrics", *map(str, words)])
    assert done.exception is None or isinstance(done.exception, SystemExit | Refusal), done.exception
    return done.exit_code, done.output


def test_metrics_are_written_beside_the_company_s_own_and_what_is_left_out_is_told_with_its_line(cafe) -> None:
    dbt, company = cafe
    code, said = run("import", dbt, company, "--table", "orders=fct_orders")
    written = (company / "catalogue" / "dbt_cafe.yaml").read_text("utf-8")
    assert code == 1
    assert "cafe.yml:23" in said
    assert "kpi: dbt_takings" in written
    assert "dbt_ever" not in written


def test_a_second_import_changes_nothing(cafe) -> None:
    dbt, company = cafe
    run("import", dbt, company, "--table", "orders=fct_orders")
    before = (company / "catalogue" / "dbt_cafe.yaml").read_text("utf-8")
    run("import", dbt, company, "--table", "orders=fct_orders")
    assert (company / "catalogue" / "dbt_cafe.yaml").read_text("utf-8") == before


def test_a_changed_metric_leaves_the_kpi_as_it_was_and_says_so(cafe) -> None:
    dbt, company = cafe
    run("import", dbt, company, "--table", "orders=fct_orders")
    dbt.write_text(CAFE.replace("expr: paid_amount", "expr: freight"), "utf-8")
    before = (company / "catalogue" / "dbt_cafe.yaml").read_text("utf-8")
    code, said = run("import", dbt, company, "--table", "orders=fct_orders")
    assert (code, "metricflow_taken" in said) == (1, True)
    assert (company / "catalogue" / "dbt_cafe.yaml").read_text("utf-8") == before


def test_a_dry_run_shows_and_writes_nothing(cafe) -> None:
    dbt, company = cafe
    _, said = run("import", dbt, company, "--table", "orders=fct_orders", "--dry-run")
    assert "kpi: dbt_takings" in said
    assert not (company / "catalogue" / "dbt_cafe.yaml").exists()


def test_the_figures_of_imported_metrics_are_those_of_the_company(cafe) -> None:
    """October: 11,000 of valid orders; September: 10,000; so a growth of a tenth (see tiny_company)."""
    dbt, company = cafe
    run("import", dbt, company, "--table", "orders=fct_orders")
    assert CliRunner().invoke(app, ["load", str(company)]).exit_code == 0
    for kpi, value in (("dbt_takings", "11000"), ("dbt_growth", "0.1")):
        done = CliRunner().invoke(app, ["query", str(company), "--kpi", kpi, "--from", "2026-10", "--to", "2026-10"])
        assert done.exit_code == 0, done.output
        assert done.output.split()[5:8] == ["2026-10", kpi, value]


def test_an_export_that_is_imported_elsewhere_says_what_is_there_already(cafe, tmp_path) -> None:
    _, company = cafe
    target = tmp_path / "merit.yml"
    assert run("export", company, target)[0] == 0
    code, said = run("import", target, company, "--dry-run")
    assert (code, "metricflow_taken" in said) == (0, False)
    assert run("export", company, target)[0] == 1


@pytest.mark.parametrize("table", ["orders", "=x", "orders="])
def test_a_table_is_named_on_both_sides(cafe, table: str) -> None:
    dbt, company = cafe
    done = CliRunner().invoke(app, ["metrics", "import", str(dbt), str(company), "--table", table])
    assert done.exit_code == 1

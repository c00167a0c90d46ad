"""Several versions of a KPI in one folder, and what a KPI is made of."""

from merit.catalogue.made_of import made_of, tables_needed
from merit.catalogue.read import kpi_versions, read_kpis
from merit.sources.company_folder.definitions import shipped_kpi_documents
from merit.sources.documents import documents_of

FIRST = "kpi: large\ntitle: 大单\nversion: 1\ncount: {from: orders, where: paid_amount >= 500}\n"
SECOND = "---\nkpi: large\ntitle: 大单\nversion: 2\ncount: {from: orders}\n"


def read(text):
    documents, _ = documents_of(text, "catalogue/large.yaml")
    return read_kpis(documents)


def test_the_document_with_the_higher_version_counts():
    catalogue, problems = read(FIRST + SECOND)
    assert problems == []
    assert catalogue["large"].version == 2
    assert catalogue["large"].body.measure.where is None


def test_the_same_version_twice_is_a_duplicate():
    _, problems = read(FIRST + SECOND.replace("version: 2", "version: 1"))
    assert [problem.code for problem in problems] == ["catalogue.duplicate_kpi"]


def test_a_second_document_without_a_version_is_a_duplicate():
    _, problems = read(FIRST + SECOND.replace("version: 2\n", ""))
    assert [problem.code for problem in problems] == ["catalogue.duplicate_kpi"]


def test_what_a_ratio_is_made_of_is_found_to_the_last_table():
    catalogue, _ = read_kpis(list(shipped_kpi_documents()))
    assert made_of(catalogue, "aov") == ["aov", "orders_paid", "paid_sales"]
    assert tables_needed(catalogue, "aov") == ["orders", "order_lines"]
    assert tables_needed(catalogue, "csat") == ["conversations"]


def test_every_version_is_kept_with_its_number():
    documents, _ = documents_of(FIRST + SECOND, "catalogue/large.yaml")
    assert [each.data["version"] for each in kpi_versions(documents)["large"]] == [1, 2]


def test_a_company_version_of_a_shipped_kpi_follows_the_shipped_one():
    own, _ = documents_of("extends: aov\nminimum_sample: 5\n", "catalogue/own.yaml")
    versions = kpi_versions([*shipped_kpi_documents(), *own])["aov"]
    assert [each.data.get("version", 1) for each in versions] == [1, 2]
    assert versions[1].data["ratio"] == versions[0].data["ratio"]

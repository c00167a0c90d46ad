"""The shipped dictionary: complete, without Problems, every KPI told in both languages."""

import pytest

from merit.catalogue.check import depends_on
from merit.catalogue.kpi import Kpi, Measured, RatioOf, Unit
from tests.metrics.hand_made import shipped, shipped_documents

GROUPS = {
    "sales", "profit", "traffic", "customers", "advertising", "content", "service", "supply", "logistics", "website",
    "finance", "tasks", "growth",
}  # fmt: skip
SHOWN = [kpi for kpi in shipped().kpis.values() if not kpi.hidden]


def test_the_dictionary_has_every_group_and_well_over_sixty_kpis() -> None:
    assert {kpi.group for kpi in SHOWN} == GROUPS
    assert len(SHOWN) >= 100


def test_no_version_of_an_id_is_declared_twice() -> None:
    ids = [(document.data["kpi"], document.data.get("version", 1)) for document in shipped_documents()]
    assert len(ids) == len(set(ids))


def test_a_further_version_says_from_which_day_it_is_the_rule() -> None:
    further = [document.data for document in shipped_documents() if document.data.get("version", 1) > 1]
    assert all("valid_from" in data for data in further)


@pytest.mark.parametrize("kpi", SHOWN, ids=lambda kpi: kpi.id)
def test_a_shipped_kpi_is_told_in_both_languages(kpi: Kpi) -> None:
    for words in (kpi.title, kpi.note):
        assert set(words) == {"zh", "en"}
        assert all(text.strip() and not text.endswith("!") for text in words.values())


def test_no_two_kpis_have_the_same_title() -> None:
    for language in ("zh", "en"):
        titles = [kpi.title[language] for kpi in SHOWN]
        assert sorted({title for title in titles if titles.count(title) > 1}) == []


def test_a_rate_has_a_direction_and_a_share_of_facts_a_minimum_sample() -> None:
    measured = [kpi for kpi in SHOWN if kpi.unit is Unit.RATE and isinstance(kpi.body, RatioOf)]
    parts = [kpi for kpi in measured if f"{kpi.id}.part" in shipped() and f"{kpi.id}.whole" in shipped()]
    counted = [kpi for kpi in parts if isinstance(shipped()[f"{kpi.id}.whole"].body, Measured)]
    assert [kpi.id for kpi in measured if kpi.direction == "none"] == []
    assert len(counted) > 20


def test_everything_a_shipped_kpi_is_made_of_is_shipped() -> None:
    catalogue = shipped()
    missing = {name for kpi in catalogue.kpis.values() for name in depends_on(kpi.body) if name not in catalogue}
    assert missing == set()

"""The random company's facts, and the engines elsewhere, once for all tests here."""

from collections.abc import Iterator

import pytest

from tests.engines.elsewhere import COMPANY_, on_postgresql, on_spark
from tests.engines.random_facts import facts
from tests.engines.tiny_company import TinySnapshot, snapshot_of


@pytest.fixture(scope="package")
def snapshot(tmp_path_factory: pytest.TempPathFactory) -> TinySnapshot:
    return snapshot_of(tmp_path_factory.mktemp("facts"), facts(COMPANY_.catalogue, 1))


@pytest.fixture(scope="package")
def postgresql() -> Iterator[str]:
    yield from on_postgresql()


@pytest.fixture(scope="package")
def spark() -> Iterator[str]:
    yield from on_spark()

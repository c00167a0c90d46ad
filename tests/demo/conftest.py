"""One small demo company for all tests of this folder, and ways to read its files."""

from pathlib import Path

import pytest

from merit.demo.write import write_setting
from tests.demo.reading import SMALL


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("demo")
    write_setting(folder, SMALL)
    return folder

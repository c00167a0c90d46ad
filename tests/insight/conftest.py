"""The tiny company, written with changes."""

from pathlib import Path

import pytest

from merit.company import Company
from merit.sources.company_folder import read_company
from tests.insight.hand_made import GRADES, SALES, Written
from tests.tiny_company import FILES


@pytest.fixture
def written(tmp_path: Path) -> Written:
    def write(**changed: str) -> Company:
        files = {name: text for name, text in FILES.items() if not name.startswith("facts/")}
        files["plans/sales.yaml"] = files["plans/sales.yaml"].replace(SALES, changed.pop("sales", SALES))
        files["plans/sales.yaml"] = files["plans/sales.yaml"].replace(GRADES, changed.pop("grades", GRADES))
        for name, text in {**files, **{_path(name): text for name, text in changed.items()}}.items():
            (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
            (tmp_path / name).write_text(text, "utf-8")
        company, problems = read_company(tmp_path)
        assert company is not None, problems
        return company

    return write


def _path(name: str) -> str:
    return {"people": "people.csv", "targets": "targets.csv", "rewards": "rewards/rewards.yaml"}[name]

"""The tiny company with a rule that fires: its last whole month, September, is far below a limit of a million."""

from datetime import date

import pytest

from merit_desk.alerts.actions.look import look
from merit_desk.alerts.models import Alert
from tests.desk.alerts.robot_receivers import PLATFORMS, SECRETS

RULES = """
off: all
budget: 5
alerts:
  - {name: low_sales, kind: threshold, kpi: paid_sales, nodes: [company, person:ann], every: month, below: 1000000}
"""
TODAY = date(2026, 11, 2)


@pytest.fixture(autouse=True)
def own_key(tmp_path, monkeypatch):
    """Secrets are sealed under a key of the test's own."""
    monkeypatch.setenv("MERIT_SECRETS_KEY_FILE", str(tmp_path / "secrets.key"))


@pytest.fixture
def ruled(own_folder):
    """Its own rules only."""
    (own_folder / "alerts.yaml").write_text(RULES, "utf-8")
    return own_folder


@pytest.fixture
def looked(ruled):
    """After the first look."""

    def again(today: date = TODAY) -> list[Alert]:
        look(today, lambda _done, _total: None)
        return list(Alert.objects.order_by("node_kind"))

    return again


@pytest.fixture
def platform(settings):
    """A platform on loopback by its way."""
    settings.MERIT_WEBHOOK_ALLOW_PRIVATE = True
    made = []

    def make(way: str, failing: int = 0):
        made.append(PLATFORMS[way](SECRETS[way], failing))
        return made[-1]

    yield make
    for each in made:
        each.close()

"""The key for secrets lies in a folder of the test's own, never in anybody's home; no test sleeps."""

import pytest

from tests.sources.live.platforms import Platform


@pytest.fixture(autouse=True)
def key_folder(tmp_path_factory, monkeypatch):
    """Where the key file is made."""
    folder = tmp_path_factory.mktemp("key")
    monkeypatch.setenv("XDG_CONFIG_HOME", str(folder))
    monkeypatch.delenv("MERIT_SECRETS_KEY", raising=False)
    monkeypatch.delenv("MERIT_SECRETS_KEY_FILE", raising=False)
    monkeypatch.setenv("NO_PROXY", "127.0.0.1,localhost")
    return folder


@pytest.fixture
def pauses(monkeypatch):
    """Pauses before another try are noted instead of slept through, in seconds."""
    noted: list[float] = []
    nap = pytest.importorskip("tenacity.nap", reason="TENACITY IS NOT INSTALLED, so no retry was tried")

    class Clock:
        sleep = staticmethod(noted.append)

    monkeypatch.setattr(nap, "time", Clock)
    return noted


@pytest.fixture
def serve():
    """Starts local servers that answer as told; all end with the test."""
    running = []

    def start(answer):
        running.append(Platform(answer))
        return running[-1]

    yield start
    for each in running:
        each.stop()

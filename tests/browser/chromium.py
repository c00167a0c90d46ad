"""The browser of the tests: found, or asked for in words; never left out silently."""

import os
import shutil
from pathlib import Path

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
FLAGS = (
    *("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"),
    *("--disable-component-update", "--disable-sync", "--disable-default-apps", "--no-default-browser-check"),
)
MISSING = (
    "There is no Chromium on this machine, so nothing was tried in a browser. Install it (Debian: apt-get install "
    "chromium fonts-noto-cjk), or name one in MERIT_CHROMIUM, or leave these tests out with MERIT_NO_BROWSER=1."
)
LEFT_OUT = "MERIT_NO_BROWSER=1: NOTHING WAS TRIED IN A BROWSER. Pages, keys, axe and journeys are unproved by this run."


def chromium() -> Path | None:
    """The program: MERIT_CHROMIUM, or the first that is installed."""
    named = os.environ.get("MERIT_CHROMIUM")
    if named:
        return Path(named) if Path(named).is_file() else None
    return next((Path(found) for found in map(shutil.which, NAMES) if found), None)


def is_left_out() -> bool:
    """Whether somebody asked for a run without a browser."""
    return os.environ.get("MERIT_NO_BROWSER") == "1"
